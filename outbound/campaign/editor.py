"""The JSON Schema that `outbound schema` prints, with which an editor completes keys and values."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from outbound.campaign.about import NAMES_KEY, Names
from outbound.campaign.centre import Centre
from outbound.campaign.outline import outline
from outbound.campaign.schema import Campaign

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Known = Mapping[Names, Sequence[str]]
"""The names that exist, by kind; a kind that is left out is not completed, and any name passes."""


def campaign_schema(known: Known) -> dict[str, Any]:
    """The JSON Schema of a campaign file.

    A file that `extends` another lacks no key outside of lists, and null there removes a key.
    """
    schema = copy.deepcopy(outline(Campaign))
    needed = _loosen(schema, schema["$defs"], schema)
    inherits = {"required": ["extends"], "properties": {"extends": {"type": "string"}}}
    schema |= {"if": inherits, "else": needed}
    return {"$schema": DIALECT, **_named(schema, known)}


def centre_schema(known: Known) -> dict[str, Any]:
    """The JSON Schema of outbound.yaml."""
    return {"$schema": DIALECT, **_named(copy.deepcopy(outline(Centre)), known)}


def _loosen(whole: dict[str, Any], defs: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """Demand no key of what is not inside a list, and let null stand there; returns what was demanded."""
    if "$ref" in shape:
        return _loosen(whole, defs, defs[shape["$ref"].rpartition("/")[2]])
    needed: dict[str, Any] = {}
    if required := shape.pop("required", None):
        needed["required"] = required
    below = {}
    for name, value in shape.get("properties", {}).items():
        for option in (value, *value.get("anyOf", ())):
            if demanded := _loosen(whole, defs, option):
                below[name] = demanded
        shape["properties"][name] = _or_null(value)
    if isinstance(values := shape.get("additionalProperties"), dict):
        shape["additionalProperties"] = _or_null(values)
    return needed | ({"properties": below} if below else {})


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    nothing = {"type": "null"}
    if "anyOf" in shape:
        return shape if nothing in shape["anyOf"] else shape | {"anyOf": [*shape["anyOf"], nothing]}
    told = {
        key: shape[key] for key in ("title", "description", "examples", "default") if key in shape
    }
    return told | {"anyOf": [{k: v for k, v in shape.items() if k not in told}, nothing]}


def _named(shape: Any, known: Known) -> Any:
    """The shape with the names that exist filled in."""
    if isinstance(shape, list):
        return [_named(item, known) for item in shape]
    if not isinstance(shape, dict):
        return shape
    found = {key: _named(value, known) for key, value in shape.items() if key != NAMES_KEY}
    if NAMES_KEY not in shape:
        return found
    kind = Names(shape[NAMES_KEY])
    names = known.get(kind)
    if names is None:
        return found
    if kind is Names.STARTS:
        return found | {"anyOf": [{"enum": [*names]}, {"pattern": "^event "}]}
    return found | {"enum": [*names]}

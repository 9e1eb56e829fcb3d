"""The JSON Schema that `outbound schema` prints, with which an editor completes keys and values."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from outbound.campaign.about import NAMES_KEY, Names
from outbound.campaign.centre import Centre
from outbound.campaign.outline import outline
from outbound.campaign.schema import Campaign

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NOTHING = {"type": "null"}

Known = Mapping[Names, Sequence[str]]
"""The names that exist, by kind; a kind that is left out is not completed, and any name passes."""


def campaign_schema(known: Known) -> dict[str, Any]:
    """The JSON Schema of a campaign file.

    A file that `extends` another lacks no key outside of lists, and null there removes a key.
    """
    schema = copy.deepcopy(outline(Campaign))
    _flatten(schema)
    needed = _loosen(schema, schema["$defs"])
    inherits = {"required": ["extends"], "properties": {"extends": {"type": "string"}}}
    schema |= {"if": inherits, "else": needed}
    return {"$schema": DIALECT, **_named(schema, known)}


def centre_schema(known: Known) -> dict[str, Any]:
    """The JSON Schema of outbound.yaml."""
    schema = copy.deepcopy(outline(Centre))
    _flatten(schema)
    return {"$schema": DIALECT, **_named(schema, known)}


def _loosen(shape: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """Demand no key of what is not inside a list, and let null stand there; returns what was demanded."""
    if "$ref" in shape:
        return _loosen(defs[_name(shape)], defs)
    needed: dict[str, Any] = {}
    if required := shape.pop("required", None):
        needed["required"] = required
    below = {}
    for name, value in shape.get("properties", {}).items():
        for option in (value, *value.get("anyOf", ())):
            if demanded := _loosen(option, defs):
                below[name] = demanded
        shape["properties"][name] = _or_null(value, defs)
    if isinstance(values := shape.get("additionalProperties"), dict):
        shape["additionalProperties"] = _or_null(values, defs)
    return needed | ({"properties": below} if below else {})


def _flatten(schema: dict[str, Any]) -> None:
    """Where null is the only alternative write it as a type: an editor then points at what is wrong."""
    defs = schema["$defs"]
    for shape in (schema, *defs.values()):
        for name, value in shape.get("properties", {}).items():
            if _NOTHING in value.get("anyOf", ()):
                shape["properties"][name] = _or_null(value, defs)


def _or_null(shape: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in shape.get("anyOf", ()) if option != _NOTHING]
    rest = {key: value for key, value in shape.items() if key != "anyOf"}
    if len(options) > 1:
        return rest | {"anyOf": [*options, _NOTHING]}
    one = rest | options[0] if options else shape
    if options and "anyOf" in one:
        return _or_null(one, defs)
    if "$ref" in one:
        of = defs[_name(one)]
        if "properties" in of:
            of["type"] = ["object", "null"]
            return one
        one = {key: value for key, value in one.items() if key != "$ref"} | of | rest
    types = one["type"] if isinstance(one["type"], list) else [one["type"]]
    if "null" not in types:
        one = one | {"type": [*types, "null"]} | _choices([*one.get("enum", ())])
    return one


def _choices(names: Sequence[str]) -> dict[str, Any]:
    return {"enum": [*names, None]} if names else {}


def _name(shape: dict[str, Any]) -> str:
    return str(shape["$ref"]).rpartition("/")[2]


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
    return found | (_choices(names) if "null" in found.get("type", ()) else {"enum": [*names]})

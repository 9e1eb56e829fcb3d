"""The shape of a campaign file as JSON Schema: for editors, and for the names known at a place."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from outbound.campaign.schema import Campaign
from outbound.campaign.source import Trail


@cache
def _outline(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def campaign_outline() -> dict[str, Any]:
    """The JSON Schema of a campaign file; the id is the file's name, so it is not in it."""
    outline = dict(_outline(Campaign))
    outline["properties"] = {k: v for k, v in outline["properties"].items() if k != "id"}
    outline["required"] = [name for name in outline["required"] if name != "id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **outline}


def known_keys(model: type[BaseModel], trail: Trail) -> frozenset[str]:
    """The keys that the mapping at `trail` may have; none where every key is the author's own."""
    outline = _outline(model)
    places = [outline]
    for part in trail:
        places = [inner for place in places for inner in _inside(outline, place, part)]
    resolved = (option for place in places for option in _resolved(outline, place))
    names = {name for option in resolved for name in option.get("properties", ())}
    return frozenset(names if trail else names - {"id"})


def _resolved(outline: dict[str, Any], place: dict[str, Any]) -> list[dict[str, Any]]:
    """The place itself, with references followed and alternatives laid side by side."""
    if reference := place.get("$ref"):
        return _resolved(outline, outline["$defs"][str(reference).rpartition("/")[2]])
    if options := place.get("anyOf") or place.get("oneOf"):
        return [found for option in options for found in _resolved(outline, option)]
    return [place]


def _inside(
    outline: dict[str, Any], place: dict[str, Any], part: str | int
) -> list[dict[str, Any]]:
    inner = []
    for option in _resolved(outline, place):
        if isinstance(part, int):
            found = option.get("items")
        else:
            found = option.get("properties", {}).get(part) or option.get("additionalProperties")
        if isinstance(found, dict):
            inner.append(found)
    return inner

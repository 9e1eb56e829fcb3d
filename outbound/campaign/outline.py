"""The shape of the files as JSON Schema: for editors, for hints, and for the names known at a place."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from outbound.campaign.about import PLAIN
from outbound.campaign.source import Trail


class _Shape(GenerateJsonSchema):
    """JSON Schema as an author sees the file: a text may be written as a number, `title: 2026`."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return super().str_schema(schema) | {"type": PLAIN}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """A number; that it may also be written in quotes is not worth a word."""
        options = super().decimal_schema(schema)["anyOf"]
        return next(option for option in options if option["type"] == "number")

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        found: JsonSchemaValue = {"type": "object"}
        if "keys_schema" in schema:
            names = self.generate_inner(schema["keys_schema"])
            found["propertyNames"] = {key: names[key] for key in names if key != "type"}
        if "values_schema" in schema:
            found["additionalProperties"] = self.generate_inner(schema["values_schema"])
        return found

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # `outline` adds them as the file writes them

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        return value  # the order of the file

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def outline(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of the file that holds the model; do not change it."""
    found = model.model_json_schema(schema_generator=_Shape)
    for noun in nouns(model):
        shape = found if noun is model else found["$defs"][noun.__name__]
        for name, default in written_defaults(noun).items():
            if name in shape["properties"] and default and not isinstance(default, dict):
                shape["properties"][name]["default"] = default
    found["properties"].pop("id", None)  # a campaign's id is its file's name
    found["required"] = [name for name in found["required"] if name != "id"]
    return found


def nouns(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and all that it is made of, each once, in the order of the file."""
    found = {model: None}
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            found |= dict.fromkeys(nouns(part))
    return list(found)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def written_defaults(noun: type[BaseModel]) -> dict[str, Any]:
    """What a key is where it is left out, as the file would have it: `20%`, not 0.2."""
    return noun.model_construct().model_dump(mode="json", by_alias=True, warnings=False)


def known_keys(model: type[BaseModel], trail: Trail) -> frozenset[str]:
    """The keys that the mapping at `trail` may have; none where every key is the author's own."""
    return frozenset(name for place in places(model, trail) for name in place.get("properties", ()))


def told(model: type[BaseModel], trail: Trail) -> dict[str, Any]:
    """The key at `trail`, or the nearest above it that is documented: `key`, `description`, `examples`."""
    for length in range(len(trail), 0, -1):
        key = trail[length - 1]
        for above in places(model, trail[: length - 1]):
            found = above.get("properties", {}).get(key, {})
            if "description" in found:
                return {"key": key, **found}
    return {}


def places(model: type[BaseModel], trail: Trail) -> list[dict[str, Any]]:
    """The shapes that the value at `trail` may have."""
    whole = outline(model)
    found = [whole]
    for part in trail:
        found = [inner for place in found for inner in _inside(whole, place, part)]
    return [option for place in found for option in _resolved(whole, place)]


def _resolved(whole: dict[str, Any], place: dict[str, Any]) -> list[dict[str, Any]]:
    """The place itself, with references followed and alternatives laid side by side."""
    if reference := place.get("$ref"):
        return _resolved(whole, whole["$defs"][str(reference).rpartition("/")[2]])
    if options := place.get("anyOf") or place.get("oneOf"):
        return [found for option in options for found in _resolved(whole, option)]
    return [place]


def _inside(whole: dict[str, Any], place: dict[str, Any], part: str | int) -> list[dict[str, Any]]:
    inner = []
    for option in _resolved(whole, place):
        if isinstance(part, int):
            found = option.get("items")
        else:
            found = option.get("properties", {}).get(part) or option.get("additionalProperties")
        if isinstance(found, dict):
            inner.append(found)
    return inner

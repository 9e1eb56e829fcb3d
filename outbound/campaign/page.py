"""The reference page of the campaign file: prose from page.md, and every key from the nouns themselves."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from pydantic import BaseModel

from outbound.campaign.centre import Centre
from outbound.campaign.outline import outline
from outbound.campaign.schema import Campaign
from outbound.campaign.yaml_text import flow


def reference_page() -> str:
    """The page in Markdown; `[[...]]` in the prose stands for what is told elsewhere."""
    prose = files("outbound.campaign").joinpath("page.md").read_text(encoding="utf-8")
    parts = {
        "campaign keys": "\n".join(_sections(Campaign, "##")),
        "centre keys": "\n".join(_sections(Centre, "##")),
    }
    return re.sub(r"\[\[([a-z ]+)\]\]", lambda found: parts[found[1]].strip(), prose)


def _sections(model: type[BaseModel], level: str) -> Iterator[str]:
    """A table for each mapping of the file, named by the keys that lead to it."""
    whole = outline(model)
    waiting: list[tuple[str, dict[str, Any]]] = [("", whole)]
    while waiting:
        path, shape = waiting.pop(0)
        below = [(f"{path}.{key}".strip("."), inner) for key, inner in _below(whole, shape)]
        if path:
            yield f"{level}# {path}\n\n{shape['description']}\n"
        yield "| Key | Takes | If left out | What it is for |\n|---|---|---|---|"
        yield from (_row(whole, shape, key, path) for key in shape["properties"])
        yield ""
        waiting = below + waiting


def _below(whole: dict[str, Any], shape: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in shape["properties"].items():
        for inner in _references(value):
            if "properties" in whole["$defs"][inner]:
                yield key, whole["$defs"][inner]


def _references(shape: dict[str, Any]) -> list[str]:
    if "$ref" in shape:
        return [shape["$ref"].rpartition("/")[2]]
    inner = [*shape.get("anyOf", ()), shape.get("items"), shape.get("additionalProperties")]
    return [name for option in inner if isinstance(option, dict) for name in _references(option)]


def _row(whole: dict[str, Any], shape: dict[str, Any], key: str, path: str) -> str:
    value = shape["properties"][key]
    if key in shape.get("required", ()):
        missing = "**needed**"
    else:
        missing = f"`{flow(value['default'])}`" if "default" in value else "–"
    shown = " or ".join(f"`{key}: {flow(example)}`" for example in value["examples"])
    takes = _words(whole, value, f"{path}.{key}".strip("."))
    cells = (f"`{key}`", takes, missing, f"{value['description']}<br>{shown}")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _words(whole: dict[str, Any], shape: dict[str, Any], path: str) -> str:
    """What may stand there, in words."""
    if "enum" in shape or "const" in shape:
        return ", ".join(f"`{name}`" for name in shape.get("enum") or [shape["const"]])
    if "title" in shape and "properties" not in shape:
        return str(shape["title"])
    if "$ref" in shape:
        inner = whole["$defs"][shape["$ref"].rpartition("/")[2]]
        return _words(whole, inner, path) if "enum" in inner else f"[{path}](#{_anchor(path)})"
    if options := shape.get("anyOf"):
        told = [_words(whole, option, path) for option in options if option.get("type") != "null"]
        return " or ".join(told)
    return _of_type(whole, shape, path)


def _of_type(whole: dict[str, Any], shape: dict[str, Any], path: str) -> str:
    match shape.get("type"):
        case "array":
            return f"list of {_words(whole, shape['items'], path)}"
        case "object":
            names = shape.get("propertyNames", {}).get("title", "text")
            return f"mapping of {names} to {_words(whole, shape['additionalProperties'], path)}"
        case "integer" | "number" as kind:
            return ("whole number" if kind == "integer" else "number") + _bounds(shape)
        case "boolean":
            return "`true`, `false`"
        case _:
            return "text"


def _bounds(shape: dict[str, Any]) -> str:
    low = shape.get("minimum", shape.get("exclusiveMinimum"))
    high = shape.get("maximum")
    from_ = f" from {low:g}" if low is not None else ""
    return from_ + (f" to {high:g}" if high is not None else "")


def _anchor(path: str) -> str:
    return path.replace(".", "")

"""Data as YAML text that our reader reads back unchanged."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import yaml

from outbound.campaign.composer import plain_scalar

WIDTH: Final = 100
_ENDLESS: Final = 10**6


def flow(value: Any) -> str:
    """The value on one line, as one writes it after a key: `{busy: [20m, 1h]}`."""
    return document(_events(value), _ENDLESS).strip().removesuffix("\n...")


def document(events: Iterable[yaml.Event], width: int = WIDTH) -> str:
    """The text of one document of these events."""
    around = (yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False))
    after = (yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent())
    return str(yaml.emit([*around, *events, *after], allow_unicode=True, width=width))


def scalar(text: str, style: str, is_text: bool = True) -> yaml.ScalarEvent:
    """A scalar in its style; a plain text that would be read as something else is quoted."""
    if is_text and not style and plain_scalar(text) != text:
        style = "'"
    return yaml.ScalarEvent(None, None, (True, True), text, style=style or None)


def _events(value: Any) -> Iterator[yaml.Event]:
    match value:
        case dict():
            yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=True)
            for key, inner in value.items():
                yield scalar(str(key), "")
                yield from _events(inner)
            yield yaml.MappingEndEvent()
        case list():
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=True)
            for inner in value:
                yield from _events(inner)
            yield yaml.SequenceEndEvent()
        case str():
            yield scalar(value, "")
        case None | bool():
            yield scalar("null" if value is None else str(value).lower(), "", is_text=False)
        case _:
            yield scalar(str(value), "", is_text=False)

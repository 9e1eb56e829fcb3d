"""A webhook's event as JSON, so that what was stored but not applied can be applied after a restart."""

from typing import Any, Final

from pydantic import TypeAdapter

from outbound.dialing.heard import Heard

_adapter: Final[TypeAdapter[Heard]] = TypeAdapter(Heard)


def to_json(heard: Heard) -> dict[str, Any]:
    """Plain JSON data that `from_json` reads back as an equal event."""
    data: dict[str, Any] = _adapter.dump_python(heard, mode="json")
    return data


def from_json(data: dict[str, Any]) -> Heard:
    """The event that `to_json` wrote."""
    return _adapter.validate_python(data)

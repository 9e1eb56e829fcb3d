"""Which calls and messages a listing has, by the filters that Twilio knows: numbers, status, whole days."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from outbound.carrier.simulator.records import Call, Form, Message, first
from outbound.carrier.simulator.refusal import RefusalError

_BY_DAY: Final[Mapping[str, Callable[[date, date], bool]]] = {
    "StartTime<": date.__le__,
    "StartTime>": date.__ge__,
    "DateSent<": date.__le__,
    "DateSent>": date.__ge__,
}


def matches(item: Call | Message, form: Form) -> bool:
    """Whether it passes every filter; what has not begun passes none by day. Raises RefusalError."""
    told = {"To": item.to, "From": item.sender, "Status": item.status}
    if any(first(form, name, told[name]) != told[name] for name in told):
        return False
    days = {name: _day(name, first(form, name)) for name in _BY_DAY if name in form}
    if not days:
        return True
    begun = item.begun_at
    return begun is not None and all(_BY_DAY[n](begun.date(), day) for n, day in days.items())


def _day(name: str, text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise RefusalError(400, 20001, f"{name} must be a date") from None

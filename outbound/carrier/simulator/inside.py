"""The simulated carrier's REST API without HTTP: a request as plain values, answered in this process."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import requests

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.records import API, Form
from outbound.carrier.simulator.refusal import RefusalError, not_found

_CHANNELS: Final = {"Calls": Channel.CALL, "Messages": Channel.SMS}
_PATH: Final = re.compile(rf"/{API}/Accounts/(\w+)/(Calls|Messages)(?:/(\w+))?\.json")


def answer(
    carrier: SimulatedCarrier, method: str, path: str, given: Mapping[str, object]
) -> tuple[int, str]:
    """Status and body of what REST would answer to these parameters; a listing comes on one page."""
    if carrier.is_away:
        raise requests.ConnectionError("the connection broke off")
    try:
        status, told = _told(carrier, method, path, _form(given))
    except RefusalError as fault:
        status, told = fault.status, fault.as_json()
    return status, json.dumps(told, ensure_ascii=False)


def _told(carrier: SimulatedCarrier, method: str, path: str, form: Form) -> tuple[int, Any]:
    found = _PATH.fullmatch(path)
    if found is None or found[1] != carrier.account.sid:
        raise not_found(path)
    kind, sid = found[2], found[3]
    channel = _CHANNELS[kind]
    if sid is None:
        if method == "POST":
            return 201, carrier.create(channel, form)
        return 200, _page(kind, path, carrier.listed(channel, form))
    if method == "POST":
        return 200, carrier.update(channel, sid, form)
    return 200, carrier.fetch(channel, sid)


def _page(kind: str, path: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        kind.lower(): rows, "start": 0, "end": max(len(rows) - 1, 0), "page": 0, "page_size": len(rows),
        "uri": path, "first_page_uri": path, "next_page_uri": None, "previous_page_uri": None,
    }  # fmt: skip


def _form(given: Mapping[str, object]) -> Form:
    """The parameters as a form would carry them."""
    return {
        name: tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
        for name, value in given.items()
    }

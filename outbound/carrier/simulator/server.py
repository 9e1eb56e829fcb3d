"""The simulated carrier's REST API over HTTP, as far as the Twilio SDK and our adapter use Twilio's."""

import asyncio
import base64
import binascii
import hmac
import json
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.core import Json, SimulatedCarrier
from outbound.carrier.simulator.faults import ACCEPTS, STALLS, CreateFault
from outbound.carrier.simulator.records import API, Form, first
from outbound.carrier.simulator.refusal import (
    CALL_LIST,
    MESSAGE_LIST,
    RefusalError,
    check_names,
    not_found,
)

ROOT: Final = f"/{API}/Accounts"
PAGE_SIZE, LARGEST_PAGE = 50, 1000
LARGEST_BODY: Final = 64 * 1024

CHANNELS: Final = {"Calls": Channel.CALL, "Messages": Channel.SMS}
THROTTLED: Final = RefusalError(429, 20429, "Too Many Requests")
BROKEN: Final = RefusalError(500, 20500, "An internal server error has occurred")


def create_server(carrier: SimulatedCarrier) -> Starlette:
    """An ASGI application for uvicorn; all state is the carrier's."""

    async def collection(request: Request) -> Response:
        channel = _channel(request, carrier)
        if request.method == "POST":
            return await _create(carrier, channel, await _form(request))
        return _page(carrier, channel, request)

    async def item(request: Request) -> Response:
        channel = _channel(request, carrier)
        sid = request.path_params["sid"]
        if request.method == "POST":
            return _json(carrier.update(channel, sid, await _form(request)))
        return _json(carrier.fetch(channel, sid))

    async def refused(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RefusalError)
        return _refusal(fault)

    paths = f"{ROOT}/{{account}}/{{kind}}"
    return Starlette(
        routes=[
            Route(f"{paths}.json", collection, methods=["GET", "POST"]),
            Route(f"{paths}/{{sid}}.json", item, methods=["GET", "POST"]),
        ],
        exception_handlers={RefusalError: refused},
        middleware=[Middleware(_AsCarrier, carrier=carrier)],
    )


class _AsCarrier:
    """Dates every reply by the carrier's own clock; while it is away, breaks every connection."""

    def __init__(self, app: ASGIApp, carrier: SimulatedCarrier) -> None:
        self.app = app
        self.carrier = carrier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.carrier.is_away:
            await _BrokenOff()(scope, receive, send)
            return

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                at = format_datetime(self.carrier.now, usegmt=True)
                MutableHeaders(scope=message)["Date"] = at
            await send(message)

        await self.app(scope, receive, dated)


async def _create(carrier: SimulatedCarrier, channel: Channel, form: Form) -> Response:
    """One create, with whatever is to go wrong on its way in or its reply's way out."""
    fault = carrier.faults.of_create()
    if fault is None:
        return _json(carrier.create(channel, form), 201)
    created = _json(carrier.create(channel, form), 201) if fault in ACCEPTS else None
    if fault is CreateFault.SLOW and created is not None:
        await asyncio.sleep(carrier.faults.slow)
        return created
    if fault in STALLS:
        await asyncio.sleep(carrier.faults.stall)
        return created or _refusal(BROKEN)
    if fault is CreateFault.CUT and created is not None:
        half = bytes(created.body)[: len(created.body) // 2]
        return Response(half, 201, media_type="application/json")
    if fault is CreateFault.THROTTLED:
        return _refusal(THROTTLED, {"Retry-After": str(carrier.faults.retry_after)})
    return _FAILED[fault]()


class _BrokenOff(Response):
    """A reply that promises a body and breaks the connection instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"512")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


_FAILED: Final[Mapping[CreateFault, Callable[[], Response]]] = {
    CreateFault.ERROR_BEFORE: lambda: _refusal(BROKEN),
    CreateFault.ERROR_AFTER: lambda: _refusal(BROKEN),
    CreateFault.RESET_BEFORE: _BrokenOff,
    CreateFault.RESET_AFTER: _BrokenOff,
    CreateFault.THROTTLED_BARE: lambda: _refusal(THROTTLED),
    CreateFault.THROTTLED_MUTE: lambda: Response("Too many requests", 429),
    CreateFault.NOT_JSON: lambda: Response("<html>created</html>", 201, media_type="text/html"),
}


def _page(carrier: SimulatedCarrier, channel: Channel, request: Request) -> Response:
    """One page of a listing, with the relative address of the next."""
    form = _grouped(parse_qsl(request.url.query, keep_blank_values=True))
    check_names(form, CALL_LIST if channel is Channel.CALL else MESSAGE_LIST)
    page, size = _whole(form, "Page", 0), min(_whole(form, "PageSize", PAGE_SIZE), LARGEST_PAGE)
    rows = carrier.listed(channel, form)
    start = page * size
    shown = rows[start : start + size]

    def address(number: int) -> str:
        query = {name: values[0] for name, values in form.items()}
        return f"{request.url.path}?{urlencode(query | {'Page': number, 'PageSize': size})}"

    return _json(
        {
            request.path_params["kind"].lower(): shown,
            "end": start + max(len(shown) - 1, 0),
            "first_page_uri": address(0),
            "next_page_uri": address(page + 1) if start + size < len(rows) else None,
            "page": page,
            "page_size": size,
            "previous_page_uri": address(page - 1) if page else None,
            "start": start,
            "uri": address(page),
        }
    )


def _channel(request: Request, carrier: SimulatedCarrier) -> Channel:
    """Which collection is asked for, once the account and its password have been checked."""
    _check_password(request.headers.get("authorization", ""), carrier)
    account, kind = request.path_params["account"], request.path_params["kind"]
    if account != carrier.account.sid or kind not in CHANNELS:
        raise not_found(request.url.path)
    return CHANNELS[kind]


def _check_password(header: str, carrier: SimulatedCarrier) -> None:
    try:
        given = base64.b64decode(header.removeprefix("Basic "), validate=True)
    except binascii.Error:
        given = b""
    account = carrier.account
    for name in {account.sid, account.key}:
        if hmac.compare_digest(given, f"{name}:{account.secret}".encode()):
            return
    raise RefusalError(401, 20003, "Authenticate")


async def _form(request: Request) -> Form:
    body = await request.body()
    if len(body) > LARGEST_BODY:
        raise RefusalError(413, 20001, "The request is too large")
    return _grouped(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _grouped(pairs: list[tuple[str, str]]) -> Form:
    grouped: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        grouped[name] = (*grouped.get(name, ()), value)
    return grouped


def _whole(form: Form, name: str, otherwise: int) -> int:
    text = first(form, name, str(otherwise))
    if not text.isdigit():
        raise RefusalError(400, 20001, f"{name} must be a whole number")
    return int(text)


def _json(told: Json, status: int = 200) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, media_type="application/json")


def _refusal(fault: RefusalError, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(fault.as_json())
    return Response(body, fault.status, headers=headers, media_type="application/json")

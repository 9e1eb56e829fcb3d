"""The carrier's webhooks: plain routes on threads of their own, so that no busy page delays an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbound.errors import InputError, NotFoundError, OutboundError, RefusedError
from outbound.web.body import (
    FORM,
    WEBHOOK_LIMIT,
    MediaTypeError,
    TooLargeError,
    content_type,
    form_fields,
    read_body,
)
from outbound.web.service import Ear

THREADS: Final = 64
"""Each waits for a commit, which those who come together share."""

STATUS: Final[tuple[tuple[type[OutboundError], int], ...]] = (
    (TooLargeError, 413),
    (MediaTypeError, 415),
    (InputError, 400),
    (RefusedError, 403),
    (NotFoundError, 404),
    (OutboundError, 503),  # the store is locked or full: the carrier may try again
)


def webhook_routes(ear: Ear) -> list[Route]:
    """The routes under /tw/, each a signed POST answered in TwiML."""
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="webhook")

    async def answer(request: Request, kind: str, token: str) -> Response:
        if content_type(request) != FORM:
            raise MediaTypeError("A webhook is a form.", where=request.url.path)
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        signature = request.headers.get("x-twilio-signature", "")
        if not signature:
            raise RefusedError("The webhook is not signed.", where=path)
        fields = form_fields(await read_body(request, WEBHOOK_LIMIT), path)
        signed_path = f"{path}?{query}" if query else path
        reply = await asyncio.get_running_loop().run_in_executor(
            pool, ear.hear, kind, token, fields, signature, signed_path
        )
        return Response(reply, media_type="text/xml")

    @_told_plainly
    async def message(request: Request) -> Response:
        return await answer(request, "sms", "")

    @_told_plainly
    async def event(request: Request) -> Response:
        return await answer(request, request.path_params["kind"], request.path_params["token"])

    return [
        Route("/tw/sms", message, methods=["POST"]),
        Route("/tw/{kind}/{token}", event, methods=["POST"]),
    ]


Handler = Callable[[Request], Awaitable[Response]]


def _told_plainly(handler: Handler) -> Handler:
    """Answer an expected error as one line of text: its reader is the carrier's debugger."""

    async def told(request: Request) -> Response:
        try:
            return await handler(request)
        except OutboundError as error:
            status = next(status for kind, status in STATUS if isinstance(error, kind))
            return Response(error.message, status, media_type="text/plain")

    return told

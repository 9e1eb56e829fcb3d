"""What an error looks like: a page for people, `{"error": {...}}` for programs, never a traceback."""

import logging
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from outbound.errors import (
    CarrierError,
    InputError,
    NotFoundError,
    OutboundError,
    RefusedError,
    StoreError,
    UsageError,
)
from outbound.web.body import MediaTypeError, TooLargeError
from outbound.web.headers import SAFE
from outbound.web.pages import Pages
from outbound.web.sessions import SignedOutError

log = logging.getLogger(__name__)

STATUS: Final[tuple[tuple[type[OutboundError], int], ...]] = (
    (SignedOutError, 401),
    (TooLargeError, 413),
    (MediaTypeError, 415),
    (UsageError, 400),
    (InputError, 400),
    (NotFoundError, 404),
    (RefusedError, 403),
    (StoreError, 503),
    (CarrierError, 503),
    (OutboundError, 500),
)


def status_of(error: OutboundError) -> int:
    """The HTTP status that tells this error."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer: their browser asks for HTML and not for JSON."""
    accepts = request.headers.get("accept", "")
    return "text/html" in accepts and "application/json" not in accepts


def wants_parts(request: Request) -> bool:
    """Whether a page's own module asks: HTML to put in place, though errors as JSON."""
    return request.headers.get("accept", "").startswith("text/html")


class Faults:
    """Turns every error into its answer."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def install(self, app: FastAPI) -> None:
        """Handle all errors of the app."""
        app.add_exception_handler(OutboundError, self.expected)
        app.add_exception_handler(ValidationError, self.misread)
        app.add_exception_handler(RequestValidationError, self.misread)
        app.add_exception_handler(HTTPException, self.unrouted)
        app.add_exception_handler(Exception, self.unexpected)

    def expected(self, request: Request, error: Exception) -> Response:
        """An error raised on purpose."""
        assert isinstance(error, OutboundError)
        if isinstance(error, SignedOutError) and wants_page(request) and request.method == "GET":
            return RedirectResponse(f"/sign-in?next={quote(_asked(request))}", 303)
        return self.tell(request, status_of(error), error)

    def misread(self, request: Request, error: Exception) -> Response:
        """A form whose fields are missing or of the wrong kind."""
        assert isinstance(error, (ValidationError, RequestValidationError))
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the request"
        plain = InputError(f"{name}: {first['msg']}.", where=request.url.path)
        return self.tell(request, 400, plain)

    def unrouted(self, request: Request, error: Exception) -> Response:
        """No such page, or not by this method."""
        assert isinstance(error, HTTPException)
        path = request.url.path
        plain: OutboundError = NotFoundError("There is no such page.", where=path)
        if error.status_code != 404:
            plain = UsageError(str(error.detail), where=f"{request.method} {path}")
        return self.tell(request, error.status_code, plain, dict(error.headers or {}))

    def unexpected(self, request: Request, error: Exception) -> Response:
        """A mistake of ours: the log has the traceback, the visitor a sentence."""
        log.error("unexpected %s on %s", type(error).__name__, request.scope["path"])
        plain = OutboundError(
            "Something went wrong here, not with you.",
            hint="Try again; if it stays, tell an engineer the time and the page.",
            where=request.url.path,
        )
        # The handler of last resort answers outside the middleware that adds these.
        return self.tell(request, 500, plain, dict(SAFE))

    def tell(
        self,
        request: Request,
        status: int,
        error: OutboundError,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """The answer to this reader."""
        more = (headers or {}) | ({"Retry-After": "5"} if status == 503 else {})
        if wants_page(request):
            context = {"error": error, "status": status}
            return self.pages.page(request, "error.html", context, status, more)
        told = {
            "code": error.code,
            "message": error.message,
            "where": error.where,
            "hint": error.hint,
        }
        return JSONResponse({"error": told}, status, more)


def _asked(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path

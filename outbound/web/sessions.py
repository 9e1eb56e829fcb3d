"""Who is calling: the session behind the cookie, its role, and proof that our own page sent the request."""

import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from outbound.engine.people.session_view import SessionView, UserView
from outbound.errors import RefusedError
from outbound.settings import Settings
from outbound.web.access import is_public, may
from outbound.web.body import JSON, content_type, read_fields
from outbound.web.preferences import Preferences, preferences
from outbound.web.service import Service

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST: Final = 12 * 3600
TOKEN_FIELD: Final = "csrf"
TOKEN_HEADER: Final = "x-csrf-token"


class SignedOutError(RefusedError):
    """Nobody is signed in, or no longer."""

    code = "signed-out"


class ForgedError(RefusedError):
    """The request did not come from a page of ours."""

    code = "forged"


@dataclass(frozen=True)
class Visitor:
    """Who calls, and how they want the pages. `user` is None on public routes when signed out."""

    user: UserView | None
    csrf: str
    preferences: Preferences

    @property
    def id(self) -> str:
        """The user's id. Raises SignedOutError where nobody is signed in."""
        return self.someone.id

    @property
    def someone(self) -> UserView:
        """The user. Raises SignedOutError where nobody is signed in."""
        if self.user is None:
            raise SignedOutError("Nobody is signed in.", hint="Sign in.")
        return self.user


class Guard:
    """Lets a request through or raises: deny by default, for every route of the table in access.py."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.cookies = Cookies(service.settings)

    async def __call__(self, request: Request) -> Visitor:
        """The visitor. Raises SignedOutError, RefusedError or ForgedError."""
        path: str = request.scope["route"].path
        method = "GET" if request.method == "HEAD" else request.method
        session = await self._session(request)
        user = session.user if session else None
        chosen = preferences(request, self.service.centre.languages[0])
        visitor = Visitor(user, session.csrf if session else "", chosen)
        request.state.visitor = visitor
        if not is_public(method, path):
            if user is None:
                raise SignedOutError("You are signed out.", hint="Sign in again.", where=path)
            if not may(user.role, method, path):
                raise RefusedError(f"This page is not for the role {user.role}.", where=path)
        if request.method not in SAFE_METHODS:
            self._must_be_ours(request)
            await self._must_carry_token(request, self._expected(request, visitor))
        return visitor

    async def _session(self, request: Request) -> SessionView | None:
        secret = self.cookies.secret(request)
        return await run_in_threadpool(self.service.session, secret) if secret else None

    def _expected(self, request: Request, visitor: Visitor) -> str:
        # Before signing in there is no session to hold a token: the form's own cookie holds it.
        return visitor.csrf if visitor.user else self.cookies.form_token(request)

    def _must_be_ours(self, request: Request) -> None:
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        foreign = origin is not None and origin not in self._our_origins(request)
        if foreign or site not in ("same-origin", "none"):
            raise ForgedError("The request came from another site.", where=request.url.path)

    def _our_origins(self, request: Request) -> set[str]:
        ours = {_origin(self.service.settings.public_url)}
        host = request.headers.get("host", "")
        if urlsplit(f"//{host}").hostname in LOOPBACK:  # the same machine, under another name
            ours.add(f"http://{host}")
        return ours

    async def _must_carry_token(self, request: Request, expected: str) -> None:
        if request.url.path == "/sign-in" and content_type(request) == JSON:
            return  # no form of another site can send JSON, and there is no session to abuse
        token = request.headers.get(TOKEN_HEADER) or (await read_fields(request)).get(TOKEN_FIELD)
        if not token or not expected or not secrets.compare_digest(token, expected):
            raise ForgedError(
                "The form is too old or not ours.",
                hint="Load the page again, then repeat.",
                where=request.url.path,
            )


class Cookies:
    """The cookies we set. Over https their names bind them to this very host."""

    def __init__(self, settings: Settings) -> None:
        self.secure = settings.public_url.startswith("https://")
        prefix = "__Host-" if self.secure else ""
        self.session_name = f"{prefix}outbound"
        self.form_name = f"{prefix}outbound-form"

    def secret(self, request: Request) -> str:
        """The session's secret that the request carries, or nothing."""
        return request.cookies.get(self.session_name, "")

    def form_token(self, request: Request) -> str:
        """The token of the sign-in form that the request carries, or nothing."""
        return request.cookies.get(self.form_name, "")

    def keep_secret(self, response: Response, secret: str) -> None:
        """Hand the browser its session."""
        self._set(response, self.session_name, secret, LONGEST)
        self.forget(response, self.form_name)

    def keep_form_token(self, response: Response, token: str) -> None:
        """Hand the browser the token of the sign-in form."""
        self._set(response, self.form_name, token, None)

    def forget(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")

    def _set(self, response: Response, name: str, value: str, max_age: int | None) -> None:
        response.set_cookie(
            name, value, max_age, path="/", secure=self.secure, httponly=True, samesite="lax"
        )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

"""Signing in and out, the way home, and the choice of language and theme."""

import secrets

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from outbound.errors import RefusedError
from outbound.web.access import HOME
from outbound.web.body import JSON, content_type
from outbound.web.faults import wants_page
from outbound.web.preferences import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, YEAR, local_path
from outbound.web.site import Fields, Here, Site, Visit
from outbound.web.words import WORDS

router = APIRouter()


class SignInForm(BaseModel):
    """What the sign-in form sends."""

    account: str = Field(max_length=64)
    password: str = Field(max_length=1024)
    next: str = Field(default="/", max_length=2048)


@router.get("/")
def home(visitor: Visit) -> Response:
    """Where this role begins."""
    role = visitor.user.role if visitor.user else ""
    return RedirectResponse(HOME.get(role, "/sign-in"), 303)


@router.get("/sign-in")
def form(request: Request, site: Here, visitor: Visit, next: str = "/") -> Response:  # noqa: A002 - the field's public name
    """The form; who is signed in already goes on."""
    if visitor.user:
        return RedirectResponse(local_path(next), 303)
    return _form(request, site, SignInForm(account="", password="", next=next))


@router.post("/sign-in")
def sign_in(request: Request, site: Here, visitor: Visit, fields: Fields) -> Response:
    """Begin a session: a form goes on to its page, a program gets its token as JSON."""
    given = SignInForm.model_validate(fields)
    address = request.client.host if request.client else ""
    try:
        signed_in = site.service.sign_in(given.account.strip(), given.password, address)
    except RefusedError as refusal:
        return _refused(request, site, given, refusal)
    response: Response = RedirectResponse(local_path(given.next), 303)
    if content_type(request) == JSON:
        session = site.service.session(signed_in.secret)
        who = {"id": signed_in.user.id, "role": signed_in.user.role}
        response = JSONResponse({"user": who, "csrf": session.csrf if session else ""})
    site.guard.cookies.keep_secret(response, signed_in.secret)
    return response


@router.post("/sign-out")
def sign_out(request: Request, site: Here, visitor: Visit) -> Response:
    """End the session."""
    cookies = site.guard.cookies
    site.service.sign_out(cookies.secret(request))
    response = RedirectResponse("/sign-in", 303)
    cookies.forget(response, cookies.session_name)
    return response


@router.get("/preferences")
def prefer(
    site: Here, visitor: Visit, language: str = "", theme: str = "", back: str = "/"
) -> Response:
    """Changes nothing but how this browser is shown the pages, so a link may ask for it."""
    response = RedirectResponse(local_path(back), 303)
    secure = site.guard.cookies.secure
    if language in WORDS:
        _remember(response, LANGUAGE_COOKIE, language, secure)
    if theme in THEMES:
        _remember(response, THEME_COOKIE, theme, secure)
    return response


def _form(
    request: Request, site: Site, given: SignInForm, refusal: RefusedError | None = None
) -> Response:
    cookies = site.guard.cookies
    token = cookies.form_token(request) or secrets.token_urlsafe(24)
    context = {
        "csrf": token,
        "account": given.account,
        "next": local_path(given.next),
        "refusal": refusal,
    }
    status = 401 if refusal else 200
    response = site.pages.page(request, "sign_in.html", context, status)
    cookies.keep_form_token(response, token)
    return response


def _refused(request: Request, site: Site, given: SignInForm, refusal: RefusedError) -> Response:
    if wants_page(request):
        return _form(request, site, given, refusal)
    told = {"code": "sign-in", "message": refusal.message, "where": "", "hint": refusal.hint}
    return JSONResponse({"error": told}, 401)


def _remember(response: Response, name: str, value: str, secure: bool) -> None:
    response.set_cookie(name, value, YEAR, path="/", secure=secure, samesite="lax")

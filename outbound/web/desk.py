"""The agent's desk: one page, and the acts that the browser and the demo's simulated agents share.

Every act answers with the desk as it then stands: as JSON, or as HTML where that is asked for.
"""

from collections.abc import Collection
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter
from starlette.responses import JSONResponse, Response

from outbound.engine.desk.desk_view import Desk
from outbound.web.desk_page import desk_context, slots
from outbound.web.faults import wants_parts
from outbound.web.headers import NOW_HEADER
from outbound.web.site import Fields, Here, Site, Visit

DESK: Final = TypeAdapter(Desk)
router = APIRouter(prefix="/agent")


class AttemptForm(BaseModel):
    """Names the attempt in hand."""

    attempt: str = Field(min_length=1, max_length=64)


class AnswerForm(AttemptForm):
    """One answer as the agent gave it."""

    question: str = Field(min_length=1, max_length=64)
    value: str = Field(max_length=4000)


class OfferForm(AttemptForm):
    """An offer the customer accepted."""

    offer: str = Field(min_length=1, max_length=64)


class OutcomeForm(AttemptForm):
    """How it ended, and what was promised."""

    outcome: str = Field(min_length=1, max_length=64)
    note: str = Field(default="", max_length=4000)
    callback: AwareDatetime | None = None
    scope: str | None = Field(default=None, max_length=80)
    language: str = Field(default="", max_length=16)  # of a language barrier
    who: str = Field(default="", max_length=32)  # if it was not the subscriber

    @property
    def named(self) -> str:
        """The outcome with what it turns on."""
        more = self.language or self.who
        return f"{self.outcome}:{more}" if more else self.outcome


@router.get("")
def page(request: Request, site: Here, visitor: Visit) -> Response:
    """The whole page."""
    desk = site.service.desk(visitor.id)
    return site.pages.page(request, "agent.html", desk_context(desk, site))


@router.get("/desk")
def desk(request: Request, site: Here, visitor: Visit) -> Response:
    """The desk now."""
    return _told(request, site, site.service.desk(visitor.id))


@router.post("/ready")
def ready(request: Request, site: Here, visitor: Visit) -> Response:
    """Ask for the next contact."""
    return _told(request, site, site.service.ready(visitor.id))


@router.post("/break")
def take_break(request: Request, site: Here, visitor: Visit) -> Response:
    """Ask for none."""
    return _told(request, site, site.service.take_break(visitor.id))


@router.post("/answer")
def answer(request: Request, site: Here, visitor: Visit, fields: Fields) -> Response:
    """Save one answer, or its correction."""
    form = AnswerForm.model_validate(fields)
    desk = site.service.answer(visitor.id, form.attempt, form.question, form.value)
    return _told(request, site, desk)


@router.post("/offer")
def offer(request: Request, site: Here, visitor: Visit, fields: Fields) -> Response:
    """Grant an offer."""
    form = OfferForm.model_validate(fields)
    return _told(request, site, site.service.grant(visitor.id, form.attempt, form.offer))


@router.post("/hang-up")
def hang_up(request: Request, site: Here, visitor: Visit, fields: Fields) -> Response:
    """End the call."""
    form = AttemptForm.model_validate(fields)
    return _told(request, site, site.service.hang_up(visitor.id, form.attempt))


@router.post("/outcome")
def outcome(request: Request, site: Here, visitor: Visit, fields: Fields) -> Response:
    """Name the outcome, and what was promised."""
    form = OutcomeForm.model_validate({name: text for name, text in fields.items() if text})
    desk = site.service.finish(
        visitor.id, form.attempt, form.named, form.note, form.callback, form.scope
    )
    return _told(request, site, desk)


@router.get("/callbacks")
def callbacks(request: Request, site: Here, visitor: Visit, attempt: str) -> Response:
    """When a callback may be promised."""
    windows = site.service.callback_windows(visitor.id, attempt)
    if wants_parts(request):
        here = site.pages.zone
        elsewhere = any(
            start.utcoffset() != start.astimezone(here).utcoffset() for start, _ in windows
        )
        told = {"days": slots(windows), "elsewhere": elsewhere}
        return site.pages.page(request, "desk/windows.html", told)
    spans = [{"start": start.isoformat(), "end": end.isoformat()} for start, end in windows]
    return JSONResponse({"windows": spans})


def without_numbers(desk: Desk, columns: Collection[str]) -> Desk:
    """The desk without the customer's numbers, which the base's facts contain: agents see them masked."""
    if desk.contact is None or not any(column in desk.contact.facts for column in columns):
        return desk
    facts = {name: fact for name, fact in desk.contact.facts.items() if name not in columns}
    return replace(desk, contact=replace(desk.contact, facts=facts))


def _told(request: Request, site: Site, desk: Desk) -> Response:
    """The desk as the caller wants it; 304 if they have this very picture already."""
    if wants_parts(request):
        body = site.pages.text(request, "desk/desk.html", desk_context(desk, site)).encode()
        kind = "text/html; charset=utf-8"
    else:
        columns = site.service.centre.base.columns
        known = without_numbers(desk, (columns.phone, *columns.other_phones))
        body = DESK.dump_json(known, fallback=str)
        kind = "application/json"
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept, Cookie",
        NOW_HEADER: site.service.clock.now().isoformat(),
    }
    if request.method == "GET" and request.headers.get("if-none-match") == tag:
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type=kind)

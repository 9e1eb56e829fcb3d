"""Campaigns: the list, and of one its plan, script, approvals, progress, report and file."""

from hashlib import blake2b

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from outbound.engine.scripts.script_view import ScriptChoice
from outbound.picture.svg import SHAPES
from outbound.web import campaign_page
from outbound.web.campaign_list import first_tab, list_context
from outbound.web.campaign_page import tab
from outbound.web.faults import wants_page
from outbound.web.headers import NOW_HEADER
from outbound.web.sessions import Visitor
from outbound.web.site import Fields, Here, Site, Visit

router = APIRouter()


class ReasonForm(BaseModel):
    """Why somebody does it."""

    reason: str = Field(min_length=1, max_length=400)


class SignForm(BaseModel):
    """The content that the signer has seen."""

    seen: str = Field(min_length=1, max_length=64)


@router.get("/pictures.css")
def pictures(visitor: Visit) -> Response:
    """How the shapes of pictures use this site's colours."""
    return Response(SHAPES, headers={"Cache-Control": "no-cache"}, media_type="text/css")


@router.get("/campaigns")
def every(request: Request, site: Here, visitor: Visit) -> Response:
    """The list."""
    context = list_context(site.service.campaigns.every())
    return site.pages.page(request, "campaigns.html", context)


@router.get("/campaigns/{campaign_id}")
def one(site: Here, visitor: Visit, campaign_id: str) -> Response:
    """The part of a campaign that matters first where it stands now."""
    line = site.service.campaigns.one(campaign_id).line
    return RedirectResponse(f"/campaigns/{campaign_id}/{first_tab(line)}", 303)


@router.get("/campaigns/{campaign_id}/plan")
def plan(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """Who would be reached, whether the goal can be met, what it takes."""
    context = campaign_page.plan_context(site.service.campaigns, campaign_id, _language(visitor))
    return tab(request, site, visitor, ("plan", "plan"), context)


@router.get("/campaigns/{campaign_id}/script")
def script(  # noqa: PLR0913 - the three fields of the form, and what every handler takes
    request: Request,
    site: Here,
    visitor: Visit,
    campaign_id: str,
    segment: str = "",
    language: str = "",
    subscriber: str = "",
) -> Response:
    """How it sounds to one listener, in every mode."""
    own = _language(visitor)
    spoken = language or (own if own in site.service.centre.languages else "")
    choice = ScriptChoice(segment, spoken, subscriber.strip())
    context = campaign_page.script_context(
        site.service.campaigns, campaign_id, choice, visitor.someone
    )
    return tab(request, site, visitor, ("script", "script"), context)


@router.get("/campaigns/{campaign_id}/approvals")
def approvals(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """Who signed what, what has changed since, what is missing."""
    context = campaign_page.approvals_context(site.service.campaigns, campaign_id)
    return tab(request, site, visitor, ("approvals", "approvals"), context)


@router.get("/campaigns/{campaign_id}/progress")
def progress(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """How it comes along."""
    context = campaign_page.progress_context(site.service.campaigns, campaign_id)
    return tab(request, site, visitor, ("progress", "progress"), context)


@router.get("/campaigns/{campaign_id}/progress/data")
def progress_data(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """The figures for the page's live update; 304 where they are those that the page has."""
    found = site.service.campaigns.progress(campaign_id)
    context = campaign_page.figures(found)
    body = site.pages.text(request, "campaign/figures.html", context).encode()
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie", NOW_HEADER: found.at.isoformat()}  # fmt: skip
    if request.headers.get("if-none-match") == tag:
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type="text/html; charset=utf-8")


@router.get("/campaigns/{campaign_id}/report")
def report(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """What came of it."""
    context = campaign_page.report_context(site.service.campaigns, campaign_id, _language(visitor))
    return tab(request, site, visitor, ("report", "report"), context)


@router.get("/campaigns/{campaign_id}/file")
def file(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """Its files with their problems in place."""
    context = campaign_page.file_context(site.service.campaigns, campaign_id)
    return tab(request, site, visitor, ("file", "file"), context)


@router.post("/campaigns/{campaign_id}/sign")
def sign(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Sign for the own department what was seen."""
    form = SignForm.model_validate(fields)
    site.service.campaigns.sign(campaign_id, visitor.someone, form.seen)
    return _done(request, campaign_id)


@router.post("/campaigns/{campaign_id}/withdraw")
def withdraw(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Take the own department's signature back."""
    site.service.campaigns.withdraw(campaign_id, visitor.someone, reason_in(fields))
    return _done(request, campaign_id)


@router.post("/campaigns/{campaign_id}/launch")
def launch(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Start it."""
    despite = fields.get("despite") == "yes"
    site.service.campaigns.launch(campaign_id, visitor.someone, despite_plan=despite)
    return _done(request, campaign_id)


@router.post("/campaigns/{campaign_id}/pause")
def pause(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Start nothing new until it is resumed."""
    return _changed(request, site, visitor, campaign_id, ("pause", reason_in(fields)))


@router.post("/campaigns/{campaign_id}/resume")
def resume(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Go on."""
    return _changed(request, site, visitor, campaign_id, ("resume", reason_in(fields)))


@router.post("/campaigns/{campaign_id}/stop")
def stop(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """End it for good."""
    return _changed(request, site, visitor, campaign_id, ("stop", reason_in(fields)))


def reason_in(fields: Fields) -> str:
    """The reason that a form gives; ValidationError where it gives none."""
    return ReasonForm.model_validate({"reason": fields.get("reason", "").strip()}).reason


def _changed(
    request: Request, site: Site, visitor: Visitor, campaign_id: str, act: tuple[str, str]
) -> Response:
    step, reason = act
    site.service.campaigns.change(campaign_id, step, visitor.someone, reason)
    return _done(request, campaign_id)


def _done(request: Request, campaign_id: str) -> Response:
    if wants_page(request):
        return RedirectResponse(f"/campaigns/{campaign_id}/approvals", 303)
    return JSONResponse({})


def _language(visitor: Visitor) -> str:
    return visitor.preferences.language

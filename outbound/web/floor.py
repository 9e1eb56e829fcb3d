"""The supervisor's floor: one page, its figures for the live update, pause and resume; and /health."""

from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from pydantic import TypeAdapter
from starlette.responses import JSONResponse, RedirectResponse, Response

from outbound.engine.floor_view import Floor
from outbound.web.campaigns import reason_in
from outbound.web.faults import wants_page, wants_parts
from outbound.web.floor_page import floor_context
from outbound.web.headers import NOW_HEADER
from outbound.web.site import Fields, Here, Visit

FLOOR: Final = TypeAdapter(Floor)

router = APIRouter()


@router.get("/floor")
def page(request: Request, site: Here, visitor: Visit) -> Response:
    """The whole page."""
    return site.pages.page(request, "floor.html", floor_context(site.service.floor(), site))


@router.get("/floor/data")
def data(request: Request, site: Here, visitor: Visit) -> Response:
    """The floor as JSON, or its bands and rows as HTML for the page's live update."""
    floor = site.service.floor()
    headers = {NOW_HEADER: floor.at.isoformat()}
    if wants_parts(request):
        context = floor_context(floor, site)
        return site.pages.page(request, "floor/figures.html", context, headers=headers)
    body = FLOOR.dump_json(floor, fallback=str)
    return Response(body, headers=headers, media_type="application/json")


@router.post("/floor/campaigns/{campaign_id}/pause")
def pause(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Start nothing new for a campaign."""
    site.service.campaigns.change(campaign_id, "pause", visitor.someone, reason_in(fields))
    return _done(request)


@router.post("/floor/campaigns/{campaign_id}/resume")
def resume(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """Go on with a campaign."""
    site.service.campaigns.change(campaign_id, "resume", visitor.someone, reason_in(fields))
    return _done(request)


@router.get("/health")
def health(site: Here, visitor: Visit) -> Response:
    """For load balancers and people: 503 while the store cannot be reached."""
    found = site.service.health()
    answer = {
        "store": found.store,
        "carrier": found.carrier,
        "simulated": found.simulated,
        "heartbeat_age": _age(site.service.clock.now(), found.last_tick),
    }
    return JSONResponse(answer, 200 if found.store else 503)


def _done(request: Request) -> Response:
    return RedirectResponse("/floor", 303) if wants_page(request) else JSONResponse({})


def _age(now: datetime, tick: datetime | None) -> float | None:
    """Seconds since the heartbeat last beat."""
    return None if tick is None else round((now - tick).total_seconds(), 1)

"""One person's column of time, and the box to look for it: the page to open when a customer complains."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from outbound.web.people_page import person_context
from outbound.web.site import Here, Visit

router = APIRouter(prefix="/people")


@router.get("")
def search(request: Request, site: Here, visitor: Visit, id: str = "") -> Response:  # noqa: A002 - the field's public name
    """The box to look for a person; with an id, the way to them."""
    if wanted := id.strip():
        return RedirectResponse(f"/people/{quote(wanted, safe='')}", 303)
    return site.pages.page(request, "people.html")


@router.get("/{subscriber_id}")
def person(request: Request, site: Here, visitor: Visit, subscriber_id: str) -> Response:
    """All that was decided and done about one subscriber."""
    found = site.service.person(subscriber_id)
    return site.pages.page(request, "person.html", person_context(found, site))

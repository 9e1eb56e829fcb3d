"""What every handler may ask for: the service and its pages, the visitor let in, the request's fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from outbound.web.body import read_fields
from outbound.web.pages import Pages
from outbound.web.service import Service
from outbound.web.sessions import Guard, Visitor


@dataclass(frozen=True)
class Site:
    """One web over one service; the app keeps it in its state."""

    service: Service
    pages: Pages
    guard: Guard


async def site_of(request: Request) -> Site:
    """The site this request is for."""
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(site_of)]


async def visitor_of(request: Request, site: Here) -> Visitor:
    """The visitor, once the guard has let them in."""
    return await site.guard(request)


Visit = Annotated[Visitor, Depends(visitor_of)]
"""Every handler takes one, or the route would stand open; tests/web/test_access.py looks."""

Fields = Annotated[Mapping[str, str], Depends(read_fields)]

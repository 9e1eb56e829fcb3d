"""Puts the web together: webhooks first, then the pages, each behind the guard."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from outbound.web import campaigns, desk, floor, people, rehearsal, signing
from outbound.web.faults import Faults
from outbound.web.headers import SafeHeaders
from outbound.web.pages import Pages
from outbound.web.service import Service
from outbound.web.sessions import Guard
from outbound.web.site import Site
from outbound.web.webhooks import webhook_routes

STATIC: Final = Path(__file__).parent / "static"


def create_app(service: Service) -> FastAPI:
    """The web over one service. It serves no API description: its readers load foreign scripts."""
    app = FastAPI(title="Outbound", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = Site(service, Pages(service), Guard(service))
    app.router.routes.extend(webhook_routes(service))
    for part in (signing, desk, campaigns, rehearsal, floor, people):
        app.router.routes.extend(part.router.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(SafeHeaders, secure=service.settings.public_url.startswith("https://"))
    Faults(app.state.site.pages).install(app)
    return app

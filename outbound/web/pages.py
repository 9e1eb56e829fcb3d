"""Draws pages: templates, the words of the visitor's language, and what every page shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from outbound.campaign.values import Text
from outbound.engine.people.session_view import UserView
from outbound.web.access import SUPERVISING, may
from outbound.web.preferences import Preferences, preferences
from outbound.web.service import Service
from outbound.web.sessions import Visitor
from outbound.web.words import Words, words_of

EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})
NAVIGATION: Final = (
    ("/agent", "nav.agent"),
    ("/campaigns", "nav.campaigns"),
    ("/floor", "nav.floor"),
    ("/people", "nav.people"),
)


class Pages:
    """Renders templates for one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.zone = ZoneInfo(service.centre.zone)
        self.templates = Environment(
            loader=PackageLoader("outbound.web"),
            autoescape=True,
            undefined=StrictUndefined,
            lstrip_blocks=True,
        )

    def page(
        self,
        request: Request,
        template: str,
        context: Mapping[str, object] = EMPTY,
        status: int = 200,
        headers: Mapping[str, str] = EMPTY,
    ) -> HTMLResponse:
        """One whole page, or one part of it."""
        return HTMLResponse(self.text(request, template, context), status, headers)

    def text(self, request: Request, template: str, context: Mapping[str, object] = EMPTY) -> str:
        """A template as text, with all that templates may name."""
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        chosen = (
            visitor.preferences
            if visitor
            else preferences(request, self.service.centre.languages[0])
        )
        words = words_of(chosen.language)
        return self.templates.get_template(template).render(
            {**self._everywhere(request, visitor, chosen, words), **context}
        )

    def _everywhere(
        self, request: Request, visitor: Visitor | None, chosen: Preferences, words: Words
    ) -> dict[str, object]:
        now = self.service.clock.now()
        return {
            "w": words,
            "language": chosen.language,
            "theme": chosen.theme,
            "user": visitor.user if visitor else None,
            "csrf": visitor.csrf if visitor else "",
            "path": request.url.path,
            "asked": f"{request.url.path}?{request.url.query}".rstrip("?"),
            "now": now,
            "zone": self.service.centre.zone,
            "centre": self.service.centre.centre.of(chosen.language),
            "simulated": self.service.settings.simulated,
            "navigation": _navigation(visitor.user if visitor else None),
            "may_act": bool(visitor and visitor.user and visitor.user.role in SUPERVISING),
            "say": partial(_say, chosen.language),
            "clock": self.clock,
            "department": partial(self.department, chosen.language),
            "departments": partial(self.departments, chosen.language),
            "when": partial(self.when, words, now),
        }

    def clock(self, moment: datetime, form: str = "%H:%M") -> str:
        """A moment on the centre's clock."""
        return moment.astimezone(self.zone).strftime(form)

    def department(self, language: str, code: str) -> str:
        """A department's name; one that the centre no longer has as it was written."""
        title = self.service.centre.departments.get(code)
        return title.of(language, "zh", "en") if title else code

    def departments(self, language: str, codes: Iterable[str]) -> str:
        """Several names in a row."""
        comma = "、" if language == "zh" else ", "
        return comma.join(self.department(language, code) for code in codes)

    def when(self, words: Words, now: datetime, moment: datetime | None) -> Markup:
        """A moment relative to now, with the exact one on hover; a dash for none."""
        if moment is None:
            return Markup("—")
        local = moment.astimezone(self.zone)
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            local.isoformat(timespec="seconds"),
            local.strftime("%Y-%m-%d %H:%M:%S %Z"),
            words.relative(now, moment),
        )


def _say(language: str, text: Text | str) -> str:
    return text.of(language, "zh", "en") if isinstance(text, Text) else text


def _navigation(user: UserView | None) -> list[tuple[str, str]]:
    return [(path, key) for path, key in NAVIGATION if user and may(user.role, "GET", path)]

"""Talking a campaign's script through in the browser: every step says again what was typed, nothing is kept."""

import json
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, Field, Json
from starlette.responses import Response

from outbound.engine.pages.rehearsing import MOST, Rehearsal, RehearsalChoice
from outbound.engine.scripts.script_view import ScriptChoice
from outbound.errors import OutboundError
from outbound.web.campaign_page import tab
from outbound.web.sessions import Visitor
from outbound.web.site import Fields, Here, Site, Visit

router = APIRouter()

Typed = Annotated[str, Field(max_length=2000)]


class RehearsalForm(BaseModel):
    """What the form of a rehearsal sends: its setting, what was typed before, and the new line."""

    mode: str = Field(default="", max_length=16)
    segment: str = Field(default="", max_length=64)
    language: str = Field(default="", max_length=16)
    subscriber: str = Field(default="", max_length=64)
    at: AwareDatetime | None = None
    before: Json[list[Typed]] = Field(default=[], max_length=MOST)
    line: str = Field(default="", max_length=2000)
    act: str = Field(default="say", pattern="^(say|back|again)$")

    @property
    def typed(self) -> tuple[str, ...]:
        """All that is said: one more line, one less, or none."""
        if self.act == "again":
            return ()
        return tuple(self.before[:-1]) if self.act == "back" else (*self.before, self.line)

    def choice(self, typed: tuple[str, ...]) -> RehearsalChoice:
        """The setting, with these lines said."""
        heard = ScriptChoice(self.segment, self.language, self.subscriber.strip())
        return RehearsalChoice(heard, self.mode, self.at, typed)


@router.get("/campaigns/{campaign_id}/rehearsal")
def begin(request: Request, site: Here, visitor: Visit, campaign_id: str) -> Response:
    """The first words; the setting is in the query."""
    form = RehearsalForm.model_validate(
        {name: text for name, text in request.query_params.items() if text}
    )
    return _shown(request, site, visitor, campaign_id, form.choice(()))


@router.post("/campaigns/{campaign_id}/rehearsal")
def go_on(
    request: Request, site: Here, visitor: Visit, campaign_id: str, fields: Fields
) -> Response:
    """What follows the line just typed."""
    form = RehearsalForm.model_validate({n: t for n, t in fields.items() if t or n == "line"})
    return _shown(request, site, visitor, campaign_id, form.choice(form.typed))


def _shown(
    request: Request, site: Site, visitor: Visitor, campaign_id: str, choice: RehearsalChoice
) -> Response:
    campaigns = site.service.campaigns
    picture = campaigns.one(campaign_id)
    found: Rehearsal | None = None
    fault: OutboundError | None = None
    try:
        found = campaigns.rehearse(campaign_id, choice, visitor.someone)
    except OutboundError as error:
        fault = error
    before = json.dumps(found.typed, ensure_ascii=False) if found else "[]"
    context: dict[str, object] = {
        "rehearsal": found,
        "fault": fault,
        "before": before,
        "choice": choice,
    }
    return tab(request, site, visitor, ("script", "rehearsal"), (picture, context))

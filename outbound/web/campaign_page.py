"""What the parts of one campaign's page show: each gathers its picture and what its template may name."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.responses import Response

from outbound.engine.pages.campaign_view import CampaignPicture, CampaignProgress
from outbound.engine.people.session_view import UserView
from outbound.engine.scripts.script_view import ScriptChoice
from outbound.errors import OutboundError
from outbound.forecast.page import figures as figures_of
from outbound.forecast.page import plan_sections
from outbound.score.report.html import report_sections
from outbound.web.access import may
from outbound.web.campaign_list import LAUNCHED, strip
from outbound.web.floor_page import CONTACT_STATES, cell_name, filled
from outbound.web.service import Campaigns
from outbound.web.sessions import Visitor
from outbound.web.site import Site

TABS: Final = ("plan", "script", "approvals", "progress", "report", "file")
ACTS: Final = ("launch", "pause", "resume", "stop")
Shown = tuple[CampaignPicture, dict[str, object]]
"""What every part shows, and what its template may name besides."""

CODE: Final = 12
"""How many characters of a hash people are shown."""


@dataclass(frozen=True)
class Acts:
    """What the user may do to the campaign as it stands: `sign` and `withdraw` are their own department's."""

    sign: bool
    withdraw: bool
    steps: tuple[str, ...]


def acts(picture: CampaignPicture, user: UserView) -> Acts:
    """What the user may do now; the engine asks again when they do it."""
    standing = picture.standing
    allowed = {step.value for step in standing.allowed}
    signed = {each.department for each in standing.signatures}

    def permitted(act: str) -> bool:
        return may(user.role, "POST", f"/campaigns/{{campaign_id}}/{act}")

    return Acts(
        sign="approve" in allowed and permitted("sign") and user.department in standing.missing,
        withdraw="withdraw" in allowed and permitted("withdraw") and user.department in signed,
        steps=tuple(act for act in ACTS if act in allowed and permitted(act)),
    )


def tab(
    request: Request, site: Site, visitor: Visitor, names: tuple[str, str], shown: Shown
) -> Response:
    """The part of a campaign's page under a tab: (the tab, the template), and what it shows."""
    picture, context = shown
    whole = {
        **context,
        "picture": picture,
        "tab": names[0],
        "tabs": TABS,
        "acts": acts(picture, visitor.someone),
    }
    return site.pages.page(request, f"campaign/{names[1]}.html", whole)


def plan_context(campaigns: Campaigns, campaign_id: str, language: str) -> Shown:
    """The plan of this hour, or why there is none."""
    picture = campaigns.one(campaign_id)
    try:
        kept = campaigns.plan(campaign_id)
    except OutboundError as error:
        return picture, {"plan": None, "fault": error}
    return picture, {
        "plan": kept.plan,
        "computed_at": kept.computed_at,
        "fault": None,
        "figures": figures_of(kept.plan, language),
        "sections": plan_sections(kept.plan, language),
    }


def script_context(
    campaigns: Campaigns, campaign_id: str, choice: ScriptChoice, user: UserView
) -> Shown:
    """The script for one listener; a choice that cannot be kept is told beside the form."""
    picture = campaigns.one(campaign_id)
    try:
        script = campaigns.script(campaign_id, choice, user)
    except OutboundError as error:
        return picture, {"choice": choice, "script": None, "fault": error}
    return picture, {"choice": choice, "script": script, "fault": None}


def approvals_context(campaigns: Campaigns, campaign_id: str) -> Shown:
    """Signatures, what has changed since, and the steps of the campaign's life."""
    picture = campaigns.one(campaign_id)
    standing = picture.standing
    signed = {each.department: each for each in standing.signatures}
    return picture, {
        "rows": [(name, signed.get(name)) for name in sorted({*standing.missing, *signed})],
        "changes": campaigns.changes(campaign_id),
        "code": lambda text: text[:CODE],
    }


def progress_context(campaigns: Campaigns, campaign_id: str) -> Shown:
    """The figures of a launched campaign; of a draft nothing but where it stands."""
    picture = campaigns.one(campaign_id)
    if picture.line.state not in LAUNCHED:
        return picture, {"progress": None}
    return picture, figures(campaigns.progress(campaign_id))


def figures(progress: CampaignProgress) -> dict[str, object]:
    """What changes while one looks."""
    return {
        "progress": progress,
        "band": progress.band,
        "strip": strip,
        "filled": filled,
        "cell_name": cell_name,
        "contact_states": CONTACT_STATES,
    }


def report_context(campaigns: Campaigns, campaign_id: str, language: str) -> Shown:
    """The findings of a launched campaign; of a draft nothing but where it stands."""
    picture = campaigns.one(campaign_id)
    if picture.line.state not in LAUNCHED:
        return picture, {"report": None, "sections": ()}
    report = campaigns.report(campaign_id)
    return picture, {"report": report, "sections": report_sections(report, language)}


def file_context(campaigns: Campaigns, campaign_id: str) -> Shown:
    """The campaign's files; of one whose file has gone nothing but where it stands."""
    picture = campaigns.one(campaign_id)
    try:
        return picture, {"files": campaigns.files(campaign_id), "fault": None}
    except OutboundError as error:
        return picture, {"files": None, "fault": error}

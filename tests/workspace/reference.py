"""The reference workspace as tests see it: its campaigns, segments and languages, for one person."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Campaign, Mode
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.script.context import Person, script_variables
from outbound.script.environment import ScriptEnvironment

ROOT = Path(__file__).parent.parent.parent
WORKSPACE: Workspace = open_workspace(ROOT)
ENVIRONMENT = ScriptEnvironment.of_folder(WORKSPACE.scripts_dir)
FALLBACK = WORKSPACE.centre.languages[0]
LANGUAGES = WORKSPACE.centre.languages
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
CAMPAIGNS: dict[str, Campaign] = {
    name: load_campaign(WORKSPACE, name) for name in WORKSPACE.campaign_ids()
}

FACTS = {
    "subscriber_id": "H0000001",
    "phone": "+8613900000001",
    "name": "王芳",
    "language": "zh",
    "region": "north",
    "tier": "gold",
    "status": "active",
    "plan": "5G-198",
    "activated_on": "2026-11-20",
    "balance": 8.6,
    "spend_3m": 420.5,
    "monthly_charges": 98.0,
    "data_gb_3m": 33.4,
    "voice_min_3m": 1020.0,
    "channel_used": "shops",
    "item_used": "rewards",
    "complaints_60d": 1,
    "senior_citizen": 0,
}


def segments(campaign: Campaign) -> list[str]:
    """The campaign's segments; a campaign without any has everyone in one."""
    return [segment.name for segment in campaign.audience.segments] or ["everyone"]


def combinations(*modes: Mode) -> Iterator[tuple[str, str, str]]:
    """Campaign, segment and language of every text that one of these modes needs."""
    for name, campaign in CAMPAIGNS.items():
        if any(step.mode in modes for step in campaign.contact.channels):
            for segment in segments(campaign):
                for language in LANGUAGES:
                    yield name, segment, language


def values(campaign: Campaign, segment: str, language: str, **facts: object) -> dict[str, object]:
    """What a script may use for the one person, some facts changed."""
    person = Person({**FACTS, **facts}, language, segment)
    return script_variables(campaign, WORKSPACE.centre, person, NOW, moment=NOW, agent="李娜")

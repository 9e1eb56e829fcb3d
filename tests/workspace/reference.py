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
    "contract": "Month-to-month",
    "tenure": 14,
    "contract_ends_on": "2026-12-31",
    "next_bill_on": "2026-11-26",
    "bill_lookups_m1": 2,
    "bill_lookups_m2": 1,
    "bill_lookups_m3": 1,
    "billed_on": "2026-11-22",
    "bill_month": 11,
    "last_bill": 165,
    "bill_plan_charge": 119,
    "bill_extra_charge": 46,
    "bill_before": 120,
    "plan_data_gb": 30,
    "used_data_gb": 26.4,
    "extra_data_price": 3,
    "extra_data_spend_3m": 112,
    "roaming_day_price": 20,
    "roaming_spend_3m": 280,
    "offer_ends_on": "2026-11-30",
    "offer_saving": 30,
    "price_after_offer": 148,
    "trial_ends_on": "2026-11-26",
    "trial_price": 15,
    "order_price": 30,
    "ordered_on": "2026-11-22",
    "bought_on": "2026-11-16",
    "home_area": "north-2",
    "planned_work_on": "2026-11-24",
    "planned_work_hours": "0:00-4:00",
    "complaint_case": "1116-9421",
    "complaint_opened_on": "2026-11-16",
    "complaint_closed_on": "2026-11-21",
    "left_on": "2026-11-02",
    "leaving_notice_on": "2026-11-20",
    "ported_in_on": "2026-11-20",
}

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "offer_name": "每月减30元",
        "trial_name": "流量加油包",
        "order_name": "国际长途包",
        "bought_item": "5G套餐升级",
        "complaint_problem": "业务办理慢",
    },
    "en": {
        "offer_name": "30 a month off",
        "trial_name": "Data Booster",
        "order_name": "Call Assistant",
        "bought_item": "5G plan upgrade",
        "complaint_problem": "slow mobile data",
    },
}
"""The longest names that the demo's base has, which are in the subscriber's own language."""

COLUMNS = {*FACTS, *WORDS["zh"]}
"""What scripts may say of a subscriber."""


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
    own = {**FACTS, "language": language, **WORDS[language], **facts}
    person = Person(own, language, segment)
    return script_variables(campaign, WORKSPACE.centre, person, NOW, moment=NOW, agent="李娜")

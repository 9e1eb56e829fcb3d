"""Which caps bind a campaign's list: those of its purpose, and none where something is owed."""

import pytest

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign
from outbound.engine.lists.standing_facts import applicable_caps

CENTRE = Centre.model_validate(
    {
        "centre": "A", "country": "CN", "zone": "Asia/Shanghai", "languages": ["zh"],
        "caps": [{"contacts": 2, "per": "7d"}, {"contacts": 1, "per": "90d", "purpose": "survey"}],
    }
)  # fmt: skip


def campaign(purpose: str) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "c", "title": "C", "purpose": purpose, "script": "c",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * *"},
            "contact": {
                "channels": [{"call": {"from": "a"}}], "caps": [{"attempts": 9, "per": "30d"}],
            },
        }
    )  # fmt: skip


@pytest.mark.parametrize(("purpose", "bound"), [("survey", 3), ("research", 2), ("follow-up", 0)])
def test_caps_bind_by_purpose_and_never_what_is_owed(purpose: str, bound: int) -> None:
    assert len(applicable_caps(campaign(purpose), CENTRE)) == bound

from typing import Any

import pytest

from outbound.campaign.centre import Centre
from outbound.errors import NotFoundError, UsageError
from outbound.rehearsal.person import changed, chosen_segment, plain_facts, segment_of
from outbound.rehearsal.sample import sample_facts
from tests.rehearsal.stages import CENTRE, TUESDAY, campaign

SEGMENTS = [
    {"name": "high", "where": "tier in ('platinum', 'gold') and monthly_charges >= 120"},
    {"name": "fibre", "where": "plan like 'fibre%'"},
    {"name": "elderly", "where": "senior_citizen = 1"},
    {"name": "new", "where": "days_since(joined_on) < 90"},
    {"name": "quiet", "where": "last_call_on is null"},
    {"name": "everyone"},
]
AUDIENCE: dict[str, Any] = {
    "where": "status = 'active' and tenure between 4 and 12",
    "unless": {"complained": "complaints_60d > 0"},
    "segments": SEGMENTS,
}


@pytest.mark.parametrize("segment", [str(s["name"]) for s in SEGMENTS])
def test_the_made_up_person_falls_into_the_segment(segment: str) -> None:
    of = campaign(audience=AUDIENCE)
    facts = sample_facts(of, segment, "en", (), TUESDAY)
    assert segment_of(of, facts, TUESDAY, Centre.model_validate(CENTRE)) == segment
    assert facts["status"] == "active"
    assert 4 <= facts["tenure"] <= 12


def test_every_column_that_is_read_has_a_value() -> None:
    names = {"name", "bill_month", "offer_ends_on", "trial_price", "order_name", "unheard_of"}
    facts = sample_facts(campaign(), "gold", "zh", names, TUESDAY)
    assert names <= set(facts)
    assert None not in facts.values()
    assert facts["name"] == "王芳"
    assert facts["offer_ends_on"] > TUESDAY.date().isoformat()


def test_the_date_that_a_wave_follows_makes_it_due() -> None:
    of = campaign(
        schedule={"from": "2026-11-23", "until": "2026-12-20", "build": {"on": "activated_on", "after": "3d"}}
    )  # fmt: skip
    assert sample_facts(of, "gold", "en", {"activated_on"}, TUESDAY)["activated_on"] == "2026-11-21"


def test_only_what_is_read_is_kept_of_a_subscriber() -> None:
    row = {"phone": "+8613800138000", "name": "Ann", "activated_on": TUESDAY.date()}
    assert plain_facts(row, {"name", "activated_on", "missing"}) == {
        "activated_on": "2026-11-24",
        "name": "Ann",
    }


def test_a_fact_may_be_changed() -> None:
    assert changed({"a": 1}, ["b=2", "c=x=y", "d=null"]) == {"a": 1, "b": 2, "c": "x=y", "d": None}
    with pytest.raises(UsageError):
        changed({}, ["nothing"])


def test_without_a_segment_it_is_the_one_that_takes_everybody() -> None:
    assert chosen_segment(campaign(audience=AUDIENCE), None) == "everyone"
    with pytest.raises(NotFoundError) as told:
        chosen_segment(campaign(audience=AUDIENCE), "hihg")
    assert "high" in told.value.hint

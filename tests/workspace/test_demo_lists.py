"""Against the demo's base every reference campaign checks clean and finds people whom its words fit."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from outbound.audience.base import Base
from outbound.audience.nouns import History, Selection
from outbound.audience.selection import select
from outbound.campaign.schema import Campaign, Mode, Purpose
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.demo.stage import import_demo_base
from outbound.engine.lists.schedule import moments
from outbound.script.context import Person, script_variables
from outbound.script.plan import Plan
from outbound.script.prompts import prompt
from outbound.script.render import render_sms, render_sms_texts
from outbound.script.sms_length import segments
from tests.workspace.reference import CAMPAIGNS, ENVIRONMENT, FALLBACK, ROOT, WORKSPACE

ZONE = ZoneInfo(WORKSPACE.centre.zone)
OPENS = datetime(2026, 11, 23, 8, tzinfo=ZONE)
NOTICES = [name for name, campaign in CAMPAIGNS.items() if campaign.purpose is Purpose.CARE]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The demo's whole base, in a folder of its own beside the reference centre's file."""
    folder = tmp_path_factory.mktemp("reference")
    (folder / "outbound.yaml").write_bytes((ROOT / "outbound.yaml").read_bytes())
    place = Workspace(folder)
    import_demo_base(place, 1, OPENS, None)
    return Base.open(place)


@pytest.fixture(scope="module")
def known(base: Base) -> History:
    """What a store might know: one in ten answered a survey two days ago, and gave a low score."""
    rows = base.fetch(base.table.select("subscriber_id", "status")).to_pylist()
    ids = [row["subscriber_id"] for row in rows if row["status"] == "active"][::10]
    figures = {"days_since_contact": 2, "days_since_survey": 2, "last_overall": 3, "risk": 0.9}
    figures |= {"contacts_30d": 1, "attempts_30d": 1, "open_follow_ups": 0}
    people = {"subscriber_id": ids, **{name: [value] * len(ids) for name, value in figures.items()}}
    texts = {"last_outcome": ["completed"] * len(ids), "grade": ["A"] * len(ids)}
    return History(people=pa.table({**people, **texts}))


def test_every_file_checks_without_a_single_warning(base: Base) -> None:
    problems = check_workspace(WORKSPACE, None, base.columns, OPENS)
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_every_campaign_finds_people_in_every_segment(
    name: str, base: Base, known: History
) -> None:
    found = _first_list(CAMPAIGNS[name], base, known)
    assert found.listed.num_rows >= 10
    assert all(found.by_segment.values()), found.by_segment


@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_is_one_message_with_the_values_of_whoever_gets_it(
    name: str, base: Base, known: History
) -> None:
    campaign = CAMPAIGNS[name]
    listed = _first_list(campaign, base, known).listed
    for contact in listed.select(["facts", "segment", "language"]).to_pylist():
        facts = json.loads(contact["facts"])
        for text in _sent(campaign, Person(facts, contact["language"], contact["segment"])):
            assert segments(text).segments == 1, text


def _first_list(campaign: Campaign, base: Base, known: History) -> Selection:
    """The list of the campaign's first wave."""
    first = next(moments(campaign, ZONE, OPENS - timedelta(seconds=1)))
    return select(base, campaign, WORKSPACE.centre, first, known)


def _sent(campaign: Campaign, person: Person) -> Iterator[str]:
    """Every message that the person may get."""
    words = script_variables(campaign, WORKSPACE.centre, person, OPENS, moment=OPENS)
    given = (ENVIRONMENT, campaign, person.segment, person.language, FALLBACK, words)
    if not campaign.questions:
        yield render_sms(*given)
        return
    texts = render_sms_texts(*given)
    plan = Plan(campaign.questions, person.language, "H1", OPENS, facts=person.facts)
    for question in campaign.questions:
        yield f"{texts.opening} {prompt(plan, question, Mode.SMS)}"
        yield f"{texts.sorry} {prompt(plan, question, Mode.SMS)}"
    yield from (texts.resumed, texts.confirmed, texts.closing)

"""How a campaign turned out: plan beside actual, its effect, its life, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outbound.score.effect import CellArms, effect
from outbound.score.evaluation import Evaluation, Verdict
from outbound.score.report.accounting import of_account, of_evaluation
from outbound.score.report.html import report_html
from outbound.score.report.nouns import CampaignReport, LifeEntry, PlanFigure, Report

AT = datetime(2026, 12, 1, 4, tzinfo=UTC)
ASKED = Evaluation("status = 'active'", timedelta(days=60), 1000)


def figure(actual: float, name: str = "completes") -> PlanFigure:
    return PlanFigure(name, 400.0, 370.0, 430.0, actual)


@pytest.fixture
def survey(day: Report) -> CampaignReport:
    return replace(
        day.campaigns[0],
        planned=(figure(398), figure(5_100, "attempts")),
        life=(LifeEntry(AT, "launch", "chen", ""), LifeEntry(AT, "pause", "wang", "billing is wrong")),
        files_changed=("scripts/satisfaction/sms.zh.txt.j2",),
        evaluation=ASKED,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actual", "english", "chinese"),
    [
        (398, "398 completes, as planned (400 were expected)", "完整答卷 398，在计划范围内"),
        (500, "500 completes, above the plan", "高于计划"),
        (100, "100 completes, below the plan", "低于计划"),
    ],
)
def test_the_plan_is_held_against_what_came_of_it(
    day: Report, survey: CampaignReport, actual: float, english: str, chinese: str
) -> None:
    told = replace(survey, planned=(figure(actual),))
    assert of_account(day, told, "en")[0].heading.startswith(english)
    assert chinese in of_account(day, told, "zh")[0].heading


def test_a_campaign_that_only_tells_is_judged_by_its_contacts(
    day: Report, survey: CampaignReport
) -> None:
    none = PlanFigure("completes", 0.0, 0.0, 0.0, 0.0)
    told = replace(survey, planned=(none, figure(390, "contacts")))
    assert of_account(day, told, "en")[0].heading.startswith("390 contacts, as planned")


def test_what_fell_outside_its_range_is_marked(day: Report, survey: CampaignReport) -> None:
    rows = of_account(day, survey, "en")[0].table
    assert [row[0] for row in rows] == ["", "completes", "attempts"]
    assert rows[1][3] == "398"
    assert rows[2][3].endswith("◂")


def test_the_life_tells_who_did_what_and_why(day: Report, survey: CampaignReport) -> None:
    section = of_account(day, survey, "en")[-1]
    assert section.heading == "It was paused once"
    assert section.table[2][1:] == ("paused", "wang", "billing is wrong")
    assert "sms.zh.txt.j2" in section.notes[0]


def test_the_effect_is_told_with_its_interval() -> None:
    found = effect([CellArms(21_387, 3_238, 21_306, 2_262)])
    section = of_evaluation(ASKED.settled(Verdict.MEASURED, measured_at=AT, effect=found), "en")
    assert section.heading == "Contact raised success by 4.5 points (+3.9 to +5.2)"
    assert section.table[1] == ("assigned to contact", "21,387", "15.1%")
    assert any("2026-12-01" in note for note in section.notes)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.MEASURED])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_verdict_has_its_sentence(verdict: Verdict, language: str) -> None:
    assert of_evaluation(ASKED.settled(verdict, until=AT), language).heading


def test_nothing_is_told_where_there_is_nothing(day: Report) -> None:
    assert of_account(day, day.campaigns[0], "en") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_shows_all_of_it(day: Report, survey: CampaignReport, language: str) -> None:
    page = report_html(replace(day, campaigns=(survey,)), language)
    for words in {"zh": ("计划与实际", "经过", "暂停", "每份完整答卷"), "en": ("Plan and actual", "What happened to it", "A complete response cost")}[language]:  # fmt: skip
        assert words in page


def test_the_json_has_plan_life_and_cost_per_complete(survey: CampaignReport) -> None:
    told = survey.as_json()
    assert told["cost_per_complete"] == pytest.approx(4.63)
    assert told["plan"][0] == {
        "name": "completes",
        "expected": 400.0,
        "low": 370.0,
        "high": 430.0,
        "actual": 398,
    }
    assert told["life"][1]["reason"] == "billing is wrong"
    assert told["evaluation"]["verdict"] == "not yet"

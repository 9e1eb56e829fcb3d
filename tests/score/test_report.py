"""The report: one file, both languages, sentences that the figures bear out."""

import re
from dataclasses import replace

import pytest

from outbound.audience.nouns import Drop
from outbound.campaign.centre import Centre
from outbound.dialing.outcome import Outcome
from outbound.score.nouns import Flag, Score
from outbound.score.pictures.whiskers import Row
from outbound.score.report import findings
from outbound.score.report.filling import names
from outbound.score.report.groups import GROUP, TONE, grouped
from outbound.score.report.html import report_html
from outbound.score.report.nouns import Report
from outbound.score.report.sentences import SENTENCES
from outbound.score.wording import WORDS, say


def score(value: float, low: float, high: float, *, base: int = 100) -> Score:
    flag = Flag.SMALL if base < 60 else None
    return Score("score", "p", {}, value, low, high, base, flag, "", base)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_needs_nothing_but_itself(day: Report, language: str) -> None:
    page = report_html(day, language)
    outside = set(re.findall(r"https?://[^\"'\s)]+", page)) - {"http://www.w3.org/2000/svg"}
    assert outside == set()
    assert "<script" not in page
    assert f'<html lang="{language}">' in page


def test_every_section_is_there_in_english(day: Report) -> None:
    page = report_html(day, "en")
    for words in (
        "Tariff scores lowest", "By region", "By department", "NPS", "In customers&#39; words", "Quota cells",
        "3 follow-ups were opened, most for Customer service (2)", "1,459 of 7,043 subscribers are on the list",
        "26% of 1,744 attempts found someone willing to talk; 398 answered in full",
        "121 of 129 messages were delivered", "RR1 36.4%", "REF1 –", "synthetic subscribers",
    ):  # fmt: skip
        assert words in page, words


def test_the_chinese_report_speaks_chinese(day: Report) -> None:
    page = report_html(day, "zh")
    for words in ("资费套餐得分最低", "各区域", "净推荐值", "客户原话", "外呼日报", "进入名单"):
        assert words in page, words
    for english in ("scores lowest", "subscribers are", "follow-ups were"):
        assert english not in page


def test_the_chinese_report_tells_why_people_are_not_listed_in_chinese(day: Report) -> None:
    drops = (
        Drop("unreachable", "no consent recorded for survey", 40),
        Drop("claimed", "held by churn-retention", 30),
        Drop("suppressed", "suppressed (purpose:survey)", 20),
        Drop("capped", "at most 1 contacts in 90 days, for survey", 10),
        Drop("unless", "staff line", 5),
    )
    told = replace(day.campaigns[0], waterfall=drops)
    page = report_html(replace(day, campaigns=(told,)), "zh")
    for words in (
        "没有“调查”用途的同意记录", "被活动 churn-retention 占用", "禁止联系（调查）",
        "“调查”用途 90 天内至多联系 1 次", "staff line",
    ):  # fmt: skip
        assert words in page, words
    assert not [drop.reason for drop in drops[:4] if drop.reason in page]


def test_what_customers_say_is_quoted_safely_and_only_from_ten_responses_on(day: Report) -> None:
    page = report_html(day, "en")
    assert "&lt;b&gt;Keep it&lt;/b&gt;" in page
    few = replace(day.campaigns[0], complete=6, partial=3)
    assert "Keep it" not in report_html(replace(day, campaigns=(few,)), "en")


def test_an_empty_day_is_a_report_too(day: Report) -> None:
    page = report_html(replace(day, campaigns=(), scores=(), composite=None), "en")
    assert "Nothing needs following up" in page


def test_one_campaign_gives_its_title_to_the_report(day: Report) -> None:
    page = report_html(replace(day, campaigns=day.campaigns[:1]), "zh")
    assert "<h1>十分满意度调查</h1>" in page


def test_no_ranking_where_intervals_touch() -> None:
    rows = [Row("a", score(70, 66, 74)), Row("b", score(66, 62, 70))]
    assert findings.spread(rows, "en") == "None stands apart: all lie between 66 and 70"


def test_a_small_base_is_never_ranked() -> None:
    rows = [Row("a", score(70, 66, 74)), Row("b", score(20, 10, 30, base=40))]
    assert findings.spread(rows, "en") == "A stands at 70"
    assert findings.spread(rows[1:], "en").startswith("Too few answers")


def test_every_outcome_has_a_group_a_tone_and_words_in_both_languages() -> None:
    assert set(GROUP) == set(Outcome)
    assert set(GROUP.values()) <= set(TONE)
    for outcome in Outcome:
        assert say(outcome.value, "zh") != say(outcome.value, "en"), outcome


def test_outcomes_keep_their_sum_in_groups(day: Report) -> None:
    for campaign in day.campaigns:
        total = sum(n for group in grouped(campaign).values() for n in group.values())
        assert total == campaign.attempts
    open_one = replace(day.campaigns[1], by_outcome={"placed": 2})
    assert grouped(open_one)["other"] == {"placed": 2}


def test_both_languages_take_the_same_values() -> None:
    for chinese, english in SENTENCES.values():
        named = [set(re.findall(r"{(\w+)", text)) for text in (chinese, english)]
        assert named[0] == named[1] or named[1] - named[0] <= {"partial"}
    assert all(zh and en for zh, en in WORDS.values())


def test_json_has_the_documented_shape(day: Report) -> None:
    document = day.campaigns[0].as_json()
    assert {
        "campaign", "waterfall", "attempts", "by_outcome", "contacts", "responses", "rates", "scores",
        "cost", "follow_ups",
    } <= set(document)  # fmt: skip
    assert sum(document["by_outcome"].values()) == document["attempts"]
    listed = (
        sum(d["count"] for d in document["waterfall"]) + document["holdout"] + document["listed"]
    )
    assert document["rates"]["REF1"] is None
    assert listed == document["base"]


def test_the_centre_names_processes_and_departments() -> None:
    centre = Centre.model_validate(
        {
            "centre": "X", "country": "CN", "zone": "Asia/Shanghai", "languages": ["zh", "en"],
            "departments": {"net": {"zh": "网络部", "en": "Network"}},
            "processes": {"tariff": {"title": {"zh": "资费", "en": "Tariff"}}},
        }
    )  # fmt: skip
    known = names(centre)
    assert known["process"]["tariff"].of("zh") == "资费"
    assert known["department"]["net"].of("en") == "Network"

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.values import AnswerForm, Kind, Text
from outbound.engine.desk.desk_view import Choice, DeskQuestion, DeskStep
from outbound.web.card import card
from outbound.web.desk_page import (
    OUTCOME_KEYS,
    is_spoken,
    keyed,
    next_words,
    pressed,
    slots,
    step_label,
)
from outbound.web.words import words_of
from tests.web import world

TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Shanghai")


def contact(**facts):
    known = world.contact("en", {}, frozenset())
    return replace(known, facts={**known.facts, **facts})


def question(
    kind: Kind, *values: str, answer: object = None, answered: bool = False
) -> DeskQuestion:
    choices = tuple(Choice(v, v) for v in values)
    return DeskQuestion("q", "?", "", kind, choices, "", True, answered, answer, "")


def scale(low: int, high: int) -> DeskQuestion:
    return question(Kind(AnswerForm.SCALE, low, high), *map(str, range(low, high + 1)))


def test_the_card_tells_what_a_month_costs_and_how_long_they_stay():
    found = card(contact(), TODAY)
    assert (found.spend, found.years, found.months, found.last_contact) == (
        Decimal(182),
        6,
        None,
        41,
    )
    assert len(found.trend) == 3
    assert max(found.trend) == 16


def test_a_new_customer_is_told_in_months():
    found = card(contact(activated_on="2026-09-24", total_charges=0), TODAY)
    assert (found.years, found.months) == (None, 1)


@pytest.mark.parametrize("nothing", [None, "", "n/a", "NaN"])
def test_what_the_base_does_not_know_is_left_out(nothing):
    blank = dict.fromkeys(world.contact("en", {}, frozenset()).facts, nothing)
    found = card(replace(contact(), facts=blank, history={}), TODAY)
    assert (found.spend, found.balance, found.years, found.months) == (None, None, None, None)
    assert (found.trend, found.last_contact, found.last_score, found.follow_ups) == (
        (),
        None,
        None,
        0,
    )


def test_nought_is_ten_on_a_scale_from_one_and_itself_on_a_scale_from_nought():
    assert [key for _, key in keyed(scale(1, 10))] == [*"123456789", "0"]
    assert [key for _, key in keyed(scale(0, 10))] == [*"0123456789", "-"]


def test_options_have_their_place_as_key():
    options = question(Kind(AnswerForm.ONE_OF), *(f"o{n}" for n in range(11)))
    assert [key for _, key in keyed(options)] == [*"123456789", "", ""]


@pytest.mark.parametrize(
    ("answer", "value"),
    [(8, "8"), (8.0, "8"), ("not", "not"), (True, "yes"), (False, "no"), (["a", "b"], "b")],
)
def test_the_given_answer_is_pressed(answer, value):
    given = question(Kind(AnswerForm.ONE_OF), value, answer=answer, answered=True)
    assert pressed(given, value)
    assert not pressed(given, "other")


def test_no_key_of_an_outcome_leads_elsewhere_or_twice():
    keys = list(OUTCOME_KEYS.values())
    assert len(keys) == len(set(keys))
    assert not {"k", "n", "o"} & set(keys)


def test_a_step_is_called_by_its_label_its_own_process_or_what_it_asks():
    titles = {"website-app": Text({"zh": "网站与应用", "en": "Website and app"})}
    asked = DeskStep("website-app", "", replace(scale(1, 10), id="app", text="And our app?"))
    again = DeskStep("website-app", "", replace(scale(1, 10), id="site", text="And our site?"))
    opening = DeskStep("opening", "<p>")
    words = words_of("zh")

    def label(step: DeskStep, *others: DeskStep) -> str:
        return step_label(words, titles, replace(contact(), steps=(opening, step, *others)), step)

    assert label(asked) == "网站与应用"
    assert label(asked, again) == "And our app?"
    assert label(replace(asked, label="应用")) == "应用"
    assert label(replace(asked, name="other")) == "And our app?"
    assert label(opening) == "开场白"


@pytest.mark.parametrize(
    ("last", "english", "chinese"),
    [
        ("closed|completed|", "no more attempts (completed)", "不再联系 (完成)"),
        ("closed||", "no more attempts", "不再联系"),
        (
            "held|lost: unclear|",
            "held for a person to decide (lost: unclear)",
            "挂起，等待人工决定 (lost: unclear)",
        ),
        (
            "waiting|callback agreed|2026-11-24T02:00:00+00:00",
            "callback Tue 11-24 10:00, with you",
            "周二 11-24 10:00 回电，由您接听",
        ),
        (
            "waiting|busy: again after 4h|2026-11-23T06:00:00+00:00",
            "next Mon 11-23 14:00 (busy: again after 4h)",
            "周一 11-23 14:00 再联系 (占线，4小时后再联系)",
        ),
        ("waiting|not due yet|", "stays on the list (not due yet)", "继续等待 (还没到时间)"),
        ("as told", "as told", "as told"),
    ],
)
def test_what_happens_next_is_told_in_the_interfaces_language(last, english, chinese):
    assert next_words(words_of("en"), ZONE, last) == english
    assert next_words(words_of("zh"), ZONE, last) == chinese


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_callback_is_promised_for_full_hours_that_fit():
    days = slots([(at(23, 10, 17), at(23, 12)), (at(24, 1), at(24, 4))])
    assert [(day.day, [start.hour for start, _ in times]) for day, times in days] == [
        (23, [11]),
        (24, [1, 2, 3]),
    ]


def test_a_window_without_a_full_hour_gives_the_one_that_fits():
    [(_, [(start, end)])] = slots([(at(23, 10, 17), at(23, 11, 30))])
    assert (start, end) == (at(23, 10, 20), at(23, 11, 20))
    assert slots([(at(23, 10, 17), at(23, 11, 10))]) == []


def test_a_text_is_named_by_what_it_says_and_the_place_of_the_offers_by_them():
    text, offers = DeskStep("offer", "<p>Let me read it back.</p>"), DeskStep("offer", "")
    known = replace(contact(), steps=(text, offers))
    assert step_label(words_of("en"), {}, known, text) == "Let me read it back."
    assert step_label(words_of("en"), {}, known, offers) == "Offers"


def test_what_is_only_to_be_done_is_not_said():
    to_do = '<blockquote class="do">\n<p>One offer.</p>\n</blockquote>'
    assert not is_spoken(DeskStep("offer", to_do))
    assert is_spoken(DeskStep("offer", f"<p>Hello.</p>{to_do}"))

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.values import AnswerForm, Kind, Text
from outbound.engine.desk_view import Choice, DeskQuestion, DeskStep
from outbound.web.card import card
from outbound.web.desk_page import OUTCOME_KEYS, keyed, pressed, slots, step_label
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


def test_a_step_is_called_by_its_own_label_its_process_or_what_it_asks():
    titles = {"website-app": Text({"zh": "网站与应用", "en": "Website and app"})}
    asked = DeskStep("recent", "", replace(scale(1, 10), id="website_app", text="And our app?"))
    words = words_of("zh")
    assert step_label(words, titles, asked) == "网站与应用"
    assert step_label(words, {}, asked) == "And our app?"
    assert step_label(words, titles, replace(asked, label="应用")) == "应用"
    assert step_label(words, {}, DeskStep("opening", "<p>")) == "开场白"


def test_windows_are_cut_at_the_full_hours_of_the_centres_days():
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=UTC)

    days = slots([(at(23, 10, 20), at(23, 12)), (at(24, 1), at(24, 2))], ZONE)
    assert [(day.day, [(s.minute, e.hour) for s, e in times]) for day, times in days] == [
        (23, [(20, 11), (0, 12)]),
        (24, [(0, 2)]),
    ]

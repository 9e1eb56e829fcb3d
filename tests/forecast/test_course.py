"""The course of one contact, by the rules that will run."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from outbound.campaign.schema import Mode
from outbound.dialing.outcome import Outcome
from outbound.forecast.asking import TextLength, questions_met, spent
from outbound.forecast.course import AGENT, ATTEMPTS, CLOSED, COMPLETES, SEGMENTS, course
from outbound.forecast.odds import DEAD, MET, PICKED_UP, Past, default_odds, learned
from outbound.policy.day_parts import DayPart
from tests.forecast.outlooks import CALL, EIGHT, TEXT, campaign, manner_of, place_of

ONE_CALL = {"call": {"attempts": 1, "ring": "25s", "from": "survey"}}
MORNING_ONLY = "Mo-Fr 09:00-12:00"
FAR = EIGHT + timedelta(days=40)


def test_one_call_in_the_morning_completes_as_often_as_people_pick_up_and_agree() -> None:
    made = campaign(steps=[ONE_CALL], contact={"hours": MORNING_ONLY, "channels": [ONE_CALL], "retry": {"partial": "2w"}})  # fmt: skip
    found = course(manner_of(made), place_of(MORNING_ONLY), EIGHT, FAR, 1)
    reached = (1 - DEAD) * PICKED_UP[DayPart.MORNING]
    assert found[0, ATTEMPTS] == pytest.approx(1)
    assert found[0, COMPLETES] == pytest.approx(reached * MET[Mode.AGENT][Outcome.COMPLETED])


def test_every_contact_is_closed_in_the_end() -> None:
    found = course(manner_of(campaign()), place_of(), EIGHT, FAR, 41)
    assert found[:, CLOSED].sum() == pytest.approx(1)


def test_whoever_is_not_reached_gets_a_message() -> None:
    found = course(manner_of(campaign()), place_of(), EIGHT, FAR, 41)
    alone = course(manner_of(campaign(steps=[CALL])), place_of(), EIGHT, FAR, 41)
    assert found[:, SEGMENTS].sum() > 0
    assert found[:, COMPLETES].sum() > alone[:, COMPLETES].sum()
    assert alone[:, SEGMENTS].sum() == 0


def test_nothing_is_attempted_while_it_is_closed() -> None:
    found = course(manner_of(campaign()), place_of(), EIGHT, FAR, 41)
    weekend = [5, 6, 12, 13, 19, 20]
    assert found[weekend, ATTEMPTS].sum() == 0


def test_the_end_cuts_the_course_short() -> None:
    whole = course(manner_of(campaign()), place_of(), EIGHT, FAR, 41)
    short = course(manner_of(campaign()), place_of(), EIGHT, EIGHT + timedelta(hours=4), 41)
    assert 0 < short[:, ATTEMPTS].sum() < whole[:, ATTEMPTS].sum()
    assert short[1:].sum() == 0


def test_hours_that_never_open_leave_nothing_to_do() -> None:
    two_days = EIGHT + timedelta(days=2)
    found = course(manner_of(campaign()), place_of("Su 09:00-20:00"), EIGHT, two_days, 3)
    assert not found.any()


def test_messages_take_no_agent() -> None:
    found = course(manner_of(campaign(steps=[TEXT])), place_of(), EIGHT, FAR, 41)
    assert found[:, AGENT].sum() == 0


def test_the_odds_of_every_part_of_the_day_add_up() -> None:
    for mode in (Mode.AGENT, Mode.VOICE, Mode.SMS):
        for part in DayPart:
            assert sum(share for _, share in default_odds(mode, 3).endings(part)) == pytest.approx(
                1
            )


def test_a_centres_own_past_moves_the_odds_towards_it() -> None:
    usual = default_odds(Mode.AGENT, 3)
    past = Past({Outcome.NO_ANSWER: 900, Outcome.COMPLETED: 100})
    found = learned(usual, past, campaign().contact.channels[0].channel)
    for part in DayPart:
        assert 0.1 < found.picked_up[part] < usual.picked_up[part]
        assert sum(share for _, share in found.endings(part)) == pytest.approx(1)
    assert found.past == 1000


def test_a_past_as_expected_changes_nothing() -> None:
    usual = default_odds(Mode.VOICE, 3)
    assert learned(usual, None, campaign().contact.channels[0].channel) is usual


def test_of_a_rotation_group_one_question_is_asked() -> None:
    questions = [
        {"id": "a", "ask": "A?", "answer": "yes-no"},
        {"id": "b", "ask": "B?", "answer": "yes-no", "rotate": "r"},
        {"id": "c", "ask": "C?", "answer": "yes-no", "rotate": "r"},
        {"id": "d", "ask": "D?", "answer": "yes-no", "when": "a"},
    ]
    made = campaign(survey={"questions": questions})
    assert questions_met(made, Mode.AGENT) == pytest.approx(2.4)


def test_a_conversation_by_message_costs_every_turn() -> None:
    odds = default_odds(Mode.SMS, 2)
    text = TextLength(2.0, (1.0, 3.0))
    assert spent(Outcome.COMPLETED, Mode.SMS, odds, 2, text).segments == 6
    assert spent(Outcome.UNDELIVERED, Mode.SMS, odds, 2, text).segments == 2


def test_places_share_the_list_by_their_weight() -> None:
    half = course(manner_of(campaign()), replace(place_of(), weight=0.5), EIGHT, FAR, 41)
    whole = course(manner_of(campaign()), place_of(), EIGHT, FAR, 41)
    assert np.allclose(2 * half, whole)

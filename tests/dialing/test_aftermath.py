"""From an ending to what follows, through the real table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Channel, Contacting
from outbound.dialing.aftermath import Ending, as_ended
from outbound.dialing.outcome import Detail, Outcome
from outbound.policy.decision import GiveUp, Hold, Next, NextStep, Wait
from outbound.policy.hours import OpenHours
from outbound.policy.retry import Ahead, after

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", SHANGHAI)
PLAN = Contacting.model_validate(
    {"channels": [{"call": {"from": "s", "attempts": 2}}, {"sms": {"from": "s", "after": "1d"}}]}
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


AHEAD = Ahead(HOURS, at(30, 0), SHANGHAI, at(23, 10))


def follow(outcome: Outcome, *, spent: int = 0, nth: int = 0, detail: Detail | None = None) -> Next:
    ending = Ending(outcome, Channel.CALL, at(23, 10), 0, spent, nth, detail)
    return after(as_ended(ending), PLAN, AHEAD)


def test_a_busy_line_is_tried_again_and_then_written_to() -> None:
    assert follow(Outcome.BUSY) == Wait(at(23, 10, 20), "busy: again after 20m")
    assert follow(Outcome.BUSY, spent=1, nth=1) == NextStep(
        1, at(24, 10), "busy: on to sms, 1d later"
    )


def test_a_failure_of_the_line_spends_nothing_and_ends_after_three() -> None:
    assert isinstance(follow(Outcome.TECHNICAL_FAILURE, spent=1), Wait)
    assert isinstance(follow(Outcome.TECHNICAL_FAILURE, spent=0, nth=1), Wait)
    assert isinstance(follow(Outcome.TECHNICAL_FAILURE, spent=0, nth=2), NextStep)


def test_a_failure_after_it_rang_spends_an_attempt() -> None:
    failed = Ending(Outcome.TECHNICAL_FAILURE, Channel.CALL, at(23, 10), 0, 1, 0, rang=True)
    assert (failed.spent_now, isinstance(after(as_ended(failed), PLAN, AHEAD), NextStep)) == (
        2,
        True,
    )
    lost = Ending(Outcome.UNDELIVERED, Channel.SMS, at(23, 10), 1, 0, 0, rang=True)
    assert lost.spent_now == 0  # a message that was sent and lost reached no telephone


def test_a_partial_response_is_resumed_once() -> None:
    assert follow(Outcome.PARTIAL) == Wait(at(24, 10), "partial: again after 1d")
    assert isinstance(follow(Outcome.PARTIAL, nth=1), NextStep)


def test_what_is_final_ends_and_what_is_unknown_is_held() -> None:
    assert follow(Outcome.COMPLETED) == GiveUp("completed")
    assert isinstance(follow(Outcome.UNKNOWN), Hold)
    assert follow(Outcome.NOT_IN_SERVICE) == GiveUp("not-in-service")
    assert isinstance(follow(Outcome.NOT_IN_SERVICE, detail=Detail.TEMPORARY), Wait)


def test_a_fax_leads_to_the_message() -> None:
    assert isinstance(follow(Outcome.FAX), NextStep)


def test_an_abandoned_person_is_left_in_peace_for_three_days() -> None:
    assert follow(Outcome.ABANDONED) == Wait(at(26, 10), "abandoned: again after 3d")

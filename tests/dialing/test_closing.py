"""A contact's closing code: the first claim that holds."""

import pytest

from outbound.campaign.schema import Channel
from outbound.dialing.closing import Closing, Tried, closing
from outbound.dialing.outcome import Detail, Outcome


def tried(*outcomes: Outcome | tuple[Outcome, Detail]) -> list[Tried]:
    return [
        Tried(o[0], Channel.CALL, o[1]) if isinstance(o, tuple) else Tried(o, Channel.CALL)
        for o in outcomes
    ]


O, D = Outcome, Detail  # noqa: E741  # the table reads better


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ((), Closing(None, "3.11")),
        ((O.BUSY, O.COMPLETED, O.NO_ANSWER), Closing(O.COMPLETED, "1.1")),
        ((O.PARTIAL, O.OPTED_OUT), Closing(O.PARTIAL, "1.2")),
        ((O.REFUSED, O.REFUSED_HARD), Closing(O.REFUSED_HARD, "2.112")),
        ((O.INELIGIBLE, O.OPTED_OUT), Closing(O.OPTED_OUT, "2.112")),
        ((O.REFUSED, O.WRONG_PERSON, O.BUSY), Closing(O.WRONG_PERSON, "4.10")),
        (((O.PARTIAL, D.BELOW_MINIMUM), O.NO_ANSWER), Closing(O.PARTIAL, "2.12")),
        ((O.CALLBACK_AGREED, O.REFUSED, O.BUSY), Closing(O.REFUSED, "2.112")),
        ((O.CALLBACK_AGREED, O.NO_ANSWER), Closing(O.CALLBACK_AGREED, "2.21")),
        ((O.CALLBACK_AGREED, O.LANGUAGE_BARRIER, O.BUSY), Closing(O.BUSY, "2.20")),
        ((O.CALLBACK_AGREED, O.CALLBACK_AGREED), Closing(O.CALLBACK_AGREED, "2.21")),
        ((O.NO_ANSWER, O.BUSY), Closing(O.BUSY, "3.12")),
        ((O.LANGUAGE_BARRIER, O.BUSY), Closing(O.BUSY, "2.20")),
        ((O.MACHINE, O.MACHINE), Closing(O.MACHINE, "3.14")),
        ((O.LANGUAGE_BARRIER, O.MACHINE), Closing(O.MACHINE, "2.222")),
        ((O.BUSY, (O.REFUSED, D.BEFORE_OPENING)), Closing(O.REFUSED, "3.90")),
        ((O.LANGUAGE_BARRIER, (O.REFUSED, D.BEFORE_OPENING)), Closing(O.REFUSED, "2.112")),
    ],
)  # fmt: skip
def test_the_first_claim_that_holds_closes(
    attempts: tuple[Outcome, ...], expected: Closing
) -> None:
    assert closing(tried(*attempts)) == expected


def test_messages_and_calls_close_together() -> None:
    both = [Tried(O.NO_ANSWER, Channel.CALL), Tried(O.DELIVERED, Channel.SMS)]
    assert closing(both) == Closing(O.DELIVERED, "2.20")


OLD, NEW = "+8613800138001", "+8613800138002"


@pytest.mark.parametrize("wrong", [O.NOT_IN_SERVICE, O.FAX, O.INVALID_NUMBER, O.WRONG_PERSON])
def test_a_number_that_was_the_wrong_one_does_not_speak_for_the_person(wrong: Outcome) -> None:
    left, tried_now = (
        Tried(wrong, Channel.CALL, number=OLD),
        Tried(O.BUSY, Channel.CALL, number=NEW),
    )
    assert closing([left, tried_now]) == Closing(O.BUSY, "3.12")
    assert closing([left]).outcome is wrong


def test_what_a_person_said_on_one_number_stands_on_another() -> None:
    said = Tried(O.PARTIAL, Channel.CALL, number=OLD)
    assert closing([said, Tried(O.BUSY, Channel.CALL, number=NEW)]) == Closing(O.PARTIAL, "1.2")

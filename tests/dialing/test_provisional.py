"""What an ended attempt provisionally meant."""

import pytest

from outbound.dialing.outcome import Detail, Outcome
from outbound.dialing.port import Progress
from outbound.dialing.provisional import Answers, Happened, Provisional, of_call, of_message

LINE = {"progress": Progress.COMPLETED}
TALK = LINE | {"connected": True}
HALF = Answers(given=2, core_given=2, core_applicable=4)
LITTLE = Answers(given=1, core_given=1, core_applicable=4)
ALL = Answers(given=4, core_given=4, core_applicable=4, complete=True)


@pytest.mark.parametrize(
    ("happened", "meant"),
    [
        ({"progress": Progress.BUSY}, Provisional(Outcome.BUSY)),
        ({"progress": Progress.NO_ANSWER}, Provisional(Outcome.NO_ANSWER)),
        ({"progress": Progress.FAILED}, Provisional(Outcome.TECHNICAL_FAILURE)),
        ({"progress": Progress.FAILED, "by_code": Outcome.NOT_IN_SERVICE}, Provisional(Outcome.NOT_IN_SERVICE)),
        ({"progress": Progress.CANCELED}, Provisional(None)),
        ({"progress": Progress.CANCELED, "rang": True}, Provisional(Outcome.NO_ANSWER)),
        (LINE, Provisional(Outcome.ABANDONED)),
        (LINE | {"machine": True}, Provisional(Outcome.MACHINE)),
        (LINE | {"machine": True, "message_left": True}, Provisional(Outcome.VOICEMAIL_LEFT)),
        (TALK | {"machine": True}, Provisional(Outcome.MACHINE)),
        (TALK | {"machine": True, "answers": HALF}, Provisional(Outcome.PARTIAL)),
        (TALK, Provisional(Outcome.REFUSED)),
        (TALK | {"opening_heard": False}, Provisional(Outcome.REFUSED, Detail.BEFORE_OPENING)),
        (TALK | {"answers": HALF}, Provisional(Outcome.PARTIAL)),
        (TALK | {"answers": LITTLE}, Provisional(Outcome.PARTIAL, Detail.BELOW_MINIMUM)),
        (TALK | {"answers": ALL}, Provisional(Outcome.COMPLETED)),
        (TALK | {"opted_out": True, "answers": HALF}, Provisional(Outcome.REFUSED_HARD)),
    ],
)  # fmt: skip
def test_calls(happened: dict[str, object], meant: Provisional) -> None:
    assert of_call(Happened(**happened)) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happened", "meant"),
    [
        ({"progress": Progress.ANSWERED}, Provisional(Outcome.DELIVERED)),
        ({"progress": Progress.RINGING}, Provisional(Outcome.DELIVERED)),
        ({"progress": Progress.FAILED}, Provisional(Outcome.UNDELIVERED)),
        ({"progress": Progress.FAILED, "by_code": Outcome.CARRIER_BLOCKED}, Provisional(Outcome.CARRIER_BLOCKED)),
        ({"progress": Progress.FAILED, "answers": HALF}, Provisional(Outcome.PARTIAL)),
        ({"progress": Progress.CANCELED}, Provisional(None)),
        ({"progress": Progress.ANSWERED, "answers": LITTLE}, Provisional(Outcome.PARTIAL, Detail.BELOW_MINIMUM)),
        ({"progress": Progress.ANSWERED, "answers": ALL}, Provisional(Outcome.COMPLETED)),
        ({"progress": Progress.ANSWERED, "opted_out": True}, Provisional(Outcome.OPTED_OUT)),
    ],
)  # fmt: skip
def test_messages(happened: dict[str, object], meant: Provisional) -> None:
    assert of_message(Happened(**happened)) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("progress", Progress)
def test_every_word_of_the_carrier_has_a_fate(progress: Progress) -> None:
    assert isinstance(of_call(Happened(progress)), Provisional)
    assert isinstance(of_message(Happened(progress)), Provisional)

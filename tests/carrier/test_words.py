import pytest

from outbound.campaign.schema import Channel
from outbound.carrier.twilio import words
from outbound.dialing.heard import Remedy
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Progress


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("queued", Progress.QUEUED),
        ("initiated", Progress.QUEUED),
        ("ringing", Progress.RINGING),
        ("in-progress", Progress.ANSWERED),
        ("completed", Progress.COMPLETED),
        ("busy", Progress.BUSY),
        ("no-answer", Progress.NO_ANSWER),
        ("failed", Progress.FAILED),
        ("canceled", Progress.CANCELED),
        ("teleported", Progress.UNHEARD_OF),
    ],
)
def test_call_statuses(status, progress):
    assert words.call_progress(status) is progress


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("accepted", Progress.QUEUED),
        ("scheduled", Progress.QUEUED),
        ("queued", Progress.QUEUED),
        ("sending", Progress.QUEUED),
        ("sent", Progress.RINGING),
        ("delivered", Progress.ANSWERED),
        ("read", Progress.ANSWERED),
        ("undelivered", Progress.FAILED),
        ("failed", Progress.FAILED),
        ("partially_delivered", Progress.FAILED),
        ("canceled", Progress.CANCELED),
        ("teleported", Progress.UNHEARD_OF),
    ],
)
def test_message_statuses(status, progress):
    assert words.message_progress(status) is progress


@pytest.mark.parametrize(
    ("code", "outcome", "remedy"),
    [
        (21610, Outcome.OPTED_OUT, Remedy.SUPPRESS),
        (21211, Outcome.INVALID_NUMBER, Remedy.CLOSE_NUMBER),
        (13224, Outcome.NOT_IN_SERVICE, Remedy.CLOSE_CHANNEL),
        (30005, Outcome.INVALID_NUMBER, Remedy.CLOSE_CHANNEL),
        (30007, Outcome.CARRIER_BLOCKED, Remedy.PAUSE_SCRIPT),
        (30008, Outcome.UNDELIVERED, Remedy.RETRY_ONCE),
        (30036, None, Remedy.DECIDE_AGAIN),
        (20003, Outcome.CARRIER_REJECTED, Remedy.STOP_ALL),
        (21608, Outcome.CARRIER_REJECTED, Remedy.PAUSE_CAMPAIGN),
        (11200, None, Remedy.RECONCILE),
    ],
)
def test_codes(code, outcome, remedy):
    for fault in (words.fault_of_create(code), words.fault_of_end(code, Channel.SMS)):
        assert (fault.outcome, fault.remedy) == (outcome, remedy)


def test_a_code_nobody_described_is_alarmed_and_never_repeated():
    assert words.fault_of_create(99999).outcome is Outcome.CARRIER_REJECTED
    assert words.fault_of_end(99999, Channel.CALL).outcome is Outcome.TECHNICAL_FAILURE
    assert words.fault_of_end(99999, Channel.SMS).outcome is Outcome.UNDELIVERED
    assert words.fault_of_create(99999).remedy is Remedy.ALARM


def test_who_is_not_known_to_be_a_machine_is_a_person():
    assert words.ANSWERED_BY_MACHINE["unknown"] is False
    assert words.ANSWERED_BY_MACHINE["fax"] is True


@pytest.mark.parametrize(
    ("word", "listens"),
    [
        ("machine_end_beep", True),
        ("machine_end_silence", True),
        ("machine_end_other", True),
        ("machine_start", False),
        ("fax", False),
        ("human", False),
        ("unknown", False),
    ],
)
def test_a_message_is_left_only_where_a_machine_listens(word, listens):
    assert (word in words.GREETING_OVER) is listens
    assert words.ANSWERED_BY_MACHINE[word] or not listens

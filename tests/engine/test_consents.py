"""Consent as it is kept: with its proof, for who gave it, until it is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outbound.campaign.schema import Channel, Purpose
from outbound.dialing.attempt import State
from outbound.engine.attempts import consent_list, reserve, suppression_list
from outbound.engine.attempts.consent_list import Given
from outbound.engine.attempts.consents import import_consents
from outbound.engine.attempts.list_import import Imported
from outbound.engine.attempts.number_events import number_events
from outbound.errors import InputError, UsageError
from outbound.policy.consent import Asking, Consent, consent_now
from tests.engine.conftest import Begin
from tests.world import World

NUMBER = "+8613800138001"  # S1's
PROOF = Given(Purpose.SURVEY, None, "contract 4711, clause 3")
HEAD = "number,purpose,evidence,occurred_at"


def holds(world: World, subscriber: str = "S1", channel: Channel = Channel.CALL) -> Consent:
    with world.engine.store.read() as session:
        acts = number_events(session, [NUMBER])[NUMBER].consents
    asking = Asking(Purpose.SURVEY, channel, "survey", subscriber)
    return consent_now(Consent.MISSING, acts, asking, world.now)


def take_in(world: World, folder: Path, *lines: str) -> Imported:
    file = folder / "consents.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return import_consents(world.engine, file, lambda _: None)


def test_consent_is_recorded_for_who_holds_the_number(world: World) -> None:
    assert consent_list.add(world.engine, "13800138001", PROOF) == (NUMBER, "consented", "purpose:survey")  # fmt: skip
    assert holds(world) is Consent.GIVEN
    assert holds(world, "S9") is Consent.MISSING  # a new holder has agreed to nothing
    [act] = consent_list.latest(world.engine)
    assert (act["holder"], act["evidence"]) == ("S1", "contract 4711, clause 3")


def test_what_is_taken_back_is_gone_at_once_and_may_be_given_again(world: World) -> None:
    consent_list.add(world.engine, NUMBER, PROOF)
    world.later(minutes=1)
    consent_list.withdraw(world.engine, NUMBER, None, None, "letter of 3 May")
    assert holds(world) is Consent.MISSING
    world.later(minutes=1)
    consent_list.add(world.engine, NUMBER, replace(PROOF, evidence="contract 4712"))
    assert holds(world) is Consent.GIVEN


def test_who_takes_back_messages_may_still_be_called(world: World) -> None:
    consent_list.add(world.engine, NUMBER, PROOF)
    world.later(minutes=1)
    consent_list.withdraw(world.engine, NUMBER, Purpose.SURVEY, Channel.SMS, "said so")
    assert (holds(world), holds(world, channel=Channel.SMS)) == (Consent.GIVEN, Consent.MISSING)


def test_an_act_of_consent_is_no_suppression_nor_lifts_one(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "purpose:survey", "asked")
    world.later(minutes=1)
    consent_list.add(world.engine, NUMBER, PROOF)
    consent_list.withdraw(world.engine, NUMBER, Purpose.CARE, None, "letter")
    assert [s["scope"] for s in suppression_list.standing_now(world.engine)] == ["purpose:survey"]
    told = suppression_list.history(world.engine, NUMBER)
    assert [event.event for event in told.events] == ["suppressed", "consented", "withdrawn"]


def test_a_withdrawal_takes_back_what_is_reserved(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    contact = world.contact("S1")
    world.agent()
    reserve.reserve(world.engine, [contact.id], world.now)
    consent_list.withdraw(world.engine, contact.number, Purpose.SURVEY, None, "letter")
    assert world.attempt("S1").state is State.WITHDRAWN


def test_a_withdrawal_ends_what_rings(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    world.call_event(attempt, "ringing")
    consent_list.withdraw(world.engine, attempt.number, None, Channel.CALL, "letter")
    assert world.carrier.hung_up == [(attempt.sid, False)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (replace(PROOF, evidence=" "), "proof"),
        (replace(PROOF, occurred_at=datetime(2027, 1, 1, tzinfo=UTC)), "tomorrow"),
        (replace(PROOF, expires_at=datetime(2026, 1, 1, tzinfo=UTC)), "run out"),
    ],
)
def test_consent_without_proof_or_time_is_refused(
    small_world: World, given: Given, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        consent_list.add(small_world.engine, NUMBER, given)
    assert list(consent_list.latest(small_world.engine)) == []


def test_nobody_can_agree_for_a_number_that_nobody_holds(small_world: World) -> None:
    unheld = "+8613900139000"
    with pytest.raises(InputError, match="nobody in the base"):
        consent_list.add(small_world.engine, unheld, PROOF)
    with pytest.raises(InputError, match="not held by S2"):
        consent_list.add(small_world.engine, NUMBER, replace(PROOF, subscriber="S2"))
    told = consent_list.add(small_world.engine, unheld, replace(PROOF, subscriber="X1"))
    assert told[0] == unheld


# Files


def test_a_file_of_consents_is_recorded_once(world: World, tmp_path: Path) -> None:
    lines = (
        f"{HEAD},channel,expires",
        "13800138001,survey,contract 1,2026-01-02,,",
        "13800138002,survey,contract 2,2026-01-02,sms,2027-01-02",
    )
    done = take_in(world, tmp_path, *lines)
    assert (done.rows, done.recorded, done.rejected) == (2, 2, 0)
    assert holds(world) is Consent.GIVEN
    first, second = consent_list.latest(world.engine)
    assert first["occurred_at"] == datetime(2026, 1, 1, 16, tzinfo=UTC)
    assert (second["scope"], second["holder"]) == ("purpose:survey channel:sms", "S2")
    assert second["expires_at"] == datetime(2027, 1, 1, 16, tzinfo=UTC)  # ends as that day begins
    again = take_in(world, tmp_path, *lines)
    assert (again.recorded, again.already) == (0, 2)


def test_an_old_consent_does_not_undo_a_later_withdrawal(world: World, tmp_path: Path) -> None:
    consent_list.withdraw(world.engine, NUMBER, Purpose.SURVEY, None, "letter")
    take_in(world, tmp_path, HEAD, "13800138001,survey,contract 1,2026-01-02")
    assert holds(world) is Consent.MISSING


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nobody,survey,c,2026-01-02,,", "no telephone number"),
        ("13800138001,,c,2026-01-02,,", "no purpose is named"),
        ("13800138001,fun,c,2026-01-02,,", "no purpose: fun"),
        ("13800138001,survey,,2026-01-02,,", "no evidence is named"),
        ("13800138001,survey,c,,,", "occurred_at is missing"),
        ("13800138001,survey,c,2027-01-02,,", "occurred_at has not come yet: 2027-01-02"),
        ("13800138001,survey,c,2026-01-02,2026-02-02,", "it has run out: 2026-02-02"),
        ("13800138001,survey,c,2026-01-02,,S2", "the number is not held by S2"),
        ("13900139000,survey,c,2026-01-02,,", "nobody in the base holds it"),
    ],
)
def test_a_consent_that_proves_nothing_is_kept_with_the_reason(
    small_world: World, tmp_path: Path, row: str, reason: str
) -> None:
    done = take_in(small_world, tmp_path, f"{HEAD},expires,subscriber", row)
    assert [refused.reason for refused in done.refused] == [reason]
    assert done.rejects_file is not None
    assert list(consent_list.latest(small_world.engine)) == []


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("number,purpose,evidence", "no column occurred_at"),
        (f"{HEAD},valid_until", "a column valid_until, which would not be read"),
        ("13800138001,survey,c,2026-01-02", "no column number"),
    ],
)
def test_a_file_of_consents_has_the_columns_that_are_read(
    small_world: World, tmp_path: Path, head: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        take_in(small_world, tmp_path, head, "13800138001,survey,c,2026-01-02,2026-01-03")


def test_consent_given_a_moment_ago_counts_and_that_of_an_hour_ahead_not_yet(world: World) -> None:
    ahead = replace(PROOF, occurred_at=world.now + timedelta(hours=1))
    consent_list.add(world.engine, NUMBER, ahead)
    assert holds(world) is Consent.MISSING
    world.later(hours=1)
    assert holds(world) is Consent.GIVEN

"""What an entry keeps of a row: enough to prove it, nothing that names a person."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from outbound.audit.entries import (
    ANSWER,
    DECISION,
    GRANT,
    SUPPRESSION,
    about,
    concerned,
    entry,
    proof,
)
from outbound.audit.keys import Key, secrets_in
from outbound.campaign.schema import Mode

KEY = Key(b"k" * 32)
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
LINE = {
    "at": AT, "subscriber_id": "S1", "campaign_id": "c", "wave_id": "c@1", "contact_id": 7,
    "step": "closed", "result": "suppressed", "reason": "suppressed: Li Na asked", "until": None,
}  # fmt: skip


def test_an_entry_names_a_person_only_by_keyed_hashes() -> None:
    made = entry(KEY, DECISION, LINE, about(KEY, number="+8613800138001"))
    told = str(made)
    assert "S1" not in told
    assert "13800138001" not in told
    assert "Li Na" not in told
    assert (made["step"], made["result"], made["at"]) == (
        "closed", "suppressed", "2026-11-23T02:00:00+00:00",
    )  # fmt: skip
    assert concerned(made) == {KEY.hide("subscriber", "S1"), KEY.hide("number", "+8613800138001")}


def test_a_number_has_one_hash_wherever_it_stands() -> None:
    event = {"number": "+8613800138001", "event": "suppressed", "source": "sms", "evidence": "STOP"}
    made = entry(KEY, SUPPRESSION, event)
    assert made["number"] == about(KEY, number="+8613800138001")["number"]
    assert made["evidence"] != KEY.hide("number", "STOP")


def test_every_column_counts() -> None:
    whole = proof(entry(KEY, DECISION, LINE))
    for name, value in LINE.items():
        other = AT.replace(hour=3) if name in ("at", "until") else f"{value}x"
        assert proof(entry(KEY, DECISION, LINE | {name: other})) != whole, name


def test_whom_it_is_about_is_no_part_of_the_row() -> None:
    assert proof(entry(KEY, DECISION, LINE)) == proof(entry(KEY, DECISION, LINE, {"number": "x"}))


def test_values_are_the_same_before_they_are_stored_and_after() -> None:
    given = {"mode": Mode.AGENT, "value": 9, "number": 9, "question": "overall", "at": AT}
    stored = given | {"mode": "agent", "number": 9.0}
    assert entry(KEY, ANSWER, given) == entry(KEY, ANSWER, stored)
    granted = {"value": Decimal(20), "at": AT}
    assert entry(KEY, GRANT, granted) == entry(KEY, GRANT, granted | {"value": Decimal("20.00")})


def test_another_key_hides_otherwise() -> None:
    other = Key(b"o" * 32)
    assert other.hide("number", "+86") != KEY.hide("number", "+86")
    assert other.id != KEY.id
    assert "kkkk" not in repr(KEY)


def test_keys_are_read_newest_first() -> None:
    assert secrets_in(f"{'ab' * 32}\n{'cd' * 32}\n") == (b"\xab" * 32, b"\xcd" * 32)
    for wrong in ("", "secret", "ab" * 31, f"{'ab' * 32},short"):
        with pytest.raises(ValueError, match="64 hexadecimal"):
            secrets_in(wrong)

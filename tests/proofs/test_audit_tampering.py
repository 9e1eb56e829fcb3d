"""What the audit's proof does to a chain: always something, and never what only looks like it."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from outbound.audit.chain import BEGINNING, append
from outbound.audit.checkpoints import Checkpoint, Signer, read
from outbound.audit.keys import Key
from outbound.audit.verification import Finding, verify
from proof.tampering import checkpoints, links
from proof.tampering.links import Intruder, Raw
from proof.tampering.reading import in_memory

KEY, OURS = Key(b"k" * 32), Signer(b"s" * 32)
BEGAN = datetime(2026, 11, 23, 1, tzinfo=UTC)
SEEDS = range(12)


def chain(count: int) -> list[Raw]:
    rows: list[Raw] = []
    for seq in range(1, count + 1):
        at, previous = BEGAN + timedelta(minutes=seq), rows[-1].hash if rows else BEGINNING
        entries = [{"kind": "decision", "step": "decided", "result": f"r{seq}", "contact_id": seq}]
        made, text = append(KEY, previous, seq, at, entries)
        rows.append(Raw(seq, at.isoformat(sep=" "), text.decode(), made.previous, made.hash))
    return rows


ROWS = chain(9)
LINES = [
    OURS.line(Checkpoint(row.seq, row.hash, BEGAN + timedelta(hours=1))) for row in (ROWS[4], ROWS[-1])
]  # fmt: skip


def found(rows: Sequence[Raw], lines: Sequence[str] = LINES) -> list[Finding]:
    return verify(in_memory(rows), read("\n".join(lines), [OURS.public]).checkpoints, [KEY])


def test_an_untouched_chain_is_clean() -> None:
    assert found(ROWS) == []


@pytest.mark.parametrize("act", links.ACTS)
def test_every_way_to_tamper_changes_the_chain_and_shows(act: links.Act) -> None:
    for seed in SEEDS:
        made = act(Intruder(random.Random(seed), KEY), ROWS)
        assert made.rows != ROWS, made.words
        assert found(made.rows), made.words


@pytest.mark.parametrize("act", [Intruder.truncate, Intruder.rewrite_with_key])
def test_without_checkpoints_nobody_sees_an_end_cut_off_nor_a_chain_rewritten_with_its_key(
    act: links.Act,
) -> None:
    made = act(Intruder(random.Random(1), KEY), ROWS)
    assert found(made.rows, []) == []


@pytest.mark.parametrize("act", checkpoints.ACTS)
def test_every_forged_checkpoint_is_refused_or_fits_no_link(act: checkpoints.Act) -> None:
    for seed in SEEDS:
        lines, words = act(LINES, random.Random(seed), OURS)
        kept = read("\n".join(lines), [OURS.public])
        assert kept.foreign or found(ROWS, lines), words

"""Chains as the engine would write them, for tests that then touch them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from outbound.audit.chain import BEGINNING, Link, append
from outbound.audit.checkpoints import Checkpoint, Signer
from outbound.audit.keys import Key

KEY = Key(b"k" * 32)
SIGNER = Signer(b"s" * 32)
BEGAN = datetime(2026, 11, 23, 2, tzinfo=UTC)


def chain(length: int, key: Key = KEY, told: Sequence[str] = ()) -> list[Link]:
    """So many links, each of one decision."""
    links: list[Link] = []
    for seq in range(1, length + 1):
        said = told[seq - 1] if seq <= len(told) else f"result {seq}"
        previous = links[-1].hash if links else BEGINNING
        entries = [{"kind": "decision", "contact_id": seq, "step": "ended", "result": said}]
        links.append(append(key, previous, seq, BEGAN + timedelta(seconds=seq), entries)[0])
    return links


def checkpoint(links: Sequence[Link], seq: int) -> Checkpoint:
    """What would be signed of that link."""
    return Checkpoint(seq, links[seq - 1].hash, BEGAN + timedelta(hours=1))

"""What the verdict after crashes takes for lost or doubled, and what may be; what a process reports, and when."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlmodel import SQLModel

from db.session import Store
from db.tables import InboxRow
from outbound import failpoints
from outbound.clock import SystemClock
from outbound.dialing.attempt import State
from proof.crashing.report import Act, Reading, Reporter
from proof.crashing.verdict import Acknowledged, Create, Remains, Tried, broken
from proof.database import percentile

TEXT = Acknowledged("k1", "sms", "SM1", "+861", says_no=True)
RINGS = Tried("a1", "+861", State.PLACED, "CA1", open=True)
SOUND = Remains(
    acknowledged=[TEXT, Acknowledged("k2", "status")],
    creates=[Create("a1", "CA1", "+861")],
    reported=[
        Act("worker", 1.0, "attempt", ("a1",)),
        Act("web", 1.0, "inbox", ("k1",)),
        Act("web", 1.0, "audit", (1, "h1")),
    ],
    inbox=[("k1", True, "opt-out"), ("k2", True, "")],
    texts=["SM1"],
    said_no=frozenset({"+861"}),
    attempts=[RINGS],
    chain={1: "h1"},
    odd=[],
)


def test_all_that_was_promised_is_there() -> None:
    assert list(broken(SOUND)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"inbox": [("k2", True, "")]}, "k1 (sms) is in the inbox 0 times"),
        ({"inbox": [*SOUND.inbox, ("k3", False, "failed: KeyError")]}, "not applied: failed"),
        ({"texts": []}, "SM1 was applied 0 times"),
        ({"texts": ["SM1", "SM1"]}, "SM1 was applied 2 times"),
        ({"said_no": frozenset()}, "is not suppressed"),
        ({"attempts": []}, "a1 was created (CA1) and is not in the store"),
        ({"attempts": [replace(RINGS, state=State.RESERVED)]}, "has it as reserved"),
        ({"attempts": [replace(RINGS, state=State.WITHDRAWN)]}, "has it as withdrawn"),
        ({"attempts": [replace(RINGS, sid="CA2")]}, "the store has CA2"),
        ({"creates": [*SOUND.creates, Create("a1", "CA2", "+861")]}, "was created 2 times"),
        ({"attempts": [RINGS, replace(RINGS, id="a2")]}, "2 open attempts on +861"),
        ({"chain": {1: "h2"}}, "link 1 of the audit was committed and is not there"),
        ({"chain": {}}, "link 1 of the audit"),
        ({"odd": ["link 3 was changed"]}, "the audit: link 3"),
    ],
)
def test_whatever_was_lost_or_doubled_is_told(changed: dict[str, object], words: str) -> None:
    told = list(broken(replace(SOUND, **changed)))  # type: ignore[arg-type]
    assert any(words in one for one in told), told


@pytest.mark.parametrize(
    "changed",
    [
        {"attempts": [replace(RINGS, state=State.PLACING, sid="")]},
        {"attempts": [replace(RINGS, state=State.UNKNOWN, sid="")]},
        {"attempts": [RINGS, replace(RINGS, id="a2", state=State.ENDED)]},
        {"attempts": [RINGS, replace(RINGS, id="a2", open=False)]},
        {"acknowledged": []},
    ],
)
def test_what_may_be_is_not_told(changed: dict[str, object]) -> None:
    assert list(broken(replace(SOUND, **changed))) == []  # type: ignore[arg-type]


def test_the_slowest_of_twenty_counts_and_of_three_hundred_three_do_not() -> None:
    assert percentile([1.0] * 19 + [6.0], 99) == 6.0
    assert percentile([1.0] * 297 + [6.0] * 3, 99) == 1.0
    assert percentile([1.0] * 296 + [6.0] * 4, 99) == 6.0
    assert percentile([7.0], 50) == 7.0


def test_only_what_is_committed_is_reported(store: Store, tmp_path: Path) -> None:
    inbox = SQLModel.metadata.tables[str(InboxRow.__tablename__)]
    reading = Reading(tmp_path / "web.jsonl")
    row = {
        "endpoint": "sms", "payload": {}, "received_at": SystemClock().now(), "token": "", "result": "", "reply": "",
    }  # fmt: skip
    Reporter(tmp_path / "web.jsonl", store.writer)
    try:
        with suppress(KeyError), store.write() as session:
            session.execute(insert(inbox), [{**row, "key": "undone"}])
            raise KeyError
        assert reading.more() == []
        with store.write() as session:
            session.execute(insert(inbox), [{**row, "key": "k1"}, {**row, "key": "k2"}])
            assert reading.more() == []
        assert [(act.by, act.table, act.row) for act in reading.more()] == [
            ("web", "inbox", ("k1",)),
            ("web", "inbox", ("k2",)),
        ]
        assert reading.more() == []
    finally:
        failpoints.listen(None)

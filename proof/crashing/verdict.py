"""What must be in the database after every crash: all that was acknowledged, created at the carrier, or reported as committed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outbound.dialing.attempt import OVER, State
from proof.crashing.report import Act

WITHIN: float = 5.0
"""Seconds after which the service works again, once the server takes connections."""


@dataclass(frozen=True)
class Acknowledged:
    """A webhook that was answered with 200: its key, and for a text its id, who wrote it, and whether it said no."""

    key: str
    kind: str
    sid: str = ""
    number: str = ""
    says_no: bool = False


@dataclass(frozen=True)
class Create:
    """A create that the carrier took."""

    attempt: str
    sid: str
    number: str
    calls: bool = True


@dataclass(frozen=True)
class Tried:
    """An attempt as the store has it; `waits` for one that holds its number no longer."""

    id: str
    number: str
    state: State
    sid: str
    open: bool


@dataclass(frozen=True)
class Remains:
    """What is outside the database, and what is in it once all is quiet."""

    acknowledged: Sequence[Acknowledged]
    creates: Sequence[Create]
    reported: Sequence[Act]
    inbox: Sequence[tuple[str, bool, str]]
    """Each row's key, whether it was applied, and what came of it."""
    texts: Sequence[str]
    """The ids of the texts in the store."""
    said_no: frozenset[str]
    """The numbers that are or were suppressed."""
    attempts: Sequence[Tried]
    chain: Mapping[int, str]
    odd: Sequence[str]
    """What the audit's verification found."""


def broken(remains: Remains) -> Iterator[str]:
    """Whatever was lost or doubled."""
    yield from _webhooks(remains)
    yield from _texts(remains)
    yield from _creates(remains)
    yield from _reported(remains)
    yield from (f"the audit: {words}" for words in remains.odd)


def _webhooks(remains: Remains) -> Iterator[str]:
    rows = Counter(key for key, _, _ in remains.inbox)
    for one in remains.acknowledged:
        if rows[one.key] != 1:
            yield f"the acknowledged webhook {one.key} ({one.kind}) is in the inbox {rows[one.key]} times"
    for key, applied, result in remains.inbox:
        if not applied:
            yield f"webhook {key} was stored and not applied: {result or 'it waits'}"


def _texts(remains: Remains) -> Iterator[str]:
    texts = Counter(remains.texts)
    for one in remains.acknowledged:
        if one.kind == "sms" and texts[one.sid] != 1:
            yield f"the acknowledged text {one.sid} was applied {texts[one.sid]} times"
        if one.says_no and one.number not in remains.said_no:
            yield f"{one.number} said no in {one.sid}, which was acknowledged, and is not suppressed"


def _creates(remains: Remains) -> Iterator[str]:
    known = {one.id: one for one in remains.attempts}
    for attempt, count in Counter(one.attempt for one in remains.creates).items():
        if count > 1:
            yield f"attempt {attempt} was created {count} times"
    for one in remains.creates:
        mine = known.get(one.attempt)
        if mine is None:
            yield f"attempt {one.attempt} was created ({one.sid}) and is not in the store"
        elif mine.state in (State.RESERVED, State.WITHDRAWN):
            yield f"attempt {one.attempt} was created ({one.sid}), and the store has it as {mine.state.value}"  # fmt: skip
        elif mine.sid not in ("", one.sid):
            yield f"attempt {one.attempt} was created as {one.sid}, and the store has {mine.sid}"
    open_to = Counter(one.number for one in remains.attempts if one.open and one.state not in OVER)
    yield from (f"{n} open attempts on {number}" for number, n in open_to.items() if n > 1)


def _reported(remains: Remains) -> Iterator[str]:
    keys = {key for key, _, _ in remains.inbox}
    attempts = {one.id for one in remains.attempts}
    for act in remains.reported:
        if act.table == "audit" and remains.chain.get(act.row[0]) != act.row[1]:
            yield f"link {act.row[0]} of the audit was committed and is not there"
        elif act.table == "attempt" and act.row[0] not in attempts:
            yield f"the reservation {act.row[0]} was committed and is not there"
        elif act.table == "inbox" and act.row[0] not in keys:
            yield f"the webhook {act.row[0]} was committed and is not there"

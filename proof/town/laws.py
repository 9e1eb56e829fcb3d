"""What must hold of a store and of what the carrier saw, whoever died at whatever moment."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, func, select

from db.tables import (
    Answer,
    Attempt,
    Contact,
    ContactState,
    DeskRow,
    InboxRow,
    Kind,
    Message,
    SuppressionEvent,
    Wave,
)
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import OVER, RANK, State
from outbound.script.understand import Understood, understand
from proof.town.heard import NO_MORE, Heard, Said
from proof.town.wire import Asked, Wire

REACHED: Final = frozenset(
    {"ringing", "in-progress", "completed", "busy", "no-answer", "sent", "delivered"}
)
"""The carrier's words for what has come as far as a telephone."""


@dataclass(frozen=True)
class Evidence:
    """The store's rows, what the carrier was asked for, and what people said.

    `in_flight`: attempts that were marked when a process died over them. `quiet`: nothing is under
    way any more.
    """

    attempts: Sequence[Attempt]
    contacts: Sequence[Contact]
    answers: Sequence[Answer]
    messages: Sequence[Message]
    suppressions: Sequence[SuppressionEvent]
    inbox: Sequence[InboxRow]
    desks: Sequence[DeskRow]
    listed: int
    wire: Wire
    heard: Heard
    in_flight: frozenset[str]
    quiet: bool

    @property
    def creates(self) -> Sequence[Asked]:
        """Every create that reached the carrier."""
        return self.wire.creates


def gather(
    session: Session, wire: Wire, heard: Heard, in_flight: frozenset[str], *, quiet: bool
) -> Evidence:
    """Read all that the laws speak of."""
    return Evidence(
        session.exec(select(Attempt)).all(), session.exec(select(Contact)).all(),
        session.exec(select(Answer)).all(), session.exec(select(Message)).all(),
        session.exec(select(SuppressionEvent)).all(), session.exec(select(InboxRow)).all(),
        session.exec(select(DeskRow)).all(),
        session.exec(select(func.sum(Wave.listed))).one() or 0, wire, heard, in_flight, quiet,
    )  # fmt: skip


def broken(evidence: Evidence) -> list[str]:
    """Every law that the evidence breaks, in words."""
    laws = LAWS + (LAWS_WHEN_QUIET if evidence.quiet else ())
    return [words for law in laws for words in law(evidence)]


def one_create(evidence: Evidence) -> Iterator[str]:
    """No second accepted create for an attempt, nor for a contact's slot and turn; none that nobody reserved."""
    known = {attempt.id: attempt for attempt in evidence.attempts}
    taken = Counter(one.attempt for one in evidence.creates if one.accepted)
    turns: Counter[tuple[int, int, int]] = Counter()
    for attempt_id, count in taken.items():
        if count > 1:
            yield f"attempt {attempt_id} was created {count} times"
        if attempt_id not in known:
            yield f"attempt {attempt_id} was created and is not in the store"
            continue
        attempt = known[attempt_id]
        turns[attempt.contact_id, attempt.slot, attempt.turn] += 1
    yield from (
        f"contact, slot, turn {turn} was created {n} times" for turn, n in turns.items() if n > 1
    )


def withdrawn_is_unsent(evidence: Evidence) -> Iterator[str]:
    """What the store says was withdrawn has reached nobody."""
    withdrawn = {one.id for one in evidence.attempts if one.state is State.WITHDRAWN}
    for one in evidence.creates:
        if one.accepted and one.attempt in withdrawn and evidence.wire.status(one) in REACHED:
            yield f"attempt {one.attempt} went out, and the store says that it was withdrawn"


def one_open_attempt(evidence: Evidence) -> Iterator[str]:
    """Nobody is called or written to twice at once."""
    open_to = Counter(
        attempt.number
        for attempt in evidence.attempts
        if attempt.kind is Kind.CONTACT and attempt.state not in OVER and not _arrived(attempt)
    )
    yield from (f"{n} open attempts on {number}" for number, n in open_to.items() if n > 1)


def next_step(evidence: Evidence) -> Iterator[str]:
    """Every contact has a state and a next step, and none has gone."""
    on_desks = {desk.attempt_id for desk in evidence.desks}
    open_of = {
        attempt.contact_id
        for attempt in evidence.attempts
        if attempt.kind is Kind.CONTACT and (attempt.state not in OVER or attempt.id in on_desks)
    }
    for contact in evidence.contacts:
        so = _HAS_NEXT[contact.state]
        if not so(contact, contact.id in open_of):
            its = [a for a in evidence.attempts if a.contact_id == contact.id]
            last = max(its, key=lambda a: (a.slot, a.turn), default=None)
            yield (
                f"contact {contact.id} of {contact.campaign_id} is {contact.state.value} and has no next"
                f" step; {contact.reason or 'no reason'}; its last attempt is {_told(last)}"
            )
    if len(evidence.contacts) != evidence.listed:
        yield f"{evidence.listed} contacts were listed, {len(evidence.contacts)} are there"


def after_no(evidence: Evidence) -> Iterator[str]:
    """Nothing goes out after an opt-out but one confirmation of it."""
    known = {attempt.id: attempt for attempt in evidence.attempts}
    recorded = {event.number: event.recorded_at for event in reversed(evidence.suppressions)
                if event.event == "suppressed" and event.scope == "all"}  # fmt: skip
    confirmed: Counter[str] = Counter()
    for one in evidence.creates:
        attempt = known.get(one.attempt)
        if not one.accepted or attempt is None:
            continue
        since, no = recorded.get(one.number), evidence.heard.opted_out.get(one.number)
        late = since is not None and attempt.handed_at is not None and attempt.handed_at > since
        if not late and not (no is not None and one.place > no):
            continue
        if attempt.kind is Kind.CONFIRMATION:
            confirmed[one.number] += 1
        else:
            yield f"attempt {one.attempt} ({attempt.kind.value}) went out after {one.number} had said no"
    yield from (
        f"{n} confirmations of an opt-out to {number}" for number, n in confirmed.items() if n > 1
    )


def no_answer_lost(evidence: Evidence) -> Iterator[str]:
    """What was acknowledged is in the store, once; what is in the store was said."""
    texts = Counter(message.sid for message in evidence.messages)
    for said in evidence.heard.in_mode(Mode.SMS):
        if evidence.quiet and said.acknowledged and texts[said.about] != 1:
            yield f"the acknowledged text {said.about} is in the store {texts[said.about]} times"
    yield from (f"the text {sid} is in the store {n} times" for sid, n in texts.items() if n > 1)
    for mode in (Mode.SMS, Mode.VOICE, Mode.AGENT):
        yield from _answers(evidence, mode)


def nothing_left(evidence: Evidence) -> Iterator[str]:
    """Once it is quiet, only creates in flight at a death, or lost without a word, are not settled."""
    silent = {one.attempt for one in evidence.creates if one.leaves_no_evidence}
    taken = {one.attempt for one in evidence.creates if one.accepted}
    for row in evidence.inbox:
        if row.applied_at is None:
            yield f"webhook {row.id} ({row.endpoint}) was not applied: {row.result or 'waiting'}"
    for attempt in evidence.attempts:
        if attempt.state in OVER:
            continue
        if attempt.state is not State.UNKNOWN:
            yield f"attempt {attempt.id} stays {attempt.state.value}"
        elif attempt.id in taken:
            yield f"attempt {attempt.id} was created, and no evidence settled it"
        elif attempt.id not in silent | evidence.in_flight:
            yield f"attempt {attempt.id} is held, and was not in flight"


def _answers(evidence: Evidence, mode: Mode) -> Iterator[str]:
    """Number, question and words of what is stored, beside those of what was said."""
    number_of = {contact.id: contact.number for contact in evidence.contacts}
    stored = Counter(
        (number_of[answer.contact_id], answer.question, answer.raw)
        for answer in evidence.answers
        if answer.mode is mode
    )
    said = [one for one in evidence.heard.in_mode(mode) if means_something(one)]
    late = not_an_answer(evidence)
    surely = Counter(_key(one) for one in said if one.acknowledged and one.about not in late)
    maybe = Counter(_key(one) for one in said)
    if evidence.quiet:
        yield from (
            f"{n} acknowledged answers are lost: {key}" for key, n in (surely - stored).items()
        )
    yield from (f"{n} answers too many: {key}" for key, n in (stored - maybe).items())


def _told(attempt: Attempt | None) -> str:
    if attempt is None:
        return "none"
    outcome = attempt.outcome.value if attempt.outcome else "no outcome"
    return (
        f"{attempt.id}, {attempt.kind.value}, {attempt.state.value}, {outcome}, {attempt.reason!r}"
    )


def means_something(said: Said) -> bool:
    """Whether it answers the question that was asked."""
    if said.question is None or said.raw in NO_MORE:
        return False
    return isinstance(understand(said.question, said.raw, said.mode), Understood)


def _key(said: Said) -> tuple[str, str, str]:
    return said.number, said.question.id if said.question else "", said.raw


def not_an_answer(evidence: Evidence) -> set[str]:
    """What the office has, and took for something else: too late, or from somebody who had said no."""
    late = {message.sid for message in evidence.messages if message.meant != "answer"}
    for row in evidence.inbox:
        if row.endpoint == "gather" and row.result != "answered":
            heard = row.payload["heard"]
            late.add(f"{heard['attempt_id']}.{heard['turn']}")
    return late


def _arrived(attempt: Attempt) -> bool:
    """A text that has arrived only waits for its reply."""
    return attempt.channel is Channel.SMS and RANK[attempt.state] >= RANK[State.ANSWERED]


_HAS_NEXT: Final[Mapping[ContactState, Callable[[Contact, bool], bool]]] = {
    ContactState.UNRELEASED: lambda contact, trying: not contact.released,
    ContactState.WAITING: lambda contact, trying: contact.next_at is not None,
    ContactState.TRYING: lambda contact, trying: trying,
    ContactState.HELD: lambda contact, trying: contact.reason != "",
    ContactState.CLOSED: lambda contact, trying: contact.reason != "",
}
"""What each state must bring with it; `trying`: whether an attempt is open, or an agent has it in hand."""


Law = Callable[[Evidence], Iterator[str]]

LAWS: Final[tuple[Law, ...]] = (
    one_create,
    withdrawn_is_unsent,
    one_open_attempt,
    next_step,
    after_no,
    no_answer_lost,
)
LAWS_WHEN_QUIET: Final[tuple[Law, ...]] = (nothing_left,)

"""What a round of caps leaves in the store: everybody who was reached, in the order of the decisions; and who was held."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from db.session import Store
from db.tables import Attempt, CampaignRow, Contact, DecisionRow, Kind, Response, ResponseState
from outbound.dialing.attempt import State
from proof.capping.exchange import Taken
from proof.capping.oracle import COMPLETES, Excess, Reached, Rule, excesses

_MAYBE_OUT: Final = (State.PLACING, State.UNKNOWN)
_CAPPED: Final = " allows "
"""What stands in the reason of whoever a cap holds."""


@dataclass(frozen=True)
class Book:
    """One round's reached, finished talks and held, and the attempts by their id."""

    reached: Sequence[Reached]
    finished: Sequence[Reached]
    attempts: dict[str, Attempt]
    held: Counter[str]
    people: int
    held_people: int

    def broken(self, rules: Sequence[Rule], taken: Sequence[Taken]) -> Iterator[str]:
        """Every excess, and whatever the carrier took that would not be counted."""
        yield from (str(one) for one in self.excesses(rules))
        counted = {one.id for one in self.reached}
        for attempt, times in Counter(one.attempt for one in taken).items():
            if times > 1:
                yield f"the carrier took {attempt} {times} times"
            if attempt not in counted and self.attempts[attempt].kind is Kind.CONTACT:
                yield f"the carrier took {attempt}, which no cap counts: it is {self.attempts[attempt].state.value}"

    def excesses(self, rules: Sequence[Rule]) -> list[Excess]:
        """Every excess of any rule."""
        ended = [rule for rule in rules if rule.counts == COMPLETES]
        begun = [rule for rule in rules if rule.counts != COMPLETES]
        return [*excesses(begun, self.reached), *excesses(ended, self.finished)]


def opened(store: Store) -> Book:
    """Read all of it."""
    with store.read() as session:
        purposes = {row.id: row.purpose for row in session.exec(select(CampaignRow))}
        contacts = {row.id or 0: row for row in session.exec(select(Contact))}
        attempts = list(session.exec(select(Attempt)))
        orders = _orders(session)
        held, whom = _held(session)
        finished = list(_finished(session, contacts, purposes))
    reached = list(_reached(attempts, purposes, orders))
    people = {one.subscriber_id for one in contacts.values()}
    return Book(reached, finished, {one.id: one for one in attempts}, held, len(people), len(whom))


def _orders(session: Session) -> dict[tuple[int, int], int]:
    """The place of each reservation among all decisions, by its contact and slot."""
    found: dict[tuple[int, int], int] = {}
    slots: Counter[int] = Counter()
    rows = select(DecisionRow).where(DecisionRow.step == "reserved").order_by(col(DecisionRow.id))
    for row in session.exec(rows):
        contact = row.contact_id or 0
        found[contact, slots[contact]] = row.id or 0
        slots[contact] += 1
    return found


def _held(session: Session) -> tuple[Counter[str], set[str]]:
    """How often each cap held somebody, by its words, and whom."""
    rows = select(DecisionRow).where(DecisionRow.step == "decided", col(DecisionRow.reason).contains(_CAPPED))  # fmt: skip
    words, whom = Counter[str](), set[str]()
    for row in session.exec(rows):
        words[row.reason.rpartition(": ")[2]] += 1
        whom.add(row.subscriber_id)
    return words, whom


def _reached(
    attempts: Sequence[Attempt],
    purposes: dict[str, str],
    orders: dict[tuple[int, int], int],
) -> Iterator[Reached]:
    """Attempts that were placed, or may have been; of each contact the first is its invitation."""
    counting = [
        one
        for one in attempts
        if one.kind is Kind.CONTACT and one.state is not State.WITHDRAWN
        and (one.placed_at is not None or one.state in _MAYBE_OUT)
    ]  # fmt: skip
    firsts: dict[int, int] = {}
    for one in counting:
        firsts[one.contact_id] = min(one.slot, firsts.get(one.contact_id, one.slot))
    for one in counting:
        yield Reached(
            orders[one.contact_id, one.slot], one.reserved_at, one.id, one.number, one.subscriber_id,
            one.household or "", one.campaign_id, purposes[one.campaign_id], one.channel.value,
            "FR" if one.number.startswith("+33") else "CN", first=one.slot == firsts[one.contact_id],
        )  # fmt: skip


def _finished(
    session: Session, contacts: dict[int, Contact], purposes: dict[str, str]
) -> Iterator[Reached]:
    """Talks that came to their end, in the order of their ends."""
    rows = select(Response).where(Response.state == ResponseState.COMPLETE).order_by(col(Response.completed_at))  # fmt: skip
    for place, row in enumerate(session.exec(rows)):
        one = contacts[row.contact_id]
        assert row.completed_at is not None  # it is complete
        yield Reached(
            place, row.completed_at, f"talk of {row.contact_id}", one.number, one.subscriber_id, one.household or "",
            one.campaign_id, purposes[one.campaign_id], "", "",
        )  # fmt: skip

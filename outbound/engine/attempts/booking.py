"""Booking: of those listed, who may go now, has a line and a turn, and is paid for; the others are put off."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from db.queries import counts
from db.tables import Contact
from outbound.campaign.schema import Channel, Mode
from outbound.engine.attempts import pace
from outbound.engine.attempts.cases import Listed
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.money import Purse
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.policy.case import Case
from outbound.policy.decision import Decision, GiveUp, Go, Wait
from outbound.policy.gate import decide, settled
from outbound.policy.money import Limit, most_of


@dataclass(frozen=True)
class Booked:
    """A contact that may go, with its turn, and its price once that is put aside."""

    listed: Listed
    case: Case
    at: datetime
    cost: Decimal | None = None

    @property
    def limits(self) -> list[Limit]:
        """The limits of money that it falls under."""
        return [allowance.limit for allowance in self.case.money]

    def price(self, now: datetime) -> Decimal:
        """The most that it can cost; of a message by the length of those before it."""
        contact, _, running = self.listed
        if self.case.channel is Channel.CALL or not self.limits:
            return self.case.price
        return most_of(Channel.SMS, running.centre.costs, pace.units_of(running, contact, now))


def may_go(
    session: Session,
    listed: Sequence[Listed],
    found: Mapping[int, Case],
    now: datetime,
    *,
    only_one: bool,
) -> list[Listed]:
    """Those that may go; the others are put off. Of several who are counted together, one at a time."""
    going: list[Listed] = []
    taken: set[Hashable] = set()
    for one in listed:
        contact = one[0]
        who = {contact.number, ("subscriber", contact.subscriber_id), ("household", contact.household or contact.id)}  # fmt: skip
        if who & taken:
            continue  # still due: decided again when the first is counted
        verdict = decide(found[contact.id or 0], now)
        if isinstance(verdict, Go):
            going.append(one)
            taken |= who
        else:
            put_off(session, contact, now, verdict)
        if only_one and going:
            break
    return going


def book(
    engine: Engine,
    session: Session,
    going: Sequence[Listed],
    found: Mapping[int, Case],
    now: datetime,
) -> list[Booked]:
    """Those of them that have a line, a turn and the money; whoever lacks only a line or a turn stays due."""
    lucky = _with_a_line(engine, session, going, now)
    turns = pace.in_turn(engine, session, lucky, now)
    return _paid(session, [Booked(one, found[one[0].id or 0], at) for one, at in turns], now)


def _with_a_line(
    engine: Engine, session: Session, going: Sequence[Listed], now: datetime
) -> Sequence[Listed]:
    """Menu calls only as far as lines are free: workers count them one after the other. The others stay due."""
    menu = [one for one in going if one[2].step(one[0].step).mode is Mode.VOICE]
    if not menu:
        return going
    pace.hold(engine, session, [pace.CALLS], now)
    free = max(0, engine.settings.lines - counts.menu_calls(session))
    waiting = {one[0].id for one in menu[free:]}
    return [one for one in going if one[0].id not in waiting]


def _paid(session: Session, booked: Sequence[Booked], now: datetime) -> list[Booked]:
    """Those whose price is put aside; where another worker was quicker to the last of the money, it is told."""
    purse = Purse(session, (limit for one in booked for limit in one.limits))
    paid = []
    for one in booked:
        price = one.price(now)
        short = purse.take(one.limits, price, now)
        if short is None:
            paid.append(replace(one, cost=price if one.limits else None))
        else:
            put_off(session, one.listed[0], now, settled(one.case, short))
    purse.close()
    return paid


def put_off(session: Session, contact: Contact, now: datetime, verdict: Decision) -> None:
    """Let a contact wait or close, as the gate said; a repeated wait for the same reason is not noted again."""
    match verdict:
        case Wait(until, reason):
            if reason != contact.reason:
                note(session, contact, now, Entry("decided", "wait", reason, until))
            contact.next_at, contact.reason, contact.changed_at = until, reason, now
        case GiveUp(reason):
            close(session, contact, now, reason)
        case Go():
            pass

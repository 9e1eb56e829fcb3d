"""Place and record: one create at the carrier outside any transaction, then what its reply means."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, assert_never

from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.queries.among import among
from db.tables import Attempt, CampaignRow, CampaignState, Contact, Kind
from outbound.campaign.schema import Channel, Purpose
from outbound.carrier.twilio.words import fault_of_create
from outbound.clock import monotonic
from outbound.dialing.attempt import Event, State
from outbound.dialing.heard import Remedy
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Accepted, CallOrder, Declined, NotTaken, Reply, Uncertain
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts import desks
from outbound.engine.attempts.fate import hold, proven, put_off, withdraw
from outbound.engine.attempts.hand_over import Order, hand_over
from outbound.engine.attempts.lines import HangUp, end_later, end_lines
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.attempts.remedies import REST, end_by_code
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.suppress import standing_against
from outbound.engine.context import Engine
from outbound.engine.crew import carrier_rest
from outbound.engine.ledger import Entry
from outbound.errors import CarrierError

_WHOSE: Final = (
    select(Attempt, Contact)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .where(col(Attempt.id).in_(among("attempts")))
)
"""Asked for every attempt, so built once: building a question takes longer than asking it."""

_TURNS: Final = select(col(Attempt.id), col(Attempt.place_at)).where(
    col(Attempt.id).in_(among("attempts"))
)

SOON: Final = timedelta(seconds=1)
"""How far apart the turns may be of what is marked together."""

Turn = tuple[datetime, str]
"""The moment from which an attempt may be placed, and its id."""

UNSURE: Final = 3
"""After so many creates in a row without a reply that tells, none is made for a while."""

NOBODYS: Final = "SM" + "0" * 32
"""An id that belongs to no message: asked about only to see whether the carrier answers."""

FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=2)

HELD_UP: Final = NotTaken(timedelta(0), "this process was held up before it asked")


def place(engine: Engine, attempt_ids: Sequence[str]) -> None:
    """Hand reserved attempts to the carrier, each once and in its turn; what may no longer be is withdrawn.

    As many are marked at a time as are created at a time, so that a crash leaves no more in doubt.
    """
    for together in _together(_turns(engine, attempt_ids), engine.settings.in_flight):
        engine.clock.wait_until(together[0][0])
        if engine.heartbeat.stopping:
            return  # what is not marked was never sent, and is withdrawn by itself
        if engine.heartbeat.unsure >= UNSURE:
            _look_first(engine)
        marked_by = monotonic()
        orders = hand_over(engine, [attempt_id for _, attempt_id in together])
        _create_all(engine, orders, marked_by)


def _create_all(engine: Engine, orders: Sequence[Order], marked_by: float) -> None:
    """Ask for all at once, and record the replies together; also those beside one that failed."""
    replies: dict[str, Reply] = {}
    failures: list[Exception] = []

    def ask(order: Order) -> None:
        try:
            replies[order.attempt_id] = _create(engine, order, marked_by)
        except Exception as failure:  # noqa: BLE001 - raised again once the others are recorded
            failures.append(failure)

    if len(orders) > 1:
        wait([_callers(engine.settings.in_flight).submit(ask, order) for order in orders])
    else:
        for order in orders:
            ask(order)
    record(
        engine,
        {one.attempt_id: replies[one.attempt_id] for one in orders if one.attempt_id in replies},
    )
    for failure in failures:
        raise failure


@lru_cache
def _callers(count: int) -> ThreadPoolExecutor:
    """Threads that ask the carrier; kept, since each has a connection of its own."""
    return ThreadPoolExecutor(count, "caller")


def _together(turns: Sequence[Turn], most: int) -> Iterator[list[Turn]]:
    """The attempts in groups whose turns come soon after each other: nothing is marked long before its own."""
    group: list[Turn] = []
    for turn in turns:
        if group and (len(group) == most or turn[0] > group[0][0] + SOON):
            yield group
            group = []
        group.append(turn)
    if group:
        yield group


def _turns(engine: Engine, attempt_ids: Sequence[str]) -> list[Turn]:
    """The attempts with the moments from which they may be placed, in that order."""
    with engine.store.read() as session:
        rows = session.execute(_TURNS, {"attempts": list(attempt_ids)})
        found = {row[0]: row[1] for row in rows}
    now = engine.clock.now()
    return sorted(((found[one] or now, one) for one in attempt_ids), key=lambda turn: turn[0])


def _create(engine: Engine, order: Order, marked_by: float) -> Reply:
    """Ask for one call or message, unless the mark is so old that others may have given it up."""
    engine.clock.wait_until(order.place_at)
    if monotonic() - marked_by > engine.place_within.total_seconds():
        return HELD_UP
    what, carrier = order.what, engine.carrier
    return carrier.call(what) if isinstance(what, CallOrder) else carrier.message(what)


def record(engine: Engine, replies: Mapping[str, Reply]) -> None:
    """Write down what the carrier said to these attempts' creates."""
    if not replies:
        return
    with engine.store.write() as session:
        lock_attempts(session, list(replies))
        rows = session.execute(_WHOSE, {"attempts": list(replies)})
        found = {attempt.id: (attempt, contact) for attempt, contact in rows}
        for attempt_id, reply in replies.items():
            if (call := _recorded(engine, session, *found[attempt_id], reply)) is not None:
                end_later(session, call)
    end_lines(engine, session)
    carrier_rest.tell(engine)


def _recorded(
    engine: Engine, session: Session, attempt: Attempt, contact: Contact, reply: Reply
) -> HangUp | None:
    """Write down one reply; a call that nobody wants any more is to be ended before it is answered."""
    now = engine.clock.now()
    engine.heartbeat.carrier_answers = not isinstance(reply, NotTaken | Uncertain)
    _doubt(engine, reply, now)
    match reply:
        case Accepted(sid):
            proven(attempt, contact, now, sid)
        case Declined(code, message):
            _declined(engine, session, attempt, contact, Declined(code, message))
        case NotTaken(wait, message):
            _not_taken(engine, session, attempt, NotTaken(wait, message))
        case Uncertain(message):
            if move(attempt, Event.LOST, now):
                hold(session, attempt, contact, now, message)
                engine.heartbeat.alarm(
                    now, "unknown", f"{message}: attempt {attempt.id}", attempt.campaign_id
                )
        case _:
            assert_never(reply)
    if is_over(attempt) or attempt.state is State.UNKNOWN:
        desks.let_go(session, attempt, now)
    return _unwanted(engine, session, attempt, now) if isinstance(reply, Accepted) else None


def _unwanted(engine: Engine, session: Session, attempt: Attempt, now: datetime) -> HangUp | None:
    """The call, if somebody said no while the carrier took it; a text is then too late.

    That a no was heard is confirmed in spite of it.
    """
    if attempt.kind is Kind.CONFIRMATION:
        return None
    row = session.get_one(CampaignRow, attempt.campaign_id)
    stopped = attempt.state is State.WITHDRAWN or row.state is CampaignState.STOPPING
    if not stopped and not standing_against(session, attempt, Purpose(row.purpose), now):
        return None
    engine.heartbeat.alarm(
        now, "withdrawn", f"{attempt.id} went out after all.", attempt.campaign_id
    )
    return HangUp(attempt.sid or "", answered=False) if attempt.channel is Channel.CALL else None


def _declined(
    engine: Engine, session: Session, attempt: Attempt, contact: Contact, said: Declined
) -> None:
    now, fault = engine.clock.now(), fault_of_create(said.code)
    attempt.code, attempt.reason = said.code, f"{fault.says} ({said.code}: {said.message})"
    over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
    if fault.remedy is Remedy.DECIDE_AGAIN:
        withdraw(session, attempt, contact, now, Entry("withdrawn", "not taken", fault.says, now + REST))  # fmt: skip
        return
    found = Provisional(fault.outcome or Outcome.CARRIER_REJECTED, fault.detail)
    end_by_code(engine, session, over, found, fault, now)


def _doubt(engine: Engine, reply: Reply, now: datetime) -> None:
    """Where one create after the other gets no reply that tells, the carrier is left alone for a while.

    Each of them waits for evidence, and perhaps for a person: an hour's absence must not take a whole list.
    """
    beat = engine.heartbeat
    if isinstance(reply, Uncertain):
        beat.unsure += 1
        if beat.unsure >= UNSURE:
            _rest(engine, now)
    elif isinstance(reply, Accepted | Declined):
        beat.unsure = 0


def _look_first(engine: Engine) -> None:
    """Ask something harmless before the next create is risked: while that fails, too, none is."""
    try:
        engine.carrier.fetch(Channel.SMS, NOBODYS)
    except CarrierError:
        engine.heartbeat.unsure += 1
        _rest(engine, engine.clock.now())


def _rest(engine: Engine, now: datetime) -> None:
    beat = engine.heartbeat
    rest = min(FIRST_REST * 2 ** min(beat.unsure - UNSURE, 8), LONGEST_REST)
    beat.carrier_rests_until = now + rest
    beat.alarm(now, "carrier", "Nothing is placed for now: creates get no reply that tells.")


def _not_taken(engine: Engine, session: Session, attempt: Attempt, said: NotTaken) -> None:
    now = engine.clock.now()
    again = now + said.wait
    if said is not HELD_UP:
        engine.heartbeat.carrier_rests_until = again
        engine.heartbeat.alarm(now, "carrier", f"Nothing is placed for now: {said.message}.")
    put_off(engine, session, attempt, again, said.message)

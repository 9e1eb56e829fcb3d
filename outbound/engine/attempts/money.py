"""Money in the store: the most that an attempt can cost is put aside before it is made, and settled at its end.

An attempt's `cost` is what is put aside for it while it is open, and what it came to once it is over, so
every counter can be told again from the attempts. One whose fate is unknown keeps what was put aside.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final

from sqlalchemy import bindparam, text, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import object_session
from sqlmodel import Session, SQLModel, col

from db.queries.among import among
from db.session import before_commit
from db.tables import Attempt, CampaignRow, Content
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import OVER, State
from outbound.engine.running import Running, read_snapshot
from outbound.policy.decision import AGAIN, GiveUp, Wait
from outbound.policy.money import CENT, Allowance, Limit, limits_of, most_of, paid_for, short_of
from outbound.policy.zones import country_of
from outbound.script.sms_length import segments

_SETTLED: Final = "attempts that were settled"
"""Where a transaction keeps them until it commits, each with what leaves its reserve and what is paid."""

_LASTED: Final = "how long calls lasted"
"""By attempt, what the carrier says of the calls that this transaction ends."""

_spend = SQLModel.metadata.tables["spend"].c
_counters = select_columns(_spend.name, _spend.reserved, _spend.settled).where(
    _spend.name.in_(among("names"))
)
# Asked for every reservation, so built once: building a question takes longer than asking it.
_READ: Final = _counters
_HOLD: Final = _counters.order_by(_spend.name).with_for_update()
_BEGIN: Final = text(
    "insert into spend (name, reserved, settled) values (:name, 0, 0) on conflict do nothing"
)
_WRITE: Final = (
    update(SQLModel.metadata.tables["spend"])
    .where(_spend.name == bindparam("counter"))
    .values(reserved=bindparam("reserved"), settled=bindparam("settled"))
)
_CONTENTS: Final = select_columns(col(CampaignRow.id), col(CampaignRow.content_hash)).where(
    col(CampaignRow.id).in_(among("campaigns"))
)

_read: dict[str, Running] = {}
"""Campaigns as they run, by what they run on: whatever the store, one hash is one content."""


def limits(running: Running, country: str | None, at: datetime) -> tuple[Limit, ...]:
    """Every limit under which an attempt of the campaign falls that is reserved at that moment."""
    return limits_of(running.campaign, running.centre, country, at, running.zone)


def used(session: Session, found: Iterable[Limit]) -> dict[str, tuple[Decimal, Decimal]]:
    """What is put aside and what is paid under each limit, by its name; nothing where nobody began."""
    names = sorted({limit.name for limit in found})
    if not names:
        return {}
    rows = session.execute(_READ, {"names": names})
    return {row.name: (row.reserved, row.settled) for row in rows}


def allowances(
    found: Iterable[Limit], known: Mapping[str, tuple[Decimal, Decimal]]
) -> tuple[Allowance, ...]:
    """The limits with what is used of each."""
    return tuple(Allowance(limit, *known.get(limit.name, ())) for limit in found)


class Purse:
    """Some counters, held by one transaction: what is taken from them is put aside when it commits.

    They are held after numbers, desk and turns, all at once and in one order.
    """

    def __init__(self, session: Session, found: Iterable[Limit]) -> None:
        self._session = session
        self._known = _held(session, {limit.name for limit in found})

    def take(self, found: Sequence[Limit], price: Decimal, now: datetime) -> Wait | GiveUp | None:
        """Put a price aside under every limit, or say why that cannot be; a negative one comes back."""
        if price > 0:
            short = short_of(allowances(found, self._known), price, now, now + AGAIN)
            if short is not None:
                return short
        for limit in found:
            reserved, settled = self._known[limit.name]
            self._known[limit.name] = (reserved + price, settled)
        return None

    def close(self) -> None:
        """Write the counters down."""
        _write(self._session, self._known)


def afford(
    session: Session, handed: Sequence[tuple[Attempt, Running]], now: datetime
) -> dict[str, Wait | GiveUp]:
    """Put aside what written messages cost by their own length; which of them have no money, and why.

    A call has its money since it was reserved. A reply has none before this.
    """
    texts = [one for one in handed if one[0].channel is Channel.SMS]
    if not texts:
        return {}
    for attempt, _ in texts:
        attempt.country = attempt.country or country_of(attempt.number)
    theirs = {a.id: limits(running, a.country, a.reserved_at) for a, running in handed}
    purse = Purse(session, (limit for found in theirs.values() for limit in found))
    short = {}
    for attempt, running in texts:
        if not theirs[attempt.id]:
            continue
        price = most_of(Channel.SMS, running.centre.costs, segments(attempt.body).segments)
        why = purse.take(theirs[attempt.id], price - (attempt.cost or Decimal(0)), now)
        if why is None:
            attempt.cost = price
        else:
            short[attempt.id] = why
    purse.close()
    return short


def over(attempt: Attempt) -> None:
    """What was put aside for an attempt that is over becomes what it came to; the counters follow at the commit.

    Nothing that is heard of it later in the same transaction changes that: so nobody need know which
    callbacks were applied together.
    """
    session = object_session(attempt)
    if attempt.cost is None or not isinstance(session, Session):
        return
    told = session.info.get(_LASTED, {}).pop(attempt.id, timedelta(0))
    put_aside, attempt.cost = attempt.cost, came_to(attempt, told)
    settled = session.info.get(_SETTLED)
    if settled is None:
        settled = session.info[_SETTLED] = []
        before_commit(session, _settle)
    settled.append((attempt, -put_aside, attempt.cost))


def lasted(attempt: Attempt, length: timedelta) -> None:
    """Note how long the carrier says that a call lasted, before it ends: our clock may know less of it."""
    session = object_session(attempt)
    if session is not None:
        session.info.setdefault(_LASTED, {})[attempt.id] = length


def came_to(attempt: Attempt, told: timedelta = timedelta(0)) -> Decimal:
    """What an attempt that is over has cost: as the carrier says, else by its length at our price.

    What was never placed cost nothing; a message costs what it was sent for, arrived or not. Of what
    the carrier and our clock say of a call's length, the longer counts.
    """
    put_aside = attempt.cost or Decimal(0)
    if attempt.price is not None:
        return abs(attempt.price)
    if attempt.placed_at is None or attempt.state is State.WITHDRAWN:
        return Decimal(0)
    if attempt.channel is Channel.SMS:
        return put_aside
    if attempt.answered_at is None:
        return Decimal(0)
    length = (attempt.ended_at or attempt.answered_at) - attempt.answered_at
    return paid_for(max(length, told), put_aside)


def correct(session: Session, told: Iterable[tuple[Attempt, Decimal]]) -> int:
    """Take down the carrier's own prices; how many are other than what was known of them.

    What is still open, such as a message whose answer is awaited, is settled at its price at its end.
    """
    moved = []
    changed = 0
    for attempt, said in told:
        price = abs(said).quantize(CENT, ROUND_CEILING)
        changed += price != (attempt.cost if attempt.price is None else attempt.price)
        attempt.price = price
        if attempt.cost is not None and attempt.state in OVER:
            moved.append((attempt, Decimal(0), price - attempt.cost))
            attempt.cost = price
    _move(session, moved)
    return changed


def _settle(session: Session) -> None:
    """Take over into the counters what this transaction has settled."""
    _move(session, session.info.pop(_SETTLED))


def _move(session: Session, moved: Collection[tuple[Attempt, Decimal, Decimal]]) -> None:
    """Change the counters of attempts by what is put aside and what is paid, each counter once, in order."""
    campaigns = _running(session, {attempt.campaign_id for attempt, _, _ in moved})
    changes: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for attempt, put_aside, paid in moved:
        for limit in limits(campaigns[attempt.campaign_id], attempt.country, attempt.reserved_at):
            before = changes[limit.name]
            changes[limit.name] = (before[0] + put_aside, before[1] + paid)
    known = _held(session, changes)
    new = {name: (known[name][0] + more[0], known[name][1] + more[1]) for name, more in changes.items()}  # fmt: skip
    _write(session, new)


def _held(session: Session, names: Collection[str]) -> dict[str, tuple[Decimal, Decimal]]:
    """The counters, begun where they are new, and nobody else's until the transaction ends."""
    wanted = sorted(names)
    if not wanted:
        return {}
    found = session.execute(_HOLD, {"names": wanted}).all()
    missing = set(wanted) - {row.name for row in found}
    if missing:
        session.execute(_BEGIN, [{"name": name} for name in sorted(missing)])
        found = session.execute(_HOLD, {"names": wanted}).all()
    return {row.name: (row.reserved, row.settled) for row in found}


def _write(session: Session, counters: Mapping[str, tuple[Decimal, Decimal]]) -> None:
    rows: list[dict[str, Any]] = [
        {"counter": name, "reserved": reserved, "settled": settled}
        for name, (reserved, settled) in sorted(counters.items())
    ]
    if rows:
        session.connection().execute(_WRITE, rows)


def _running(session: Session, campaign_ids: Collection[str]) -> dict[str, Running]:
    """The campaigns as they run, read once for each content."""
    found = {}
    for campaign_id, signature in session.execute(_CONTENTS, {"campaigns": list(campaign_ids)}):
        if signature not in _read:
            _read[signature] = read_snapshot(session.get_one(Content, signature).snapshot)
        found[campaign_id] = _read[signature]
    return found

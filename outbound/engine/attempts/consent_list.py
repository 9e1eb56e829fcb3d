"""Consent as people keep it by hand: add, withdraw, show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import col, select

from db.tables import SuppressionEvent
from outbound.campaign.schema import Channel, Purpose
from outbound.engine.attempts import consents
from outbound.engine.attempts.consents import Consented, agree, holder_of
from outbound.engine.attempts.holders import Holders
from outbound.engine.attempts.list_import import LeftOutError
from outbound.engine.attempts.suppress import Source
from outbound.engine.attempts.suppression_list import number_of
from outbound.engine.context import Engine
from outbound.errors import InputError, UsageError
from outbound.policy.suppression import Scope

_BATCH: Final = 5_000
_AHEAD: Final = timedelta(days=1)
_ACTS: Final = (
    select(SuppressionEvent)
    .where(col(SuppressionEvent.event).in_(("consented", "withdrawn")))
    .order_by(
        col(SuppressionEvent.number),
        col(SuppressionEvent.scope),
        col(SuppressionEvent.occurred_at),
        col(SuppressionEvent.event),  # at the same moment a withdrawal is the later
        col(SuppressionEvent.id),
    )
)

Told = tuple[str, str, str]
"""The number, the event and its scope."""


@dataclass(frozen=True)
class Given:
    """What a person agreed to, and the proof; `subscriber` where the base does not tell who it is."""

    purpose: Purpose
    channel: Channel | None
    evidence: str
    occurred_at: datetime | None = None
    expires_at: datetime | None = None
    subscriber: str | None = None


def add(engine: Engine, number: str, given: Given) -> Told:
    """Record a consent. Raises UsageError without proof, InputError where nobody known holds the number."""
    known, now = number_of(engine, number), engine.clock.now()
    _prove(given.evidence)
    if given.occurred_at is not None and given.occurred_at > now + _AHEAD:
        raise UsageError("Nobody has agreed tomorrow yet.", hint="Give a moment that has been.")
    if given.expires_at is not None and given.expires_at <= now:
        raise UsageError("It would have run out already.", hint="Give a moment that is to come.")
    scope = Scope(given.purpose.value, given.channel.value if given.channel else "")
    one = Consented(
        known,
        _holder(engine, known, given.subscriber or ""),
        scope,
        Source("command", given.evidence, "command line"),
        given.occurred_at or now,
        given.expires_at,
    )
    with engine.store.write() as session:
        agree(session, [one], now)
    return known, "consented", str(scope)


def withdraw(
    engine: Engine, number: str, purpose: Purpose | None, channel: Channel | None, evidence: str
) -> Told:
    """Record that consent is taken back; it holds at once. Raises UsageError without proof."""
    known = number_of(engine, number)
    _prove(evidence)
    scope = Scope(purpose.value if purpose else "", channel.value if channel else "")
    holding = Holders(engine).of([known]).get(known, [])
    holder = holding[0] if len(holding) == 1 else None
    source = Source("command", evidence, "command line")
    consents.withdraw(engine, known, scope, source, holder)
    return known, "withdrawn", str(scope)


def latest(engine: Engine) -> Iterator[dict[str, Any]]:
    """The latest act of each number and scope; nothing but one is held in memory."""
    with engine.store.read() as session:
        before: SuppressionEvent | None = None
        for row in session.execute(_ACTS, execution_options={"yield_per": _BATCH}).scalars():
            if before is not None and (before.number, before.scope) != (row.number, row.scope):
                yield _told(before)
            before = row
        if before is not None:
            yield _told(before)


def _told(row: SuppressionEvent) -> dict[str, Any]:
    return {
        "number": row.number, "scope": row.scope, "event": row.event, "occurred_at": row.occurred_at,
        "expires_at": row.expires_at, "holder": row.subscriber_id or "", "source": row.source,
        "evidence": row.evidence,
    }  # fmt: skip


def _prove(evidence: str) -> None:
    if not evidence.strip():
        raise UsageError("Consent is kept with its proof.", hint="Name it with --evidence.")


def _holder(engine: Engine, number: str, named: str) -> str:
    try:
        return holder_of(number, named, Holders(engine).of([number]))
    except LeftOutError as why:
        raise InputError(
            f"It is not clear whose consent it is: {why}.",
            hint="Name the person with --subscriber.",
        ) from why

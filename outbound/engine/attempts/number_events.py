"""What was recorded about numbers: suppressions and acts of consent, read together."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from db.queries.among import among
from db.tables import SuppressionEvent
from outbound.policy.consent import ConsentAct
from outbound.policy.suppression import Suppression, parse_scope

_EVENTS: Final = (
    select(SuppressionEvent)
    .where(col(SuppressionEvent.number).in_(among("numbers")))
    .order_by(col(SuppressionEvent.recorded_at), col(SuppressionEvent.id))
)
"""Asked before anybody is contacted and before anybody is spoken to, so built once."""


@dataclass(frozen=True)
class NumberEvents:
    """All that was recorded about one number, in the order in which it was."""

    suppressions: tuple[Suppression, ...] = ()
    consents: tuple[ConsentAct, ...] = ()


def number_events(session: Session, numbers: Collection[str]) -> dict[str, NumberEvents]:
    """Each number's events; numbers without any are absent."""
    found: dict[str, list[SuppressionEvent]] = defaultdict(list)
    for row in session.execute(_EVENTS, {"numbers": numbers}).scalars():
        found[row.number].append(row)
    return {number: events_in(rows) for number, rows in found.items()}


def events_in(rows: Collection[SuppressionEvent]) -> NumberEvents:
    """The rows of one number as the rules read them."""
    suppressions = [s for row in rows if (s := _suppression(row)) is not None]
    consents = [act for row in rows if (act := _consent(row)) is not None]
    return NumberEvents(tuple(suppressions), tuple(consents))


def _suppression(row: SuppressionEvent) -> Suppression | None:
    match row.event:
        case "suppressed" | "lifted":
            return Suppression(
                row.event, parse_scope(row.scope), row.occurred_at, row.expires_at, row.reason,
                row.source,
            )  # fmt: skip
        case _:
            return None


def _consent(row: SuppressionEvent) -> ConsentAct | None:
    match row.event:
        case "consented" | "withdrawn":
            return ConsentAct(
                row.event, parse_scope(row.scope), row.occurred_at, row.expires_at,
                row.subscriber_id, row.source,
            )  # fmt: skip
        case _:
            return None

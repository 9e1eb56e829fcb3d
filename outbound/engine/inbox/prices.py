"""What the carrier takes for each call and message, by its own list: it corrects what we reckoned by our prices."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from sqlmodel import col, select

from db.locks import lock_attempts
from db.queries.among import among
from db.tables import Attempt
from outbound.dialing.port import Listing
from outbound.engine.attempts import money
from outbound.engine.context import Engine

AT_ONCE: Final = 100
"""How many are corrected in one transaction: nobody may wait long for the numbers that it holds."""

_THESE: Final = select(Attempt).where(col(Attempt.id).in_(among("attempts")))


def take_prices(engine: Engine, listed: Sequence[tuple[Attempt, Listing]]) -> int:
    """Take down the carrier's prices; how many are other than what was known of them.

    A price in another currency than the campaign's costs says nothing here, and is left alone.
    """
    told = [
        (attempt.id, row.price)
        for attempt, row in listed
        if row.price not in (None, attempt.price)
        and row.currency == engine.running.named(attempt.campaign_id).centre.costs.currency
    ]
    groups = (told[first : first + AT_ONCE] for first in range(0, len(told), AT_ONCE))
    return sum(_take(engine, dict(some)) for some in groups)


def _take(engine: Engine, told: Mapping[str, Decimal]) -> int:
    with engine.store.write() as session:
        lock_attempts(session, list(told))
        found = session.exec(_THESE, params={"attempts": list(told)})
        return money.correct(session, [(attempt, told[attempt.id]) for attempt in found])

"""The customer's card: of all that the base knows, the few facts worth the agent's glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from outbound.engine.desk.desk_view import DeskContact

SPARK_HEIGHT: Final = 16
"""Pixels of the tallest bar."""


@dataclass(frozen=True)
class Card:
    """The facts worth the agent's glance; what the base does not know is None or empty."""

    name: str
    tier: str
    years: int | None
    months: int | None
    plan: str
    spend: Decimal | None  # a month, over the last three
    trend: tuple[int, ...]  # bar heights: since joining, last three months, now
    balance: Decimal | None
    contract_ends: str
    region: str
    complaints: int
    last_contact: int | None  # days
    last_score: str | None
    follow_ups: int


def card(contact: DeskContact, today: date) -> Card:
    """The card of one customer, from the base's columns as they were when listed."""
    facts, history = contact.facts, contact.history
    months = _tenure(facts, today)
    spend = _decimal(facts.get("spend_3m"))
    score = history.get("last_overall")
    return Card(
        name=contact.name,
        tier=_text(facts.get("tier")),
        years=months // 12 if months is not None and months >= 12 else None,
        months=months if months is not None and months < 12 else None,
        plan=_text(facts.get("plan")),
        spend=spend / 3 if spend is not None else _decimal(facts.get("monthly_charges")),
        trend=_trend(facts, months),
        balance=_decimal(facts.get("balance")),
        contract_ends=_text(facts.get("contract_ends_on")),
        region=_text(facts.get("region")),
        complaints=_count(facts.get("complaints_60d")),
        last_contact=_days(history.get("days_since_contact")),
        last_score=None
        if score is None
        else f"{score:g}"
        if isinstance(score, float)
        else str(score),
        follow_ups=_count(history.get("open_follow_ups")),
    )


def _tenure(facts: Mapping[str, object], today: date) -> int | None:
    """Whole months as a customer."""
    try:
        since = date.fromisoformat(_text(facts.get("activated_on"))[:10])
    except ValueError:
        return _days(facts.get("tenure"))
    months = (today.year - since.year) * 12 + today.month - since.month
    return max(0, months - (today.day < since.day))


def _trend(facts: Mapping[str, object], months: int | None) -> tuple[int, ...]:
    """Spend a month as three bars: since joining, over the last three months, and now."""
    total, spend = _decimal(facts.get("total_charges")), _decimal(facts.get("spend_3m"))
    now = _decimal(facts.get("monthly_charges"))
    if total is None or spend is None or now is None or not months:
        return ()
    values = (total / months, spend / 3, now)
    top = max(values)
    return tuple(max(1, round(SPARK_HEIGHT * value / top)) for value in values) if top > 0 else ()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _decimal(value: object) -> Decimal | None:
    try:
        amount = Decimal(_text(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _days(value: object) -> int | None:
    amount = _decimal(value)
    return None if amount is None else int(amount)


def _count(value: object) -> int:
    return _days(value) or 0

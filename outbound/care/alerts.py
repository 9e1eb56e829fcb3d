"""What an answer opens: the follow-ups that a campaign's alerts ask for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from outbound.campaign.schema import Alert
from outbound.expression.evaluate import evaluate
from outbound.expression.names import columns
from outbound.expression.parse import parse
from outbound.expression.tree import Expression


@dataclass(frozen=True)
class FollowUpOrder:
    """A follow-up to open: what kind, for which department, due when, and because of what."""

    kind: str
    department: str
    due_in: timedelta
    reason: str


@dataclass(frozen=True)
class Situation:
    """What an alert can read: the answers given, the subscriber's facts, history, the moment."""

    answers: Mapping[str, object]
    facts: Mapping[str, object]
    history: Mapping[str, object]
    moment: datetime
    zone: tzinfo


def opened(
    alerts: Iterable[Alert], situation: Situation, already: Collection[str] = ()
) -> list[FollowUpOrder]:
    """The follow-ups that the answers open, in the alerts' order.

    One kind opens once per contact, `already` naming the kinds open or closed before; the first
    alert of a kind that holds decides its department and deadline. Unknown is not true: an alert on
    a question that was not answered opens nothing. Raises ExpressionError for an expression that
    `outbound check` refuses.
    """
    orders: dict[str, FollowUpOrder] = {}
    for alert in alerts:
        if alert.follow_up in orders or alert.follow_up in already:
            continue
        expression = parse(alert.when)
        if _holds(expression, situation):
            orders[alert.follow_up] = FollowUpOrder(
                alert.follow_up, alert.to, alert.within, _reason(expression, situation)
            )
    return list(orders.values())


def _holds(expression: Expression, situation: Situation) -> bool:
    row = {**situation.facts, **situation.answers}
    found = evaluate(
        expression,
        row,
        history=situation.history,
        moment=situation.moment,
        zone=situation.zone,
    )
    return found is True


def _reason(expression: Expression, situation: Situation) -> str:
    """The condition and the answers it read: `overall <= 3 (overall: 2)`."""
    read = [name for name in situation.answers if name in columns(expression)]
    told = ", ".join(f"{name}: {situation.answers[name]}" for name in read)
    return f"{expression.text} ({told})" if told else expression.text

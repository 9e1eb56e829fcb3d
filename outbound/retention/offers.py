"""Which offers a customer may be given, who may grant them, and why not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum

from outbound.campaign.schema import Offer
from outbound.expression.evaluate import evaluate
from outbound.expression.parse import parse


class WhyNot(Enum):
    """Why an offer that fits the customer cannot be granted here and now."""

    GRANTED = "granted"  # this customer has it already
    BUDGET = "budget"  # what is left of its budget is less than one grant
    AUTHORITY = "authority"  # someone else must grant it: the offer's `grant` says who


@dataclass(frozen=True)
class Eligible:
    """An offer that fits the customer; `why_not` is None where it may be granted."""

    offer: Offer
    why_not: WhyNot | None = None

    @property
    def grantable(self) -> bool:
        """Whether the one who asks may grant it now."""
        return self.why_not is None


@dataclass(frozen=True)
class Customer:
    """What an offer's `for` can read: facts, answers so far, history, the moment."""

    facts: Mapping[str, object]
    answers: Mapping[str, object]
    history: Mapping[str, object]
    moment: datetime
    zone: tzinfo
    granted: Collection[str] = ()  # ids of the offers this customer already has


def eligible(
    offers: Iterable[Offer], customer: Customer, spent: Mapping[str, Decimal], role: str
) -> list[Eligible]:
    """The offers that fit the customer, in the campaign's order, each with what hinders it.

    spent: offer -> what its grants have cost so far, in the centre's currency
    role: agent, supervisor, or `department NAME`
    """
    return [
        Eligible(offer, _why_not(offer, customer, spent.get(offer.id, Decimal(0)), role))
        for offer in offers
        if _fits(offer, customer)
    ]


def _fits(offer: Offer, customer: Customer) -> bool:
    """Whether the offer is for this customer; unknown is not."""
    if offer.for_ is None:
        return True
    found = evaluate(
        parse(offer.for_),
        {**customer.facts, **customer.answers},
        history=customer.history,
        moment=customer.moment,
        zone=customer.zone,
    )
    return found is True


def _why_not(offer: Offer, customer: Customer, spent: Decimal, role: str) -> WhyNot | None:
    if offer.id in customer.granted:
        return WhyNot.GRANTED
    if spent + offer.value > offer.budget:
        return WhyNot.BUDGET
    return None if may_grant(offer.grant, role) else WhyNot.AUTHORITY


def may_grant(grant: str, role: str) -> bool:
    """Whether a role may grant at this level: a supervisor also what an agent may.

    A department grants only what is its own.
    """
    return grant == role or (role == "supervisor" and grant == "agent")

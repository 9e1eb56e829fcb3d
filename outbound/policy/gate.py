"""The gate: every check between a contact and an attempt, in one ordered list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.caps import (
    Breach,
    CapCount,
    Counted,
    Whose,
    binds,
    breach_of,
    strictest,
)
from outbound.policy.consent import Consent
from outbound.policy.decision import Decision, GiveUp, Go, Wait
from outbound.policy.span import NO_TIME_LEFT, Span
from outbound.policy.suppression import EVERYTHING, Suppression, standing

CampaignStanding = Literal[
    "draft",
    "checked",
    "approved",
    "running",
    "paused",
    "finishing",
    "finished",
    "stopping",
    "stopped",
]
ContactStanding = Literal["unreleased", "waiting", "trying", "held", "closed"]

AGAIN: Final = timedelta(minutes=5)
"""When to look again at what ends at no known moment."""


@dataclass(frozen=True)
class Case:
    """All that the gate reads about one contact and the attempt it would get.

    `span` is None where the number cannot be contacted at all, and `refusal` then says why.
    `open_on_number` and `held_by` name the campaign that is in the way.
    """

    campaign_id: str
    campaign: CampaignStanding
    begins_at: datetime
    purpose: Purpose
    channel: Channel
    contact: ContactStanding
    span: Span | None
    refusal: str = ""
    sender: str | None = None
    consent: Consent = Consent.NOT_KEPT
    suppressions: tuple[Suppression, ...] = ()
    caps: tuple[CapCount, ...] = ()
    invited: bool = False  # an attempt was placed before: no further contact is counted
    promised: bool = False  # a callback that the person was promised
    due_at: datetime | None = None
    open_on_number: str | None = None
    held_by: str | None = None


Check = Callable[[Case, datetime], Wait | GiveUp | None]


def campaign_runs(case: Case, now: datetime) -> Wait | GiveUp | None:
    """Only a running campaign starts anything new."""
    if case.campaign == "running":
        return None
    said = f"the campaign is {case.campaign}"
    if case.campaign in ("draft", "checked", "approved", "paused"):
        return Wait(now + AGAIN, said)
    return GiveUp(said)


def campaign_has_begun(case: Case, now: datetime) -> Wait | GiveUp | None:
    """Nothing starts before the campaign's first day, nor after its last."""
    if case.span is not None and now >= case.span.until:
        return GiveUp(NO_TIME_LEFT)
    return Wait(case.begins_at, "the campaign has not begun") if now < case.begins_at else None


def contact_is_open(case: Case, now: datetime) -> Wait | GiveUp | None:
    """A contact is attempted when nothing else is under way with it."""
    match case.contact:
        case "waiting":
            return None
        case "closed":
            return GiveUp("the contact is closed")
        case "trying":
            return Wait(now + AGAIN, "an attempt on this contact is open")
        case "held":
            return Wait(now + AGAIN, "held until there is evidence, or a person decides")
        case "unreleased":
            return Wait(now + AGAIN, "in reserve: the quota has not called for it")


def number_is_not_suppressed(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The strictest suppression holds; one that ends before the campaign does is waited for."""
    found = standing(case.suppressions, case.purpose, case.channel, case.campaign_id, now)
    if found is None:
        return None
    scope = "for all purposes" if found.scope == EVERYTHING else f"for {found.scope}"
    said = f"suppressed {scope}" + (f": {found.reason}" if found.reason else "")
    if found.expires_at and case.span and found.expires_at < case.span.until:
        return Wait(found.expires_at, said)
    return GiveUp(said)


def consent_is_recorded(case: Case, now: datetime) -> Wait | GiveUp | None:
    """Where the centre keeps consent for the purpose, silence refuses."""
    if case.consent is Consent.MISSING:
        return GiveUp(f"no consent recorded for {case.purpose.value}")
    return None


def number_can_be_contacted(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The number has a country with rules, a zone, and hours that are not empty."""
    if case.span is None:
        return GiveUp(case.refusal or "no hours are known for this number")
    if case.span.hours.next_open(now) is None:
        return GiveUp("no hour suits every zone that this number may be in")
    return None


def sender_exists(case: Case, now: datetime) -> Wait | GiveUp | None:
    """There is a number to call or write from."""
    return None if case.sender else GiveUp(f"no sender for {case.channel.value}")


def caps_allow(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The strictest cap holds; on breach it is waited for, or the contact dropped, as it says."""
    reached = (breach_of(count, now) for count in case.caps if _counts(case, count))
    worst = strictest(found for found in reached if found)
    return None if worst is None else _answer_to(worst)


def is_due(case: Case, now: datetime) -> Wait | GiveUp | None:
    """An earlier decision's moment has come."""
    if case.due_at and now < case.due_at:
        return Wait(case.due_at, "not due yet")
    return None


def number_is_free(case: Case, now: datetime) -> Wait | GiveUp | None:
    """No other attempt on the number is open, from any campaign."""
    if case.open_on_number is None:
        return None
    return Wait(now + AGAIN, f"another attempt on this number is open, by {case.open_on_number}")


def nobody_goes_first(case: Case, now: datetime) -> Wait | GiveUp | None:
    """No other campaign with a better claim wants the person."""
    return Wait(now + AGAIN, f"held by {case.held_by}") if case.held_by else None


def hours_allow(case: Case, now: datetime) -> Wait | GiveUp | None:
    """It is open in every zone, and the whole ring or the message's validity fits before the close."""
    if case.span is None or case.span.may_place(now):
        return None
    moment = case.span.first_from(now)
    if moment is None:
        return GiveUp(NO_TIME_LEFT)
    closing = case.span.hours.is_open(now)
    return Wait(moment, "too close to the end of the hours" if closing else "outside the hours")


CHECKS: Final[tuple[Check, ...]] = (
    campaign_runs,
    contact_is_open,
    number_is_not_suppressed,
    consent_is_recorded,
    number_can_be_contacted,
    sender_exists,
    campaign_has_begun,
    caps_allow,
    is_due,
    number_is_free,
    nobody_goes_first,
    hours_allow,
)


def decide(case: Case, now: datetime) -> Decision:
    """Whether to attempt the contact now.

    The first check that gives up decides. Else the longest wait does, moved on to a moment at
    which an attempt may be placed; where none is left before the end, the contact is given up.
    """
    now = now.astimezone(UTC)  # in a zone, arithmetic would follow the wall clock
    found = [answer for check in CHECKS if (answer := check(case, now)) is not None]
    for answer in found:
        if isinstance(answer, GiveUp):
            return answer
    waits = [answer for answer in found if isinstance(answer, Wait)]
    if not waits or case.span is None:
        return Go()
    longest = max(waits, key=lambda wait: wait.until)
    moment = case.span.first_from(longest.until)
    if moment is None:
        return GiveUp(f"{NO_TIME_LEFT}: {longest.reason}")
    return Wait(moment, longest.reason)


def _counts(case: Case, count: CapCount) -> bool:
    """Whether a cap's count has a say: a second attempt is no second contact, and what is owed
    to the person is counted but not capped, save by law and by the number's own limit."""
    if case.invited and count.counted is Counted.CONTACTS:
        return False
    owed = case.promised or case.purpose is Purpose.FOLLOW_UP
    if owed and count.whose in (Whose.CENTRE, Whose.CAMPAIGN):
        return False
    return binds(count.cap, case.purpose, case.channel)


def _answer_to(worst: Breach) -> Wait | GiveUp:
    if worst.drop or worst.until is None:
        return GiveUp(worst.reason)
    return Wait(worst.until, worst.reason)

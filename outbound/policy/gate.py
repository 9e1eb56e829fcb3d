"""The gate: every check between a contact and an attempt, in one ordered list."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from outbound.campaign.schema import Purpose
from outbound.policy.caps import (
    Breach,
    CapCount,
    Counted,
    Whose,
    binds,
    breach_of,
    strictest,
)
from outbound.policy.case import Case
from outbound.policy.consent import Consent
from outbound.policy.decision import AGAIN, Decision, GiveUp, Go, Wait
from outbound.policy.money import short_of
from outbound.policy.span import NO_TIME_LEFT
from outbound.policy.suppression import EVERYTHING, standing

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
    """Where the centre keeps consent for the purpose, or the country's rules ask for it, silence refuses."""
    if case.consent is Consent.GIVEN:
        return None
    if case.consent is Consent.NOT_KEPT and case.consent_rule is None:
        return None
    rule = f" ({case.consent_rule})" if case.consent_rule else ""
    return GiveUp(f"no consent recorded for {case.purpose.value}{rule}")


def number_can_be_contacted(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The number may be called, has a country with rules, a zone, and hours that are not empty."""
    if case.span is None:
        return GiveUp(case.refusal or "no hours are known for this number")
    if case.span.hours.next_open(now) is None:
        return GiveUp("no hour suits every zone that this number may be in")
    return None


def country_allows(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The sender is not barred there, the register was read lately, and nobody wants to be left alone."""
    if case.barred:
        return GiveUp(case.barred)
    if case.quiet_until and now < case.quiet_until:
        return Wait(case.quiet_until, "the country's rules want the person left alone for a while")
    return Wait(now + AGAIN, case.stale) if case.stale else None


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
    """No other attempt on the number is open, from any campaign, nor a talk with the person."""
    if case.open_on_number is not None:
        said = f"another attempt on this number is open, by {case.open_on_number}"
        return Wait(now + AGAIN, said)
    if case.talk is not None and now < case.talk[1]:
        return Wait(case.talk[1], f"messages are going to and fro, by {case.talk[0]}")
    return None


def nobody_goes_first(case: Case, now: datetime) -> Wait | GiveUp | None:
    """No other campaign with a better claim wants the person."""
    return Wait(now + AGAIN, f"held by {case.held_by}") if case.held_by else None


def not_answered_meanwhile(case: Case, now: datetime) -> Wait | GiveUp | None:
    """Whoever has answered, in whatever mode or wave, is not asked again for the same."""
    return GiveUp("the person has answered meanwhile") if case.answered else None


def sender_is_usable(case: Case, now: datetime) -> Wait | GiveUp | None:
    """There is a number to call or write from, the carrier takes what comes from it, and it does not rest."""
    if not case.sender:
        return GiveUp(f"no sender for {case.channel.value}")
    if case.sender_blocked:
        return Wait(now + AGAIN, f"the carrier blocks the sender {case.sender}")
    if case.sender_rests_until and now < case.sender_rests_until:
        return Wait(case.sender_rests_until, "the sender rests")
    return None


def money_is_left(case: Case, now: datetime) -> Wait | GiveUp | None:
    """The most that the attempt can cost still fits under every limit."""
    return short_of(case.money, case.price, now, now + AGAIN)


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
    campaign_has_begun,
    contact_is_open,
    number_is_not_suppressed,
    consent_is_recorded,
    number_can_be_contacted,
    hours_allow,
    country_allows,
    caps_allow,
    is_due,
    number_is_free,
    nobody_goes_first,
    not_answered_meanwhile,
    sender_is_usable,
    money_is_left,
)
"""In this order; of several that give up, the first is told."""


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
    return settled(case, max(waits, key=lambda wait: wait.until)) if waits else Go()


def settled(case: Case, answer: Wait | GiveUp) -> Wait | GiveUp:
    """A wait moved on to a moment at which an attempt may be placed; given up where none is left."""
    if isinstance(answer, GiveUp) or case.span is None:
        return answer
    moment = case.span.first_from(answer.until)
    return Wait(moment, answer.reason) if moment else GiveUp(f"{NO_TIME_LEFT}: {answer.reason}")


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

"""What stands before a contact now: every check that holds it, and the moment at which none does."""

from dataclasses import dataclass
from datetime import UTC, datetime

from outbound.policy.caps import CapCount, Counted, Whose, binds, breach_of, limits
from outbound.policy.case import Case
from outbound.policy.decision import AGAIN, GiveUp, Go, Wait
from outbound.policy.gate import CHECKS, decide


@dataclass(frozen=True)
class Held:
    """One check that holds a contact. `until` None: no moment is known; `final`: it never passes."""

    reason: str
    until: datetime | None = None
    final: bool = False


@dataclass(frozen=True)
class Outlook:
    """When a contact may be attempted, as far as can be told now, and all that holds it until then.

    `at` is None where it `ends`, or where something holds it whose end nobody knows; `reason` says
    what decides.
    """

    at: datetime | None
    reason: str = ""
    holds: tuple[Held, ...] = ()
    ends: bool = False


@dataclass(frozen=True)
class CapStanding:
    """A cap that speaks of the contact: how much it allows and has counted; when a full one has room again."""

    whose: Whose
    counted: Counted
    allowed: int
    used: int
    count: CapCount
    frees_at: datetime | None = None


def explain(case: Case, now: datetime) -> Outlook:
    """Every answer of the gate's checks, as if the contact were decided now, and what they come to."""
    now = now.astimezone(UTC)
    holds = tuple(
        _held(answer, now) for check in CHECKS if (answer := check(case, now)) is not None
    )
    match decide(case, now):
        case Go():
            return Outlook(now)
        case GiveUp(reason):
            return Outlook(None, reason, holds, ends=True)
        case Wait(until, reason):
            endless = next((held for held in holds if held.until is None), None)
            if endless is not None:
                return Outlook(None, endless.reason, holds)
            return Outlook(until, reason, holds)


def caps_standing(case: Case, now: datetime) -> tuple[CapStanding, ...]:
    """Every cap that speaks of the contact's purpose and channel, reached or not."""
    return tuple(
        _standing(count, now) for count in case.caps if binds(count.cap, case.purpose, case.channel)
    )


def _held(answer: Wait | GiveUp, now: datetime) -> Held:
    if isinstance(answer, GiveUp):
        return Held(answer.reason, final=True)
    # What is only looked at again ends at no known moment.
    return Held(answer.reason, None if answer.until == now + AGAIN else answer.until)


def _standing(count: CapCount, now: datetime) -> CapStanding:
    allowed = dict(limits(count.cap))[count.counted]
    since = now.astimezone(UTC) - count.cap.per
    used = sum(since < at.astimezone(UTC) <= now for at in count.times)
    reached = breach_of(count, now)
    frees_at = reached.until if reached else None
    return CapStanding(count.whose, count.counted, allowed, used, count, frees_at)

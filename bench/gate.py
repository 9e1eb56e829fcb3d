"""The gate: what each check costs, and the whole decision, over cases as different as a campaign day's."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bench.size import size
from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.policy.caps import NUMBER_LIMIT, CapCount, Counted, Whose
from outbound.policy.case import Case
from outbound.policy.consent import Consent
from outbound.policy.decision import Go
from outbound.policy.gate import CHECKS, decide
from outbound.policy.hours import Everywhere, OpenHours
from outbound.policy.money import Allowance, Limit
from outbound.policy.span import Span
from outbound.policy.suppression import Suppression, parse_scope

SEED = 7
CASES = 2_000
ROUNDS = 20
ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Europe/Paris", "America/New_York", "America/Denver")
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
HOURS = "Mo-Sa 09:00-12:00,14:00-20:00; PH off"


def main() -> None:
    """Print microseconds for each check, and for the decision as a whole."""
    chance = random.Random(SEED)
    cases = [_case(chance) for _ in range(CASES)]
    moments = [MONDAY + timedelta(minutes=chance.randint(0, 6 * 24 * 60)) for _ in cases]
    for case, now in zip(cases, moments, strict=True):
        decide(case, now)  # the hours are worked out once, whoever asks
    gone = sum(isinstance(decide(case, now), Go) for case, now in zip(cases, moments, strict=True))
    refused = [
        sum(check(case, now) is not None for case, now in zip(cases, moments, strict=True))
        for check in CHECKS
    ]
    rounds = size("ROUNDS", ROUNDS)
    print(f"{CASES} cases, {gone} of which go; seed {SEED}, best of {rounds} rounds")
    print(f"{'check':<28}{'us each':>9}{'refuses':>9}")
    for check, count in zip(CHECKS, refused, strict=True):
        cost = _microseconds(check, cases, moments, rounds)
        print(f"{check.__name__:<28}{cost:>9.2f}{count / CASES:>9.0%}")
    print(f"{'the whole list, decided':<28}{_microseconds(decide, cases, moments, rounds):>9.2f}")


def _microseconds(
    act: Callable[[Case, datetime], object], cases: list[Case], moments: list[datetime], rounds: int
) -> float:
    pairs, best = list(zip(cases, moments, strict=True)), float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        for case, now in pairs:
            act(case, now)
        best = min(best, time.perf_counter() - began)
    return best / len(pairs) * 1_000_000


def _case(chance: random.Random) -> Case:
    """One case in three has something in the way besides the hours."""
    zones = chance.sample(ZONES, chance.choice((1, 1, 1, 2, 4)))
    hours = Everywhere(tuple(_hours(zone) for zone in zones))
    case = Case(
        campaign_id="bench", campaign="running", begins_at=MONDAY, purpose=Purpose.SURVEY,
        channel=Channel.CALL, contact="waiting", sender="+862160010001", consent=Consent.GIVEN,
        span=Span(hours, MONDAY + timedelta(days=28), timedelta(seconds=55)),
        suppressions=_suppressions(chance), caps=_caps(chance), price=Decimal("4.5"), money=_money(chance),
        consent_rule="CN-1-consent", due_at=MONDAY,
    )  # fmt: skip
    if chance.random() < 2 / 3:
        return case
    return replace(case, **chance.choice(IN_THE_WAY))


IN_THE_WAY = (
    {"campaign": "paused"}, {"consent": Consent.MISSING}, {"open_on_number": "care"}, {"held_by": "urgent"},
    {"answered": True}, {"due_at": MONDAY + timedelta(days=9)}, {"span": None}, {"contact": "held"},
    {"sender_rests_until": MONDAY + timedelta(days=2)}, {"barred": "the sender may not be used"},
)  # fmt: skip
_known: dict[str, OpenHours] = {}


def _hours(zone: str) -> OpenHours:
    if zone not in _known:
        _known[zone] = OpenHours.parse(HOURS, "CN", ZoneInfo(zone))
    return _known[zone]


def _suppressions(chance: random.Random) -> tuple[Suppression, ...]:
    """One number in ten has a history; most of it speaks of something else."""
    if chance.random() > 0.1:
        return ()
    scopes = ("all", "purpose:retention", "channel:sms", "campaign:past")
    return tuple(
        Suppression(
            chance.choice(("suppressed", "lifted")), parse_scope(chance.choice(scopes)), MONDAY - timedelta(days=n + 1)
        )
        for n in range(chance.randint(1, 4))
    )  # fmt: skip


def _caps(chance: random.Random) -> tuple[CapCount, ...]:
    """The centre's two, the campaign's own, and the number's, over what happened in a quarter of a year."""
    monday = MONDAY.astimezone(UTC)
    past = tuple(monday - timedelta(hours=chance.randint(1, 90 * 24)) for _ in range(chance.randint(0, 8)))  # fmt: skip
    week = Cap(contacts=2, per=timedelta(days=7))
    quarter = Cap(contacts=1, per=timedelta(days=90), purpose=Purpose.SURVEY)
    own = Cap(attempts=4, per=timedelta(days=3))
    return (
        CapCount(week, Counted.CONTACTS, past),
        CapCount(quarter, Counted.CONTACTS, past[:1] if chance.random() < 0.3 else ()),
        CapCount(own, Counted.ATTEMPTS, past, Whose.CAMPAIGN),
        CapCount(NUMBER_LIMIT, Counted.ATTEMPTS, past, Whose.NUMBER),
    )


def _money(chance: random.Random) -> tuple[Allowance, ...]:
    tomorrow = MONDAY + timedelta(days=1)
    limits = (
        Limit("campaign bench", "spend", "for the campaign", Decimal(20_000), "CNY"),
        Limit("day 2026-11-23", "spend.day", "for today", Decimal(5_000), "CNY", tomorrow),
        Limit("country CN 2026-11-23", "spend.countries.CN", "for CN today", Decimal(5_000), "CNY", tomorrow),
    )  # fmt: skip
    used = Decimal(chance.choice((0, 700, 2_300, 4_999)))
    return tuple(Allowance(limit, Decimal(90), used) for limit in limits)


if __name__ == "__main__":
    main()

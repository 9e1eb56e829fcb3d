"""The gate: what lets a contact through, what makes it wait, what ends it, and why."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.policy import gate
from outbound.policy.caps import NUMBER_LIMIT, CapCount, Counted, Whose
from outbound.policy.case import Case
from outbound.policy.consent import Consent
from outbound.policy.decision import GiveUp, Go, Wait
from outbound.policy.gate import AGAIN, CHECKS, decide
from outbound.policy.hours import OpenHours
from outbound.policy.money import Allowance, Limit
from outbound.policy.span import Span
from outbound.policy.suppression import Suppression, parse_scope

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", SHANGHAI)
RING = timedelta(seconds=55)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


NOW = at(23, 9)  # a Monday
END = datetime(2026, 12, 21, tzinfo=SHANGHAI)
OPEN = Case(
    campaign_id="spring",
    campaign="running",
    begins_at=at(23, 0),
    purpose=Purpose.SURVEY,
    channel=Channel.CALL,
    contact="waiting",
    span=Span(HOURS, END, RING),
    sender="+862160010001",
)


def cap(times: list[datetime], whose: Whose = Whose.CENTRE, **fields: object) -> CapCount:
    made = Cap.model_validate({"per": "7d"} | (fields or {"contacts": 1}))
    counted = Counted.CONTACTS if made.contacts is not None else Counted.ATTEMPTS
    return CapCount(made, counted, tuple(times), whose)


def suppressed(scope: str = "all", **more: object) -> tuple[Suppression, ...]:
    return (Suppression("suppressed", parse_scope(scope), at(22, 9), **more),)  # type: ignore[arg-type]


def money(
    reserved: str, settled: str, most: str = "10", passes_at: datetime | None = None
) -> tuple[Allowance, ...]:
    words = "for today" if passes_at else "for the campaign"
    limit = Limit(
        "x", "spend.day" if passes_at else "spend", words, Decimal(most), "CNY", passes_at
    )
    return (Allowance(limit, Decimal(reserved), Decimal(settled)),)


PRICE = Decimal("4.5")


def test_go_when_nothing_is_in_the_way() -> None:
    assert decide(OPEN, NOW) == Go()


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"campaign": "paused"}, Wait(NOW + AGAIN, "the campaign is paused")),
        ({"campaign": "draft"}, Wait(NOW + AGAIN, "the campaign is draft")),
        ({"campaign": "finishing"}, GiveUp("the campaign is finishing")),
        ({"campaign": "stopped"}, GiveUp("the campaign is stopped")),
        ({"begins_at": at(24, 0)}, Wait(at(24, 9), "the campaign has not begun")),
        ({"contact": "closed"}, GiveUp("the contact is closed")),
        ({"contact": "trying"}, Wait(NOW + AGAIN, "an attempt on this contact is open")),
        ({"contact": "held"}, Wait(NOW + AGAIN, "held until there is evidence, or a person decides")),
        ({"contact": "unreleased"}, Wait(NOW + AGAIN, "in reserve: the quota has not called for it")),
        ({"suppressions": suppressed()}, GiveUp("suppressed for all purposes")),
        ({"suppressions": suppressed("channel:call", reason="asked by SMS")},
         GiveUp("suppressed for channel:call: asked by SMS")),
        ({"suppressions": suppressed(expires_at=at(25, 12))},
         Wait(at(25, 14), "suppressed for all purposes")),
        ({"suppressions": suppressed("channel:sms")}, Go()),
        ({"consent": Consent.MISSING}, GiveUp("no consent recorded for survey")),
        ({"consent": Consent.GIVEN}, Go()),
        ({"span": None, "refusal": "no rules for this country"}, GiveUp("no rules for this country")),
        ({"sender": None}, GiveUp("no sender for call")),
        ({"caps": (cap([at(22, 10)]),)}, Wait(at(30, 9), "the centre allows 1 contact in 1w")),
        ({"caps": (cap([at(22, 10)], contacts=1, per="7d", then="drop"),)},
         GiveUp("the centre allows 1 contact in 1w")),
        ({"caps": (cap([], contacts=0, per="1d"),)}, GiveUp("the centre allows 0 contacts in 1d")),
        ({"caps": (cap([at(22, 10)], contacts=1, per="90d"),)},
         GiveUp("no time left: the centre allows 1 contact in 90d")),
        ({"caps": (cap([at(22, 10)], contacts=1, per="7d", purpose="care"),)}, Go()),
        ({"due_at": at(23, 15)}, Wait(at(23, 15), "not due yet")),
        ({"open_on_number": "care"},
         Wait(NOW + AGAIN, "another attempt on this number is open, by care")),
        ({"held_by": "urgent"}, Wait(NOW + AGAIN, "held by urgent")),
        ({"talk": ("texts", at(23, 9, 20))},
         Wait(at(23, 9, 20), "messages are going to and fro, by texts")),
        ({"talk": ("texts", NOW)}, Go()),
        ({"answered": True}, GiveUp("the person has answered meanwhile")),
        ({"consent_rule": "CN-2"}, GiveUp("no consent recorded for survey (CN-2)")),
        ({"consent_rule": "CN-2", "consent": Consent.GIVEN}, Go()),
        ({"barred": "the sender 10085 may not be used for asking (CN-1)"},
         GiveUp("the sender 10085 may not be used for asking (CN-1)")),
        ({"stale": "the national register was never read (US-1)"},
         Wait(NOW + AGAIN, "the national register was never read (US-1)")),
        ({"quiet_until": at(24, 10)},
         Wait(at(24, 10), "the country's rules want the person left alone for a while")),
        ({"quiet_until": NOW}, Go()),
        ({"sender_rests_until": at(23, 9, 1)}, Wait(at(23, 9, 1), "the sender rests")),
        ({"sender_rests_until": NOW}, Go()),
        ({"sender_blocked": True},
         Wait(NOW + AGAIN, "the carrier blocks the sender +862160010001")),
        ({"price": PRICE, "money": money("1", "4.5")}, Go()),
        ({"price": PRICE, "money": money("0", "5.51", passes_at=at(24, 0))},
         Wait(at(24, 9), "no money left for today (spend.day 10 CNY)")),
        ({"price": PRICE, "money": money("5.51", "0", passes_at=at(24, 0))},
         Wait(NOW + AGAIN,
              "the money left for today is set aside for attempts under way (spend.day 10 CNY)")),
        ({"price": PRICE, "money": money("0", "5.51")},
         GiveUp("no money left for the campaign (spend 10 CNY)")),
        ({"price": PRICE, "money": money("0", "0", "4")},
         GiveUp("an attempt costs more than may be spent for the campaign (spend 4 CNY)")),
        ({"price": Decimal(0), "money": money("0", "0", "0", at(24, 0))},
         GiveUp("an attempt costs more than may be spent for today (spend.day 0 CNY)")),
    ],
)  # fmt: skip
def test_each_check_has_its_say(changes: dict[str, object], decision: object) -> None:
    assert decide(replace(OPEN, **changes), NOW) == decision  # type: ignore[arg-type]


def test_outside_the_hours_it_waits_for_the_opening() -> None:
    assert decide(OPEN, at(23, 8, 59, 59)) == Wait(at(23, 9), "outside the hours")
    assert decide(OPEN, at(23, 12)) == Wait(at(23, 14), "outside the hours")


def test_the_whole_ring_must_fit() -> None:
    assert decide(OPEN, at(23, 19, 59, 5)) == Go()
    late = decide(OPEN, at(23, 19, 59, 6))
    assert late == Wait(at(24, 9), "too close to the end of the hours")


def test_nothing_is_placed_after_the_last_day() -> None:
    last = datetime(2026, 12, 19, 19, 59, 30, tzinfo=SHANGHAI)  # the Saturday before the end
    assert decide(OPEN, last) == GiveUp("no time left")
    assert decide(OPEN, END) == GiveUp("no time left")


def test_hours_that_never_meet_end_the_contact() -> None:
    never = OpenHours.parse("off", "CN", SHANGHAI)
    case = replace(OPEN, span=Span(never, END, RING))
    assert decide(case, NOW) == GiveUp("no hour suits every zone that this number may be in")


def test_giving_up_comes_before_waiting() -> None:
    case = replace(OPEN, campaign="paused", suppressions=suppressed())
    assert decide(case, NOW) == GiveUp("suppressed for all purposes")


def test_the_longest_wait_is_the_one_told() -> None:
    case = replace(OPEN, held_by="urgent", caps=(cap([at(22, 10)]),), due_at=at(23, 15))
    assert decide(case, NOW) == Wait(at(30, 9), "the centre allows 1 contact in 1w")


def test_waiting_ends_at_a_moment_that_may_be_placed() -> None:
    case = replace(OPEN, due_at=at(23, 11, 59, 30))
    assert decide(case, NOW) == Wait(at(23, 14), "not due yet")


def test_a_second_attempt_is_no_second_contact() -> None:
    case = replace(OPEN, caps=(cap([at(22, 10)]),), invited=True)
    assert decide(case, NOW) == Go()


@pytest.mark.parametrize("owed", [{"promised": True}, {"purpose": Purpose.FOLLOW_UP}])
def test_what_is_owed_is_counted_but_not_capped_save_by_law(owed: dict[str, object]) -> None:
    case = replace(OPEN, **owed, caps=(cap([at(22, 10)]),))  # type: ignore[arg-type]
    assert decide(case, NOW) == Go()
    by_law = replace(case, caps=(cap([at(22, 10)], Whose.COUNTRY, attempts=1, per="7d"),))
    assert decide(by_law, NOW) == Wait(at(30, 9), "the country allows 1 attempt in 1w")


def test_a_promise_never_breaks_hours_or_suppression() -> None:
    assert decide(replace(OPEN, promised=True), at(23, 12)) == Wait(at(23, 14), "outside the hours")
    forbidden = replace(OPEN, promised=True, suppressions=suppressed())
    assert decide(forbidden, NOW) == GiveUp("suppressed for all purposes")


def test_three_attempts_on_a_number_within_a_day_are_enough() -> None:
    times = (at(22, 16), at(22, 18), at(23, 8))
    case = replace(OPEN, caps=(CapCount(NUMBER_LIMIT, Counted.ATTEMPTS, times, Whose.NUMBER),))
    assert decide(case, NOW) == Wait(at(23, 16), "the number allows 3 attempts in 1d")


ALONE = {
    gate.campaign_runs: {"campaign": "paused"},
    gate.campaign_has_begun: {"begins_at": at(24, 0)},
    gate.contact_is_open: {"contact": "held"},
    gate.number_is_not_suppressed: {"suppressions": suppressed()},
    gate.consent_is_recorded: {"consent_rule": "CN-2"},
    gate.number_can_be_contacted: {
        "span": None,
        "refusal": "premium-rate numbers are never contacted",
    },
    gate.hours_allow: {"span": Span(HOURS, END, timedelta(hours=4))},
    gate.country_allows: {"barred": "the sender 10085 may not be used for asking (CN-1)"},
    gate.caps_allow: {"caps": (cap([at(22, 10)]),)},
    gate.is_due: {"due_at": at(23, 15)},
    gate.number_is_free: {"open_on_number": "care"},
    gate.nobody_goes_first: {"held_by": "urgent"},
    gate.not_answered_meanwhile: {"answered": True},
    gate.sender_is_usable: {"sender": None},
    gate.money_is_left: {"price": PRICE, "money": money("0", "10", passes_at=at(24, 0))},
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_can_be_the_only_one_that_refuses(check: gate.Check) -> None:
    case = replace(OPEN, **ALONE[check])  # type: ignore[arg-type]
    assert [one for one in CHECKS if one(case, NOW) is not None] == [check]
    assert decide(case, NOW) != Go()


def test_every_check_stands_once_in_the_list() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
    assert all(check.__doc__ for check in CHECKS)

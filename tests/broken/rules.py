"""Mistakes in the rules: who may be contacted, when, and what somebody's no means."""

from tests.broken.build import Broken

_GATE = "outbound/policy/gate.py"
_SAY = "tests/policy/test_gate.py::test_each_check_has_its_say"


def _dropped(check: str, danger: str) -> Broken:
    """A check that is no longer asked."""
    return Broken(f"gate-without-{check}", danger, _GATE, f"    {check},\n", "", (_SAY,))


RULES = (
    _dropped("campaign_runs", "a campaign that was paused or stopped goes on"),
    _dropped("number_is_not_suppressed", "people who said no are contacted"),
    _dropped("consent_is_recorded", "people are contacted who never agreed"),
    Broken(
        "gate-without-hours", "people are woken at night", _GATE, "    hours_allow,\n", "",
        ("tests/policy/test_gate.py::test_outside_the_hours_it_waits_for_the_opening",),
    ),
    _dropped("caps_allow", "people are pestered"),
    _dropped("number_is_free", "one telephone rings twice at once"),
    _dropped("nobody_goes_first", "an urgent campaign waits behind an idle one"),
    _dropped("not_answered_meanwhile", "people are asked what they have answered"),
    _dropped("money_is_left", "more is spent than there is"),
    Broken(
        "first-giving-up-is-not-told-first", "who said no waits, and is contacted once the pause is over",
        _GATE, "            return answer\n    waits", "            pass\n    waits",
        ("tests/policy/test_gate.py::test_giving_up_comes_before_waiting",),
    ),
    Broken(
        "open-at-the-closing-hour", "a telephone rings at nine in the evening sharp",
        "outbound/policy/intervals.py", "second < self.ends[index - 1]", "second <= self.ends[index - 1]",
        ("tests/policy/test_hours.py::test_the_first_moment_is_open_and_the_last_is_not",),
    ),
    Broken(
        "the-ring-need-not-fit", "a telephone that began to ring in time rings on after the close",
        "outbound/policy/hours.py", "start <= t and start + needed <= end", "start <= t",
        ("tests/policy/test_gate.py::test_the_whole_ring_must_fit",),
    ),
    Broken(
        "only-the-first-zone-is-asked", "whoever lives in the number's other zones is called at night",
        "outbound/policy/zones.py", "tuple(zone for zone in zones if zone)",
        "tuple(zone for zone in zones if zone)[:1]",
        ("tests/policy/test_zones.py::test_a_freephone_number_may_be_anywhere_it_rings",),
    ),
    Broken(
        "a-message-outlives-the-hours", "the carrier sends at night what it was given in the evening",
        "outbound/policy/span.py", "end = self.until if close is None else min(close, self.until)",
        "end = self.until", ("tests/policy/test_span.py::test_validity_ends_with_the_hours_the_campaign_and_the_carriers_limit",),
    ),
    Broken(
        "closed-hours-count-as-waiting", "who did not answer in the evening is called first thing next morning",
        "outbound/policy/retry.py", "return ahead.hours.add_open(start, delay * (1 + ahead.jitter))",
        "return start + delay * (1 + ahead.jitter)", ("tests/policy/test_retry.py::test_closed_time_does_not_count_for_minutes_and_hours",),
    ),
    Broken(
        "a-keyword-is-missed",
        "who writes TXGB is written to again",
        "outbound/policy/opt_out_words.py",
        '"txgb",',
        "",
        ("tests/policy/test_opt_out.py::test_no_keyword_of_any_country_is_missed",),
    ),
    Broken(
        "an-answer-lifts-a-suppression", "a survey's YES undoes a person's no",
        "outbound/policy/suppression.py",
        "if lifting.source in NEVER_LIFT or lifting.scope", "if lifting.scope",
        ("tests/policy/test_suppression.py",),
    ),
    Broken(
        "a-no-from-the-future-does-not-hold-yet", "machines whose clocks differ contact who has just said no",
        "outbound/policy/suppression.py", 'if event.event == "suppressed" or event.occurred_at <= now',
        "if event.occurred_at <= now", ("tests/policy/test_suppression.py",),
    ),
)  # fmt: skip

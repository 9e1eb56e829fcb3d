"""Country rules: complete, dated, readable, strict where nothing is known, and right in every case they name."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Channel, Purpose
from outbound.policy.hours import OpenHours
from outbound.policy.reach import reach_in
from outbound.policy.rules import (
    Certainty,
    CountryRules,
    Doing,
    Group,
    consent_asked,
    group_of,
    register_barred,
    rules_for,
    sender_barred,
    silent_until,
)
from outbound.policy.rules.loader import rule_files
from outbound.policy.rules.nouns import CountryFile, Moment

EU = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip
COUNTRIES = ["CN", "US", "GB", "CA", "AU", "FR", *EU]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CENTRE = Centre.model_validate(
    {"centre": "Harbour", "country": "CN", "zone": "Asia/Shanghai", "languages": ["zh"]}
)


def rules_of(country: str, on: date | None = None) -> CountryRules:
    found = rules_for(country, on)
    assert found
    return found


# The files


def test_every_country_of_the_table_stands_in_one_file() -> None:
    named = [country for file in rule_files() for country in file.countries]
    assert sorted(named) == sorted(COUNTRIES)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("channel", Channel)
def test_everything_has_hours_that_open(country: str, group: Group, channel: Channel) -> None:
    texts = rules_of(country).hours(group, channel)
    assert texts
    for text in texts:
        assert OpenHours.parse(text, country, ZoneInfo("UTC")).next_open(NOW)


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.countries[0])
def test_rows_have_names_of_their_own_and_days_in_order(file: CountryFile) -> None:
    names = [rule.id for rule in file.rules]
    assert len(set(names)) == len(names)
    for row in (*file.rules, *file.abandonment, *file.opt_out_words):
        assert row.from_ <= (row.until or file.as_of)
        assert row.from_ <= file.as_of


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.countries[0])
def test_one_bound_on_abandoned_calls_holds_at_a_time(file: CountryFile) -> None:
    for row in file.abandonment:
        for day in (row.from_, row.until or file.as_of):
            assert [one for one in file.abandonment if one.holds_on(day)] == [row]


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.countries[0])
def test_every_file_tells_how_to_name_oneself_and_how_people_refuse(file: CountryFile) -> None:
    today = file.on(file.as_of)
    for group in Group:
        bound = list(today.binding(Doing(group, Channel.CALL, machine=False)))
        assert any(rule.identification for rule in bound), group
    assert today.opt_out_words
    assert any(rule.opt_out for rule in today.rules)


# The moments that the files name


MOMENTS = [(file, moment) for file in rule_files() for moment in file.cases]


def forbidding(file: CountryFile, moment: Moment) -> list[str]:
    """The rules that forbid a moment, by id; `hours` where none opens any."""
    country = moment.country or file.countries[0]
    zone = ZoneInfo(moment.zone or file.zone)
    now = datetime.fromisoformat(moment.at).replace(tzinfo=zone)
    group = group_of(moment.purpose, offers=moment.offers)
    rules = rules_of(country, now.date())
    doing = Doing(group, moment.channel, moment.purpose, moment.machine)
    found = closed(rules, doing, country, now)
    assert (found == []) == is_open(country, zone, moment, now)
    found += [
        why.rpartition("(")[2].rstrip(")")
        for why in (
            sender_barred(country, group, moment.sender, now.date()),
            register_barred(rules, group, start_of(moment.register_on, zone) or now, now),
            None if moment.consent else consent_asked(rules, doing),
        )
        if why
    ]
    refused = start_of(moment.refused_on, zone)
    until = silent_until(rules, group, refused) if refused else None
    if until and now < until:
        found += [r.id for r in rules.binding(doing) if r.opt_out and r.opt_out.silence]
    return found


def closed(rules: CountryRules, doing: Doing, country: str, now: datetime) -> list[str]:
    """The rules whose hours are closed, each by itself."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    if not rules.hours(doing.group, doing.channel):
        return ["hours"]
    return [
        rule.id
        for rule in rules.binding(doing)
        if rule.hours and not OpenHours.parse(rule.hours, country, zone).is_open(now)
    ]


def start_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(0), zone)


def is_open(country: str, zone: ZoneInfo, moment: Moment, now: datetime) -> bool:
    """As the engine asks: under a campaign that would call around the clock."""
    offers = [{"id": "x", "script": "x", "value": 1, "budget": 2}] if moment.offers else []
    campaign = Campaign.model_validate(
        {
            "id": "x", "title": "X", "purpose": moment.purpose.value, "script": "x", "offers": offers,
            "schedule": {"from": "2020-01-01", "until": "2030-01-01", "build": "0 8 * * *"},
            "contact": {"hours": "24/7", "channels": [{"call": {"from": "survey"}}]},
        }
    )  # fmt: skip
    place = reach_in(country, (zone,), campaign, CENTRE, moment.channel, now)
    return place.hours is not None and place.hours.is_open(now)


@pytest.mark.parametrize(
    ("file", "moment"), MOMENTS, ids=lambda one: one.at if isinstance(one, Moment) else one.zone
)
def test_a_moment_of_a_file_is_judged_as_it_says(file: CountryFile, moment: Moment) -> None:
    assert forbidding(file, moment) == ([] if moment.allowed else [moment.rule])


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.countries[0])
def test_whatever_forbids_has_a_moment_that_shows_it(file: CountryFile) -> None:
    shown = {moment.rule for moment in file.cases}
    for rule in file.rules:
        silences = rule.opt_out is not None and rule.opt_out.silence is not None
        if any((rule.hours, rule.consent, rule.register_, rule.senders_barred, silences)):
            assert rule.id in shown, rule.id
    assert {moment.allowed for moment in file.cases} == {True, False}


# What is asked of them


@pytest.mark.parametrize("country", ["IN", "RU", "HK", "", None])
def test_nobody_is_contacted_where_no_rules_are_known(country: str | None) -> None:
    assert rules_for(country) is None
    assert rules_for(country, date(2026, 11, 23)) is None


def test_a_survey_with_offers_sells() -> None:
    assert group_of(Purpose.SURVEY) is Group.ASKING
    assert group_of(Purpose.SURVEY, offers=True) is Group.SELLING
    assert {purpose: group_of(purpose) for purpose in Purpose}.keys() == set(Purpose)


def test_the_rules_of_a_day_are_those_that_held_then() -> None:
    before, after = rules_of("FR", date(2026, 8, 10)), rules_of("FR", date(2026, 8, 11))
    assert consent_asked(before, Doing(Group.SELLING)) is None
    assert consent_asked(after, Doing(Group.SELLING)) == "FR-1-consent"
    assert rules_of("GB", date(2017, 2, 28)).abandonment.percent == 3
    assert rules_of("GB", date(2017, 3, 1)).abandonment.percent is None
    assert rules_of("US", date(2025, 4, 10)).opt_out_words[-1] == "QUIT"


def test_without_a_day_the_rules_are_those_last_looked_up() -> None:
    assert rules_of("FR") == rules_of("FR", rules_of("FR").as_of)


def test_before_the_first_rule_that_is_known_nothing_is_allowed() -> None:
    ancient = rules_of("CA", date(1999, 12, 31))
    assert ancient.hours(Group.ASKING) == ()
    assert ancient.abandonment.percent is None


def test_caps_of_law() -> None:
    france, states = rules_of("FR"), rules_of("US")
    assert [(cap.attempts, cap.per.days) for cap in france.caps(Group.ASKING)] == [(4, 30)]
    assert [cap.per for cap in states.caps(Group.SELLING)] == [timedelta(days=1)]
    assert states.caps(Group.ASKING) == ()


def test_the_united_kingdom_permits_no_abandoned_share() -> None:
    bound = rules_of("GB").abandonment
    assert bound.percent is None
    assert bound.silence == timedelta(hours=72)


def test_our_own_choices_are_told_from_rules() -> None:
    ours = [rule.id for rule in rules_of("DE").rules if rule.certainty == (Certainty.OURS,)]
    assert ours == ["EU-1"]


# Senders, registers, silence


@pytest.mark.parametrize(
    "sender", ["10085", "+8610085", "008610085", "１００８５", "1008512", " +86 100-85 "]
)
def test_a_selling_number_is_known_however_it_is_written(sender: str) -> None:
    barred = sender_barred("CN", Group.ASKING, sender)
    assert barred == f"the sender {sender} may not be used for asking (CN-1-senders)"
    assert sender_barred("CN", Group.SELLING, sender) is None


@pytest.mark.parametrize("sender", ["+862160010001", "+861085123456", "10086", "+12025550100", ""])
def test_other_numbers_are_not(sender: str) -> None:
    assert sender_barred("CN", Group.ASKING, sender) is None


@pytest.mark.parametrize("country", ["US", "XX", None])
def test_another_country_bars_none_of_them(country: str | None) -> None:
    assert sender_barred(country, Group.ASKING, "10085") is None


@pytest.mark.parametrize(
    ("age", "barred"),
    [
        (timedelta(days=31), None),
        (
            timedelta(days=31, seconds=1),
            "the national register is older than 31 days (US-1-register)",
        ),
        (timedelta(days=-2), "the national register was never read (US-1-register)"),
    ],
)
def test_a_register_serves_for_thirty_one_days(age: timedelta, barred: str | None) -> None:
    rules = rules_of("US")
    assert register_barred(rules, Group.SELLING, NOW - age, NOW) == barred
    assert register_barred(rules, Group.ASKING, NOW - age, NOW) is None


def test_a_register_that_was_never_read_is_as_good_as_stale() -> None:
    barred = register_barred(rules_of("GB"), Group.SELLING, None, NOW)
    assert barred == "the national register was never read (UK-2)"
    assert register_barred(rules_of("CN"), Group.SELLING, None, NOW) is None


def test_the_longest_silence_holds() -> None:
    assert silent_until(rules_of("FR"), Group.SELLING, NOW) == NOW + timedelta(days=60)
    assert silent_until(rules_of("FR"), Group.ASKING, NOW) is None

"""The outcome table: total, and as the specification's two tables say, row by row."""

from datetime import timedelta

import pytest

from outbound.campaign.schema import Channel
from outbound.dialing.outcome import (
    CONTACTED,
    FINAL,
    LIVE,
    MEANING,
    CodeClass,
    Detail,
    Outcome,
    Suppresses,
    class_of,
    code_of,
    meaning_of,
    scope_of,
)
from outbound.policy.retry import Finality

# outcome, code and class, confirmed code, contacted, human, final, live, suppression
CALLS = """
completed          1.1   I  1.1   yes yes contact yes nothing
partial            1.2   P  1.2   yes yes nothing yes nothing
refused            2.112 R  2.112 yes yes contact yes campaign
refused-hard       2.112 R  2.112 yes yes contact yes number
callback-agreed    2.21  NC 2.21  yes yes nothing yes nothing
busy               3.12  UH 2.20  no  no  nothing no  nothing
no-answer          3.13  UH 2.20  no  no  nothing no  nothing
machine            3.14  UH 2.222 no  no  nothing no  nothing
voicemail-left     3.14  UH 2.221 no  no  nothing no  nothing
fax                4.20  NE 4.20  no  no  channel no  calls
not-in-service     4.32  NE 4.32  no  no  contact no  number
wrong-person       4.10  NE 4.10  no  yes contact yes number
language-barrier   2.332 O  2.332 yes yes nothing yes nothing
ineligible         4.70  NE 4.70  yes yes contact yes campaign
deceased           2.31  O  2.31  no  yes contact yes number
abandoned          3.90  UO 2.20  no  yes nothing yes nothing
technical-failure  3.16  UH 2.20  no  no  nothing no  nothing
carrier-rejected   3.11  UH 2.20  no  no  nothing no  nothing
unknown            3.90  UO 2.20  no  no  nothing no  nothing
"""
MESSAGES = """
completed          1.1   I  1.1   yes yes contact no nothing
partial            1.2   P  1.2   yes yes nothing no nothing
delivered          2.20  NC 2.20  no  no  nothing no nothing
undelivered        3.16  UH 2.20  no  no  nothing no nothing
invalid-number     4.31  NE 4.31  no  no  channel no messages
opted-out          2.112 R  2.112 yes yes contact no number
carrier-blocked    3.15  UH 2.20  no  no  channel no nothing
unknown            3.90  UO 2.20  no  no  nothing no nothing
"""
ROWS = [
    (channel, row.split())
    for channel, table in ((Channel.CALL, CALLS), (Channel.SMS, MESSAGES))
    for row in table.strip().splitlines()
]


@pytest.mark.parametrize(("channel", "row"), ROWS, ids=lambda part: str(part))
def test_the_table_says_what_the_specification_says(channel: Channel, row: list[str]) -> None:
    meaning = meaning_of(Outcome(row[0]), channel)
    assert [meaning.code, class_of(meaning.code).name, meaning.confirmed] == row[1:4]
    said = ["yes" if claim else "no" for claim in (meaning.contacted, meaning.human)]
    assert said == row[4:6]
    assert meaning.finality.value == row[6]
    assert meaning.live is (row[7] == "yes")
    assert meaning.suppresses.value == row[8]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_meaning_on_every_channel(outcome: Outcome, channel: Channel) -> None:
    meaning = MEANING[channel, outcome]
    assert class_of(meaning.code)
    assert class_of(meaning.confirmed)
    if meaning.finality is Finality.CONTACT:
        assert not meaning.retry.delays


@pytest.mark.parametrize("outcome", Outcome)
def test_nothing_is_live_in_a_message(outcome: Outcome) -> None:
    assert not MEANING[Channel.SMS, outcome].live


@pytest.mark.parametrize(
    ("outcome", "hours", "at_most"),
    [
        ("partial", [24], 1),
        ("busy", [1 / 3, 1], None),
        ("no-answer", [4, 24], None),
        ("machine", [24], None),
        ("voicemail-left", [48], None),
        ("language-barrier", [24], None),
        ("abandoned", [72], None),
        ("technical-failure", [1 / 3], 2),
        ("undelivered", [4], 2),
        ("delivered", [], None),
    ],
)
def test_delays_where_the_campaign_says_nothing(
    outcome: str, hours: list[float], at_most: int | None
) -> None:
    retry = meaning_of(Outcome(outcome), Channel.CALL).retry
    assert list(retry.delays) == [timedelta(hours=h) for h in hours]
    assert retry.at_most == at_most


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.CARRIER_REJECTED])
def test_what_waits_for_evidence_has_no_delay(outcome: Outcome) -> None:
    retry = meaning_of(outcome, Channel.CALL).retry
    assert retry.held
    assert retry.delays == ()


@pytest.mark.parametrize(
    ("outcome", "detail", "code"),
    [
        (Outcome.PARTIAL, Detail.BELOW_MINIMUM, "2.12"),
        (Outcome.REFUSED, Detail.BY_SOMEONE_ELSE, "2.111"),
        (Outcome.REFUSED, Detail.BEFORE_OPENING, "3.90"),
        (Outcome.CALLBACK_AGREED, Detail.BY_SOMEONE_ELSE, "2.21"),
        (Outcome.NOT_IN_SERVICE, Detail.UNASSIGNED, "4.31"),
        (Outcome.NOT_IN_SERVICE, Detail.TEMPORARY, "4.33"),
        (Outcome.LANGUAGE_BARRIER, Detail.NO_SPEAKER, "2.333"),
        (Outcome.INELIGIBLE, Detail.CELL_FULL, "4.80"),
        (Outcome.DECEASED, Detail.BEFORE_WAVE, "4.10"),
    ],
)
def test_details_change_the_code(outcome: Outcome, detail: Detail, code: str) -> None:
    assert meaning_of(outcome, Channel.CALL, detail).code == code


def test_a_temporary_fault_is_tried_twice_more_and_suppresses_nothing() -> None:
    meaning = meaning_of(Outcome.NOT_IN_SERVICE, Channel.CALL, Detail.TEMPORARY)
    assert meaning.finality is Finality.NOTHING
    assert meaning.retry.at_most == 2
    assert meaning.suppresses is Suppresses.NOTHING


def test_a_language_nobody_speaks_is_final() -> None:
    meaning = meaning_of(Outcome.LANGUAGE_BARRIER, Channel.CALL, Detail.NO_SPEAKER)
    assert meaning.finality is Finality.CONTACT


def test_a_detail_of_another_outcome_changes_nothing() -> None:
    busy = meaning_of(Outcome.BUSY, Channel.CALL)
    assert meaning_of(Outcome.BUSY, Channel.CALL, Detail.CELL_FULL) == busy


def test_what_never_rang_spends_no_attempt() -> None:
    free = {outcome for outcome in Outcome if not MEANING[Channel.CALL, outcome].spends}
    assert {Outcome.TECHNICAL_FAILURE, Outcome.CARRIER_REJECTED, Outcome.UNDELIVERED} <= free
    assert not free & (CONTACTED | LIVE | {Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE})


def test_confirmed_contacts_get_the_other_code() -> None:
    busy = meaning_of(Outcome.BUSY, Channel.CALL)
    assert code_of(busy, confirmed=False) == "3.12"
    assert code_of(busy, confirmed=True) == "2.20"


@pytest.mark.parametrize(
    ("outcome", "channel", "scope"),
    [
        (Outcome.REFUSED, Channel.CALL, "campaign:spring"),
        (Outcome.REFUSED_HARD, Channel.CALL, "all"),
        (Outcome.FAX, Channel.CALL, "channel:call"),
        (Outcome.INVALID_NUMBER, Channel.SMS, "channel:sms"),
        (Outcome.INVALID_NUMBER, Channel.CALL, "all"),
        (Outcome.BUSY, Channel.CALL, None),
    ],
)
def test_suppressions_are_written_as_scopes(
    outcome: Outcome, channel: Channel, scope: str | None
) -> None:
    assert scope_of(meaning_of(outcome, channel), "spring") == scope


def test_groups_are_named_once_and_agree() -> None:
    assert CONTACTED.issubset(LIVE | {Outcome.OPTED_OUT})
    assert Outcome.COMPLETED in FINAL


def test_what_is_no_code_has_no_class() -> None:
    with pytest.raises(ValueError, match="is no AAPOR code"):
        class_of("5.1")
    assert {class_of(m.code) for m in MEANING.values()} == set(CodeClass)

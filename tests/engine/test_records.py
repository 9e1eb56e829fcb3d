"""What is told of what happened: the report, one person's ledger, the list."""

import csv
from pathlib import Path

import pytest

from db.tables import Contact
from outbound.engine.figures.reporting import report
from outbound.engine.figures.scoring import measured
from outbound.engine.lists import listing
from outbound.engine.pages.person import person, why
from outbound.errors import InputError, NotFoundError, RefusedError, UsageError
from outbound.score.nouns import Flag
from tests.engine.conftest import Begin
from tests.world import World


def a_morning(begun: Begin) -> World:
    """Three texts: one answered in full, one opted out, one silent."""
    world = begun("texts")
    world.tick()
    for n in (1, 2, 3):
        world.message_event(world.attempt(f"T{n}"), "delivered")
    for body in ("2", "1", "9"):
        world.text(world.contact("T1").number, body)
    world.text(world.contact("T2").number, "STOP")
    world.later(days=1, minutes=1)
    world.tick()
    return world


# The report


def test_the_reports_figures_add_up(begun: Begin) -> None:
    found = report(a_morning(begun).engine, "texts")
    assert sum(drop.count for drop in found.waterfall) + found.holdout + found.listed == found.base
    assert sum(found.contacts.values()) == found.listed == 3
    assert sum(found.by_outcome.values()) == found.attempts == 3
    assert found.by_outcome == {"completed": 1, "delivered": 1, "opted-out": 1}
    assert (found.complete, found.partial) == (1, 0)
    assert sum(found.attempts_by_hour.values()) == 3
    assert [f.kind for f in found.follow_ups] == ["recover"]
    assert found.messages == 6  # three openings, two further questions, one thank you


def test_the_rates_are_over_everybody_called_for(begun: Begin) -> None:
    rates = report(a_morning(begun).engine, "texts").rates
    assert rates["RR1"] * 3 == 1
    assert rates["REF1"] * 3 == 1


def test_a_report_of_a_draft_is_refused(small_world: World) -> None:
    with pytest.raises(RefusedError, match="draft"):
        report(small_world.engine, "texts")


def test_scores_need_a_base_and_say_so(begun: Begin) -> None:
    world = a_morning(begun)
    scores = measured(world.engine, ())
    overall = next(score for score in scores if score.process == "overall")
    assert (overall.flag, overall.value, overall.base) == (Flag.SUPPRESSED, None, 1)
    with pytest.raises(UsageError):
        measured(world.engine, ("shoe_size",))
    with pytest.raises(NotFoundError):
        measured(world.engine, (), "notice")


# One person


def test_why_tells_the_whole_story_in_order(begun: Begin) -> None:
    world = a_morning(begun)
    told = [(d.step, d.result) for d in why(world.engine, "T1")]
    assert told[0] == ("selected", "listed")
    assert ("reserved", "message") in told
    assert ("follow-up", "recover") in told
    assert told[-1][0] == "closed"
    moments = [d.at for d in why(world.engine, "T1")]
    assert moments == sorted(moments)


def test_why_not_is_told_too(begun: Begin) -> None:
    [decided] = why(begun("texts").engine, "N1", "texts")
    assert (decided.step, decided.result) == ("selected", "not listed")
    assert decided.reason


def test_nobody_of_that_name_is_not_found(begun: Begin) -> None:
    with pytest.raises(NotFoundError, match="T99"):
        why(begun("texts").engine, "T99")


def test_a_persons_page_masks_the_number_and_shows_what_comes(begun: Begin) -> None:
    world = begun("texts", at="08:10")
    seen = person(world.engine, "T1")
    assert seen.masked_number == "138****8010"
    assert [coming.campaign_id for coming in seen.coming] == ["texts"]
    after = person(a_morning(begun).engine, "T2")
    assert after.coming == ()
    assert [event.source for event in after.suppressions] == ["sms"]


# The list


def test_the_list_shows_everyone_in_calling_order(begun: Begin) -> None:
    listed = listing.contacts(a_morning(begun).engine, "texts")
    assert [c.subscriber for c in listed.contacts] == ["T1", "T2", "T3"]
    assert [c.outcome for c in listed.contacts] == ["completed", "opted-out", "delivered"]
    assert [c.attempts for c in listed.contacts] == [1, 1, 1]


def test_a_list_as_csv_runs_no_formula(begun: Begin, tmp_path: Path) -> None:
    world = begun("texts")
    with world.engine.store.write() as session:
        for contact in world.everything(Contact):
            contact.segment = "=cmd|' /C calc'!A0"
            session.merge(contact)
    target = tmp_path / "list.csv"
    listing.write_csv(listing.contacts(world.engine, "texts"), target)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["subscriber"] for row in rows] == ["T1", "T2", "T3"]
    assert all(row["segment"].startswith("'=") for row in rows)


def test_a_list_that_cannot_be_written_says_where(begun: Begin, tmp_path: Path) -> None:
    found = listing.contacts(begun("texts").engine, "texts")
    with pytest.raises(InputError, match="cannot be written") as told:
        listing.write_csv(found, tmp_path / "nowhere" / "list.csv")
    assert "nowhere" in told.value.where


def test_a_campaign_without_a_wave_lists_nobody(small_world: World) -> None:
    assert listing.contacts(small_world.engine, "texts").contacts == []
    with pytest.raises(NotFoundError):
        listing.contacts(small_world.engine, "none-such")

"""What the campaigns' pages read: lists, plans, scripts, rehearsals, files, and acts in a person's name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outbound.cli.workspace import problems_of
from outbound.clock import VirtualClock
from outbound.engine.campaigns.soundness import errors_of
from outbound.engine.pages.campaign_book import CampaignBook
from outbound.engine.pages.rehearsing import RehearsalChoice
from outbound.engine.people.session_view import UserView
from outbound.engine.scripts.script_view import ScriptChoice
from outbound.errors import NotFoundError, ProblemsError, RefusedError
from tests.engine.conftest import Begin
from tests.world import World

CARE = UserView("ann", "Ann", "approver", "care")
MANAGER = UserView("max", "Max", "manager", "care")
SUPERVISOR = UserView("sun", "Sun", "supervisor")
FIRST = ScriptChoice()


@pytest.fixture
def world(make_world: Callable[..., World], sqlite_url: str) -> World:
    return make_world(sqlite_url)


@pytest.fixture
def book(world: World) -> CampaignBook:
    return CampaignBook(world.engine)


def edit(world: World, file: str, old: str, new: str) -> None:
    path = world.engine.workspace.path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def later(world: World) -> None:
    clock = world.engine.clock
    assert isinstance(clock, VirtualClock)
    clock.advance(timedelta(hours=1))


# The list


def test_every_file_is_a_line_and_a_broken_one_tells_its_problems(world, book):
    (world.engine.workspace.path / "campaigns" / "odd.yaml").write_text(
        "title: Odd\npurpos: survey\n", encoding="utf-8"
    )
    lines = {line.id: line for line in book.every().lines}
    assert set(lines) == {*world.engine.workspace.campaign_ids()}
    odd = lines["odd"]
    assert (odd.state, odd.title.of("en"), odd.goal) == ("draft", "Odd", None)
    assert odd.errors >= 2
    assert (lines["survey"].state, lines["survey"].missing) == ("checked", ("care",))


@pytest.mark.parametrize("text", ["", "- 1", "title: [", "title: {zh: 1}\npurpose: [x]", "\x00"])
def test_no_file_keeps_the_list_from_being_shown(world, book, text):
    file = world.engine.workspace.path / "campaigns" / "odd.yaml"
    file.write_text(text, encoding="utf-8")
    assert next(line.state for line in book.every().lines if line.id == "odd") == "draft"
    assert book.one("odd").line.errors
    assert book.files("odd").own.problems
    with pytest.raises(ProblemsError):
        book.plan("odd")


def test_a_file_of_foreign_bytes_is_shown_as_well_as_can_be(world, book):
    (world.engine.workspace.path / "campaigns" / "odd.yaml").write_bytes(b"title: \xff\xfe\n")
    assert book.files("odd").own.problems[0].code == "encoding"


def test_an_edit_is_seen_at_once(world, book):
    assert book.one("survey").line.errors == 0
    edit(world, "campaigns/survey.yaml", "plan = 'survey'", "plam = 'survey'")
    assert book.one("survey").line.errors == 1
    assert [line.text for line in book.files("survey").own.lines if line.problems] == [
        "audience: {where: plam = 'survey', order: [subscriber_id]}"
    ]
    edit(world, "campaigns/survey.yaml", "plam = 'survey'", "plan = 'survey'")
    assert book.one("survey").line.errors == 0


def test_the_browser_the_command_and_the_approval_find_the_same_where_only_the_base_tells(
    world, book
):
    whole = "plan = 'survey', order: [subscriber_id]"
    edit(
        world,
        "campaigns/survey.yaml",
        whole,
        whole + ", sample: {completes: 2, per: [region], allocation: {nort: 2}}",
    )
    place = world.engine.workspace
    by_command = problems_of(place, [place.campaign_file("survey")])
    by_approval = errors_of(world.engine, "survey")
    in_browser = [p for line in book.files("survey").own.lines for p in line.problems]
    told = [
        [(p.is_error, p.line, p.message) for p in problems if p.code == "unknown-cell"]
        for problems in (by_command, by_approval, in_browser)
    ]
    assert [is_error for is_error, _, _ in told[0]] == [True]
    assert told[0] == told[1] == told[2]
    assert book.one("survey").line.errors == 1


def test_a_problem_of_a_script_is_shown_with_the_lines_around_it(world, book):
    edit(world, "scripts/satisfaction/agent.zh.md.j2", "{{", "{{ nobody }}{{")
    others = book.files("survey").others
    assert [file.name for file in others] == ["scripts/satisfaction/agent.zh.md.j2"]
    assert others[0].problems


def test_nobody_asks_about_what_is_neither_file_nor_launched(book):
    for ask in (book.one, book.plan, book.files, book.changes):
        with pytest.raises(NotFoundError):
            ask("nothing")


def test_what_runs_stays_on_the_list_when_its_file_has_gone(begun: Begin):
    world = begun("survey")
    book = CampaignBook(world.engine)
    (world.engine.workspace.path / "campaigns" / "survey.yaml").unlink()
    line = next(line for line in book.every().lines if line.id == "survey")
    assert (line.state, line.title.of("en")) == ("running", "Satisfaction")
    assert book.progress("survey").band.contacts
    with pytest.raises(NotFoundError):
        book.files("survey")


# Plans


def test_a_plan_is_computed_once_an_hour_and_anew_for_new_content(world, book):
    first = book.plan("survey")
    assert book.plan("survey") is first
    assert first.plan.listed > 0
    edit(world, "campaigns/survey.yaml", "plan = 'survey'", "plan = 'pulse'")
    other = book.plan("survey")
    assert other is not first
    later(world)
    assert book.plan("survey").computed_at > other.computed_at


def test_a_plan_puts_its_band_on_the_list(book):
    assert book.one("survey").line.goal.band is None
    expected = book.plan("survey").plan.forecast.completes
    assert book.one("survey").line.goal.band == expected


# Scripts


def test_a_draft_is_read_from_its_files_in_every_mode(book):
    page = book.script("survey", FIRST, CARE)
    assert not page.launched
    told = {rendering.mode: rendering for rendering in page.renderings}
    assert [name for name, rendering in told.items() if rendering.used] == ["agent", "sms"]
    why = next(p for p in told["agent"].passages if p.name == "why")
    assert (why.when, len(why.choices)) == ("overall <= 6", 2)
    assert all(p.length.segments >= 1 for p in told["sms"].passages)


def test_the_listener_is_chosen_by_segment_language_and_id(book):
    english = book.script("survey", replace(FIRST, language="en"), CARE)
    assert english.listener.language == "en"
    someone = english.listener.id
    named = book.script("survey", ScriptChoice(subscriber=someone), CARE)
    assert named.listener.id == someone
    assert "*" in named.listener.masked_number


@pytest.mark.parametrize(
    "choice", [ScriptChoice(segment="none"), ScriptChoice(language="fr"), ScriptChoice(subscriber="X")]
)  # fmt: skip
def test_what_cannot_be_chosen_is_told(book, choice):
    with pytest.raises(NotFoundError):
        book.script("survey", choice, CARE)


def test_a_script_with_a_fault_spoils_only_its_own_mode(world, book):
    script = world.engine.workspace.path / "scripts" / "satisfaction" / "sms.zh.txt.j2"
    script.write_text("{% block opening %}{{ nobody }}{% endblock %}", encoding="utf-8")
    told = {r.mode: r for r in book.script("survey", FIRST, CARE).renderings}
    assert told["agent"].passages
    assert "nobody" in told["sms"].fault.message


def test_a_script_is_shown_for_somebody_made_up_where_there_is_no_base(world, book):
    (world.engine.workspace.base_dir / "CURRENT").unlink()
    page = book.script("survey", FIRST, CARE)
    assert not page.listener.belongs
    assert all(rendering.fault is None for rendering in page.renderings)


def test_what_runs_is_shown_as_it_was_launched(begun: Begin):
    world = begun("survey")
    book = CampaignBook(world.engine)
    before = book.script("survey", FIRST, CARE)
    edit(world, "campaigns/survey.yaml", "总体打几分？", "别的问题？")
    assert book.script("survey", FIRST, CARE).renderings == before.renderings
    assert before.launched
    assert [change.file for change in book.changes("survey")] == ["campaigns/survey.yaml"]


# Rehearsals


@pytest.mark.parametrize(
    ("mode", "typed"), [("agent", ("8", "9")), ("sms", ("8", "9"))]
)  # fmt: skip
def test_a_rehearsal_ends_with_what_would_be_stored(book, mode, typed):
    choice = RehearsalChoice(FIRST, mode, typed=typed)
    done = book.rehearse("survey", choice, CARE)
    assert [turn.taken for turn in done.turns] == [True, True]
    assert done.end["answers"] == {"overall": 8, "recommend": 9}
    again = book.rehearse("survey", replace(choice, typed=done.typed, at=done.at), CARE)
    assert again == done


def test_a_line_that_is_not_understood_is_told_and_not_kept(book):
    found = book.rehearse("survey", RehearsalChoice(FIRST, "agent", typed=("eleven",)), CARE)
    assert [turn.taken for turn in found.turns] == [False]
    assert found.typed == ()


def test_a_rehearsal_has_an_end(book):
    with pytest.raises(RefusedError):
        book.rehearse("survey", RehearsalChoice(FIRST, "agent", typed=("8",) * 101), CARE)


def test_a_mode_that_the_campaign_does_not_use_is_not_rehearsed(book):
    with pytest.raises(NotFoundError):
        book.rehearse("survey", RehearsalChoice(FIRST, "voice"), CARE)


# Acts


def test_each_signs_for_their_own_department_what_they_have_seen(world, book):
    seen = book.one("survey").standing.content_hash
    with pytest.raises(RefusedError):
        book.sign("survey", replace(CARE, department="network"), seen)
    edit(world, "campaigns/survey.yaml", "总体打几分？", "总体如何？")
    with pytest.raises(RefusedError, match="changed since you looked"):
        book.sign("survey", CARE, seen)
    book.sign("survey", CARE, book.one("survey").standing.content_hash)
    found = book.one("survey")
    assert (found.line.state, found.line.missing) == ("approved", ())
    assert [(step.step, step.by) for step in found.steps] == [("approve", "ann")]
    book.withdraw("survey", CARE, "too early")
    assert book.one("survey").line.missing == ("care",)


def test_a_campaign_is_launched_paused_resumed_and_stopped_by_those_who_may(book):
    book.sign("survey", CARE, book.one("survey").standing.content_hash)
    with pytest.raises(RefusedError):
        book.launch("survey", CARE, despite_plan=False)
    book.launch("survey", MANAGER, despite_plan=False)
    assert book.one("survey").line.goal.band is not None
    book.change("survey", "pause", SUPERVISOR, "storm")
    assert (book.one("survey").line.state, book.one("survey").line.reason) == ("paused", "storm")
    book.change("survey", "resume", SUPERVISOR, "over")
    with pytest.raises(RefusedError):
        book.change("survey", "stop", SUPERVISOR, "enough")
    book.change("survey", "stop", MANAGER, "enough")
    assert [step.step for step in book.one("survey").steps] == ["approve", "launch", "pause", "resume", "stop"]  # fmt: skip


# Results


def test_results_are_of_what_was_launched(begun: Begin):
    book = CampaignBook(begun("survey").engine)
    found = book.progress("survey")
    assert sum(found.band.contacts.values()) > 0
    assert (found.goal.counts, found.goal.done) == ("completes", 0)
    assert [told.campaign for told in book.report("survey").campaigns] == ["survey"]
    with pytest.raises(RefusedError):
        book.progress("pulse")
    with pytest.raises(RefusedError):
        book.report("pulse")


def test_a_base_that_was_imported_anew_makes_a_new_plan(world, book):
    first = book.plan("survey")
    pointer: Path = world.engine.workspace.base_dir / "CURRENT"
    pointer.write_text(pointer.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert book.plan("survey") is not first

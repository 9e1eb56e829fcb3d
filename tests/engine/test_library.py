"""The library: ended campaigns are filed once, found by their words, and begun from."""

from datetime import date

import pytest

from db.tables import Filing
from outbound.campaign.loader import load_campaign
from outbound.engine.campaigns import lifecycle
from outbound.engine.library.beginning import begin_from
from outbound.engine.library.filing import search, titled
from outbound.engine.life.actor import COMMAND_LINE
from outbound.errors import InputError, NotFoundError, RefusedError
from tests.world import World

TODAY = date(2027, 3, 1)


def ended(world: World, campaign: str = "texts") -> None:
    """A campaign that was stopped and is over."""
    world.launch(campaign)
    world.tick()
    lifecycle.change(world.engine, campaign, lifecycle.Step.STOP, COMMAND_LINE, "replaced")
    world.tick()
    world.tick()


def test_an_ended_campaign_is_filed_once_with_its_final_report(world: World) -> None:
    ended(world)
    (filing,) = world.everything(Filing)
    assert filing.report["listed"] == 3
    assert filing.report["life"][-1]["step"] == "settle"
    (entry,) = search(world.engine)
    assert (entry.campaign, entry.state, entry.filed_at) == ("texts", "stopped", filing.filed_at)
    assert entry.figures["complete"] == 0


def test_the_library_names_no_single_person(world: World) -> None:
    ended(world)
    (filing,) = world.everything(Filing)
    assert "follow_ups" not in filing.report


@pytest.mark.parametrize(
    "words", [["短信"], ["By", "TEXT"], ["overall"], ["总体"], ["survey", "texts"]]
)
def test_a_campaign_is_found_by_any_of_its_words_in_any_language(
    small_world: World, words: list[str]
) -> None:
    ended(small_world)
    assert [entry.campaign for entry in search(small_world.engine, words)] == ["texts"]


def test_every_word_must_be_there(small_world: World) -> None:
    ended(small_world)
    assert search(small_world.engine, ["overall", "nonsense"]) == []


def test_filed_ones_come_first_and_those_under_way_are_there_too(small_world: World) -> None:
    small_world.launch("notice")
    ended(small_world)
    found = search(small_world.engine)
    assert [(entry.campaign, entry.filed_at is not None) for entry in found] == [
        ("texts", True),
        ("notice", False),
    ]
    assert titled(found[1], "zh") == "余额提醒"


def test_a_new_campaign_begins_from_what_ran_not_from_what_the_file_says_now(
    small_world: World,
) -> None:
    world = small_world
    ended(world)
    place = world.engine.workspace
    file = place.campaign_file("texts")
    ran = file.read_text(encoding="utf-8")
    file.write_text(ran.replace("By text", "Another"), encoding="utf-8")
    begun = begin_from(world.engine, "texts", "spring-texts", TODAY)
    assert begun.written == ("campaigns/spring-texts.yaml",)
    campaign = load_campaign(place, "spring-texts")
    assert campaign.title.of("en") == "By text"
    assert (campaign.schedule.from_, campaign.schedule.until) == (TODAY, date(2027, 3, 28))
    assert (
        place.campaign_file("spring-texts")
        .read_text(encoding="utf-8")
        .startswith("# Begun from texts.\n")
    )


def test_scripts_that_are_gone_are_written_as_they_were_and_newer_ones_are_told(
    small_world: World,
) -> None:
    world = small_world
    ended(world)
    scripts = world.engine.workspace.scripts_dir / "satisfaction"
    gone, newer = scripts / "sms.zh.txt.j2", scripts / "sms.en.txt.j2"
    before = gone.read_text(encoding="utf-8")
    gone.unlink()
    newer.write_text("Harbour: something else.", encoding="utf-8")
    begun = begin_from(world.engine, "texts", "spring-texts", TODAY)
    assert gone.read_text(encoding="utf-8") == before
    assert begun.newer_scripts == ("scripts/satisfaction/sms.en.txt.j2",)
    assert newer.read_text(encoding="utf-8") == "Harbour: something else."


def test_a_campaign_whose_template_has_changed_is_written_out_whole(small_world: World) -> None:
    world = small_world
    place = world.engine.workspace
    template = place.campaigns_dir / "templates" / "texting.yaml"
    template.parent.mkdir()
    template.write_text("priority: 41\n", encoding="utf-8")
    file = place.campaign_file("texts")
    body = file.read_text(encoding="utf-8").replace("priority: 40\n", "")
    file.write_text(f"extends: templates/texting\n{body}", encoding="utf-8")
    ended(world)
    template.write_text("priority: 99\n", encoding="utf-8")
    begin_from(world.engine, "texts", "spring-texts", TODAY)
    assert load_campaign(place, "spring-texts").priority == 41
    assert "extends" not in place.campaign_file("spring-texts").read_text(encoding="utf-8")


def test_a_campaign_that_never_ran_can_be_begun_from_too(small_world: World) -> None:
    begin_from(small_world.engine, "notice", "spring-notice", TODAY)
    assert load_campaign(small_world.engine.workspace, "spring-notice").schedule.from_ == TODAY


@pytest.mark.parametrize(
    ("source", "name", "failure"),
    [
        ("notice", "texts", RefusedError),
        ("notice", "../outside", InputError),
        ("notise", "spring", NotFoundError),
        ("../outbound", "spring", NotFoundError),
    ],
)
def test_what_cannot_be_begun_is_refused(
    small_world: World, source: str, name: str, failure: type[Exception]
) -> None:
    with pytest.raises(failure):
        begin_from(small_world.engine, source, name, TODAY)

"""The starter workspace: passes its own check, and leads to a launched campaign with a list."""

from importlib.resources import files
from pathlib import Path

from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Mode
from outbound.campaign.workspace import open_workspace
from outbound.script.environment import ScriptEnvironment
from outbound.script.lookup import script_file
from tests.cli.town import Run, monday, people, write_csv


def test_the_starter_is_part_of_the_package() -> None:
    starter = files("outbound") / "starter"
    for name in ("outbound.yaml", "README.md", "campaigns/first-survey.yaml"):
        assert starter.joinpath(name).is_file()


def test_a_new_workspace_passes_its_check_as_it_is(run: Run, fresh: Path) -> None:
    said = run("check", "--workspace", fresh, "--json")
    assert said.code == 0
    assert [problem["code"] for problem in said.json["problems"]] == ["no-consent", "no-base"]
    assert said.json["files"] == 1


def test_its_campaign_runs_four_weeks_from_the_day_it_was_made(fresh: Path) -> None:
    schedule = load_campaign(open_workspace(fresh), "first-survey").schedule
    assert (schedule.until - schedule.from_).days == 27
    assert schedule.from_ <= monday().date() <= schedule.until


def test_every_language_and_mode_has_its_script(fresh: Path) -> None:
    place = open_workspace(fresh)
    campaign, scripts = (
        load_campaign(place, "first-survey"),
        ScriptEnvironment.of_folder(place.scripts_dir),
    )
    for language in place.centre.languages:
        for mode in (Mode.AGENT, Mode.SMS):
            assert f".{language}." in script_file(scripts, campaign, "everyone", mode, language)


def test_from_init_to_a_list_in_five_commands(run: Run, fresh: Path, tmp_path: Path) -> None:
    here = ("--workspace", fresh)
    subscribers = write_csv(tmp_path / "subscribers.csv", people(24))
    assert run("import", subscribers, *here).code == 0
    checked = run("check", *here, "--json")
    assert checked.code == 0
    assert [problem["code"] for problem in checked.json["problems"]] == ["no-consent"]
    assert run("approve", "first-survey", "--as", "marketing", *here).code == 0
    assert run("launch", "first-survey", *here, "--despite-plan").code == 0
    built = run("build", "first-survey", "--at", monday().isoformat(), *here, "--json").json
    assert (built["base"], built["listed"]) == (24, 20)
    assert len(run("contacts", "first-survey", *here, "--json").json["contacts"]) == 20


def test_a_folder_with_something_in_it_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    said = run("init", tmp_path)
    assert said.code == 3
    assert "is not empty" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder_for_a_workspace(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    said = run("init", tmp_path / "letter.txt")
    assert said.code == 3
    assert "is a file" in said.err


def test_the_effective_file_of_a_campaign_is_shown_with_what_it_inherits(
    run: Run, fresh: Path
) -> None:
    (fresh / "campaigns/again.yaml").write_text("extends: first-survey\npriority: 7\n")
    shown = run("check", "--effective", "again", "--workspace", fresh)
    assert shown.code == 0
    assert "# from campaigns/first-survey.yaml\npurpose: survey\n" in shown.out
    assert "\n\npriority: 7\n" in shown.out
    told = run("check", "--effective", "again", "--workspace", fresh, "--json").json
    assert told["files"] == ["campaigns/again.yaml", "campaigns/first-survey.yaml"]
    assert told["effective"] == shown.out
    assert run("check", "--effective", "agian", "--workspace", fresh).code != 0

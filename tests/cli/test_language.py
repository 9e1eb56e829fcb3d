"""`outbound schema`: of a campaign, of the centre's file, with a workspace's names, and the page."""

import re
from pathlib import Path

from outbound.campaign.page import reference_page
from outbound.cli.app import program
from tests.cli.town import Run


def test_a_workspace_completes_its_own_names(run: Run, built: Path) -> None:
    shown = run("schema", "--workspace", built)
    assert shown.code == 0
    properties = shown.json["properties"]
    assert properties["owner"]["enum"] == ["customer-service", "network", "marketing", None]
    assert "first-survey" in properties["script"]["enum"]
    assert properties["extends"]["enum"] == ["first-survey", None]
    columns = shown.json["$defs"]["Sample"]["properties"]["per"]["items"]["enum"]
    assert {"region", "activated_on"} <= set(columns)
    starts = shown.json["$defs"]["EventBuild"]["properties"]["on"]["anyOf"]
    assert starts[0] == {"enum": ["activated_on"]}
    assert "no-answer" in str(shown.json["$defs"]["Contacting"]["properties"]["retry"])


def test_there_is_a_schema_without_a_workspace(run: Run, tmp_path: Path) -> None:
    shown = run("schema", "--workspace", tmp_path)
    assert (shown.code, "enum" in shown.json["properties"]["owner"]) == (0, False)


def test_the_centres_file_has_a_schema_too(run: Run, fresh: Path) -> None:
    shown = run("schema", "--centre", "--workspace", fresh)
    assert shown.json["required"] == ["centre", "country", "zone", "languages"]
    shares = shown.json["$defs"]["Process"]["properties"]["departments"]["propertyNames"]
    assert shares["enum"] == ["customer-service", "network", "marketing"]


def test_a_centre_with_problems_still_has_its_keys_completed(run: Run, fresh: Path) -> None:
    (fresh / "outbound.yaml").write_text("centre: [\n", encoding="utf-8")
    assert run("schema", "--centre", "--workspace", fresh).code == 0


def test_the_page_is_printed_as_it_is(run: Run, tmp_path: Path) -> None:
    assert run("schema", "--page", "--workspace", tmp_path).out == reference_page()


def test_the_commands_that_the_page_names_exist() -> None:
    said = re.findall(r"(?m)(?:^    |`)outbound ([a-z]+)", reference_page())
    known = {command.name for command in program().registered_commands}
    assert set(said) <= known

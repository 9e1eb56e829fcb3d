"""Letting go on whoever is held for a cause, by command."""

from pathlib import Path

from tests.cli.town import Run


def test_who_is_held_for_a_cause_is_decided_again_by_command(run: Run, built: Path) -> None:
    said = run("contacts", "first-survey", "--retry-held", "--json", "--workspace", built)
    assert said.code == 0
    assert "0 held contacts decided again" in said.err
    assert said.json["campaign"] == "first-survey"

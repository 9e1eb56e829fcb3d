"""Broken files, each handed to `check` whole, and every problem that is then told at its place.

The tables in `bad/` say what is wrong in one whole file, and where that is told.
"""

from pathlib import Path

import pytest

from outbound.campaign.problems import CODES, Problem
from tests.check.bad import (
    audience,
    centre,
    contact,
    keys,
    people,
    questions,
    retention,
    schedule,
    scripts,
    texts,
)
from tests.check.worlds import CAMPAIGN, CENTRE, RETENTION, SCRIPTS, make, problems

CHANGED = [
    (CAMPAIGN, *row)
    for table in (keys, schedule, audience, contact, questions, people)
    for row in table.ROWS
] + [(RETENTION, *row) for row in retention.ROWS]


def told(found: list[Problem], file: str) -> list[tuple[int, int, str]]:
    for problem in found:
        assert problem.code in CODES
        assert problem.message.endswith(".")
        assert min(problem.line, problem.column) >= 1
    return [(p.line, p.column, p.code) for p in found if p.file == file]


@pytest.mark.parametrize(
    ("whole", "name", "old", "new", "expected"), CHANGED, ids=[row[1] for row in CHANGED]
)
def test_a_broken_campaign_is_told_at_its_place(tmp_path: Path, whole, name, old, new, expected):
    assert old in whole
    found = problems(make(tmp_path / "w", whole.replace(old, new, 1)))
    assert told(found, "campaigns/c.yaml") == expected, name


@pytest.mark.parametrize(("name", "old", "new", "expected"), centre.ROWS)
def test_a_broken_centre_is_told_at_its_place(tmp_path: Path, name, old, new, expected):
    assert old in CENTRE
    found = problems(make(tmp_path / "w", centre=CENTRE.replace(old, new, 1)))
    assert told(found, "outbound.yaml") == expected, name


@pytest.mark.parametrize(("name", "script", "old", "new", "expected"), scripts.ROWS)
def test_a_broken_script_is_told_at_its_place(tmp_path: Path, name, script, old, new, expected):
    text = SCRIPTS[script].replace(old, new, 1) if old else new
    found = problems(make(tmp_path / "w", **{script: text}))
    assert [(p.file, p.line, p.column, p.code) for p in found] == expected, name


@pytest.mark.parametrize(("name", "text", "expected"), texts.ROWS)
def test_what_is_hardly_yaml_is_told_at_its_place(tmp_path: Path, name, text, expected):
    found = problems(make(tmp_path / "w", text))
    assert told(found, "campaigns/c.yaml") == expected, name


@pytest.mark.parametrize("whole", [CAMPAIGN, RETENTION])
def test_the_campaigns_that_are_broken_here_are_whole(tmp_path: Path, whole):
    assert problems(make(tmp_path / "w", whole)) == []


def test_at_least_two_hundred_files_are_broken():
    tables = (CHANGED, centre.ROWS, scripts.ROWS, texts.ROWS)
    assert sum(len(rows) for rows in tables) >= 200

"""Strict, safe YAML: a value is what was written, and a file built to explode is refused at once."""

import sys
from collections.abc import Callable
from datetime import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from outbound.campaign.composer import MAX_DEPTH, MAX_NODES
from outbound.campaign.reading import validate
from outbound.campaign.schema import Campaign
from outbound.campaign.source import MAX_BYTES, read_source, read_yaml, source_of

WHOLE = """\
title: x
purpose: survey
schedule: {from: 2026-11-23, until: 2026-12-20, build: {on: joined, after: 3d, at: 21:00}}
contact: {channels: [{call: {from: survey}}]}
script: satisfaction
"""


def campaign(more: str) -> Campaign:
    found, problems = read(more)
    assert found is not None, problems
    return found


def read(more: str) -> tuple[Campaign | None, list[tuple[int, int, str]]]:
    """The small campaign, its lines replaced by those that begin with the same key."""
    key = more.partition(":")[0]
    kept = [line for line in WHOLE.splitlines() if not line.startswith(f"{key}:")]
    found, problems = validate(read_yaml("\n".join([more, *kept]), "f"), Campaign, {"id": "a"})
    return found, [(p.line, p.column, p.code) for p in problems]


# Scalars are typed by the schema


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "010",
        "yes",
        "off",
        "2026",
        "1.50",
        "0x1F",
        "1_000",
        "1e3",
        "true",
        "12:30",
        "2026-11-23",
        "+1",
    ],
)
def test_a_title_stays_as_it_was_written(text):
    assert campaign(f"title: {text}").title.of("en") == text
    assert campaign(f"title: {{en: {text}, no: x}}").title.of("en") == text


@pytest.mark.parametrize("name", ["010", "007", "2026", "1e3", "0x1f", "no", "true"])
def test_a_segments_name_stays_as_it_was_written(name):
    segment = campaign(f"audience: {{segments: [{{name: {name}}}]}}").audience.segments[0]
    assert segment.name == name


def test_a_time_of_day_is_no_number_of_minutes():
    build = campaign("priority: 7").schedule.build
    assert not isinstance(build, str)
    assert build.at == time(21, 0)


def test_keys_of_options_and_reasons_stay_as_they_were_written():
    survey = (
        "survey: {questions: [{id: q, ask: x, answer: one-of, options: {no: NO, 010: b, yes: y}}]}"
    )
    assert list(campaign(survey).questions[0].options) == ["no", "010", "yes"]
    assert campaign(survey).questions[0].options["no"].of("en") == "NO"
    assert list(campaign("audience: {unless: {on: true, 1.0: false}}").audience.unless) == [
        "on",
        "1.0",
    ]


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ("priority: true", 11),
        ("priority: 010", 11),
        ("priority: 1_0", 11),
        ("priority: '10'", 11),
        ("priority: 5.0", 11),
        ("audience: {sample: {allocation: {north: true}}}", 41),
        ("audience: {sample: {completes: 1e3}}", 32),
        ("offers: [{id: a, script: s, value: true, budget: 1}]", 36),
        ("offers: [{id: a, script: s, value: 010, budget: 1}]", 36),
        ("offers: [{id: a, script: s, value: 1_0, budget: 1}]", 36),
        ("offers: [{id: a, script: s, value: .nan, budget: 1}]", 36),
        ("offers: [{id: a, script: s, value: 1e999, budget: 1}]", 36),
        ("survey: {resume: yes, questions: [{id: q, ask: x, answer: text}]}", 18),
        ("survey: {resume: 1, questions: [{id: q, ask: x, answer: text}]}", 18),
    ],
)
def test_a_number_or_a_truth_is_never_guessed(more, column):
    assert read(more) == (None, [(1, column, "wrong-type")])


# Bounds


class Counted(BytesIO):
    """A stream of 10 MB that counts what is taken from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def test_of_a_file_of_ten_megabytes_no_more_is_read_than_a_file_may_have():
    stream = Counted(b"title: x\n" * 1_200_000)

    class File(type(Path())):  # type: ignore[misc]  # the platform's own kind of path
        def open(self, *_: Any, **__: Any) -> Counted:
            return stream

    source, problems = read_source(File("f.yaml"), "f.yaml")
    assert source is None
    assert [problem.code for problem in problems] == ["too-large"]
    assert stream.taken == MAX_BYTES + 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n"])
def test_depth_ends_where_it_is_too_much(opening):
    """What follows is broken too; that it is not told shows that nobody read so far."""
    text = opening * 2_000 + "@ \t* }"
    if opening == "a:\n":
        text = "".join(f"{' ' * depth}a:\n" for depth in range(1_000)) + "@"
    problems = source_of(text, "f")[1]
    assert len(problems) == 1
    assert problems[0].code in ("too-large", "bad-key")
    assert problems[0].column <= (MAX_DEPTH + 1) * len(opening) + 1


def test_values_end_where_they_are_too_many():
    problems = source_of("a:\n" + "- 1\n" * (MAX_NODES + 500) + "@", "f")[1]
    assert [(p.line, p.code) for p in problems] == [(MAX_NODES - 1, "too-large")]


def laughs(generations: int) -> str:
    """Each line ten times the one before: a billion at nine."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    for number in range(1, generations):
        below = ", ".join([f"*a{number - 1}"] * 10)
        lines.append(f"a{number}: &a{number} [{below}]")
    return "\n".join(lines) + "\n"


def test_a_billion_laughs_are_refused_one_by_one_as_written_and_never_laughed():
    source, problems = source_of(laughs(9), "f")
    assert source is None
    assert {problem.code for problem in problems} == {"anchor"}
    assert len(problems) == 9 + 8 * 10  # anchors, aliases: what is written, not what it stands for
    assert (problems[0].line, problems[0].column) == (1, 5)


def calls(work: Callable[[], object]) -> int:
    """How many calls of Python functions the work takes: the same on every machine."""
    count = 0

    def counter(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counter)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def many(wrong: str, number: int) -> str:
    return wrong.replace("...", ", ".join(f"k{n}: []" for n in range(number)))


@pytest.mark.parametrize(
    "text",
    [
        "contact: {retry: {...}}",
        "title: {...}",
        "audience: {unless: {...}}",
        "{...}",
        "survey: {questions: [{...}]}",
    ],
)
def test_twice_the_mistakes_are_twice_the_work(text):
    def work(number: int) -> Callable[[], object]:
        source = read_yaml(many(text, number), "f")
        return lambda: validate(source, Campaign, {"id": "a"})

    work(10)()  # what is looked up once
    few, twice = calls(work(100)), calls(work(200))
    assert twice < 2.5 * few


@pytest.mark.parametrize("text", ["[...]", "{...}"])
def test_reading_takes_work_in_proportion_to_the_file(text):
    def work(number: int) -> Callable[[], object]:
        return lambda: source_of(many(text, number), "f")

    few, twice = calls(work(500)), calls(work(1_000))
    assert twice < 2.5 * few


def test_a_laugh_takes_no_more_work_than_its_letters():
    few, many_more = (
        calls(lambda: source_of(laughs(5), "f")),
        calls(lambda: source_of(laughs(9), "f")),
    )
    assert many_more < 3 * few


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "first at line 1, column 1, and here"),
        ("a: {b: 1,\n  b: 2}\n", "first at line 1, column 5, and here"),
        ("a: 1\n'a': 2\n", "first at line 1, column 1, and here"),
    ],
)
def test_a_doubled_key_names_both_lines(text, words):
    problem = source_of(text, "f")[1][0]
    assert problem.code == "duplicate-key"
    assert problem.line == text.count("\n")
    assert words in problem.message


@pytest.mark.parametrize(("ring", "fits"), [("14s", 0), ("15s", 1), ("10m", 1), ("11m", 0)])
def test_a_phone_rings_long_enough_to_be_picked_up(ring, fits):
    text = WHOLE.replace("{from: survey}", f"{{from: survey, ring: {ring}}}")
    _, problems = validate(read_yaml(text, "f"), Campaign, {"id": "a"})
    said = f"cannot be used: {ring}; a phone rings from 15s to 10m."
    assert [p.message.partition("ring ")[2] for p in problems] == ([] if fits else [said])

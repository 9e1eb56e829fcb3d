"""Every key says what it is for, with an example that works; schema, page and hints tell it."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter

from outbound.campaign.centre import Centre
from outbound.campaign.outline import nouns, told, written_defaults
from outbound.campaign.reading import validate
from outbound.campaign.schema import Campaign, Sample
from outbound.campaign.source import read_yaml
from outbound.campaign.yaml_text import flow

KEYS = [
    pytest.param(noun, name, id=f"{noun.__name__}.{name}")
    for noun in dict.fromkeys([*nouns(Campaign), *nouns(Centre)])
    for name in noun.model_fields
    if (noun, name) != (Campaign, "id")  # never written in the file
]


@pytest.mark.parametrize(("noun", "name"), KEYS)
def test_every_key_says_what_it_is_for(noun: type[BaseModel], name: str) -> None:
    description = noun.model_fields[name].description
    assert description, "describe it with about()"
    assert description.endswith("."), "a sentence"
    assert description[0].isupper()


@pytest.mark.parametrize(("noun", "name"), KEYS)
def test_every_example_is_valid(noun: type[BaseModel], name: str) -> None:
    field = noun.model_fields[name]
    assert field.examples, "give an example"
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, *field.metadata, "key"])
    for example in field.examples:
        adapter.validate_python(example)
        assert read_yaml(f"x: {flow(example)}", "f").data == {"x": example}


def test_defaults_are_told_as_the_file_writes_them() -> None:
    assert written_defaults(Sample)["expect"] == "20%"


def test_what_is_told_of_a_place_is_of_its_nearest_documented_key() -> None:
    assert told(Campaign, ("contact", "retry", "busy"))["key"] == "retry"
    assert told(Campaign, ("approvals", 1))["key"] == "approvals"
    assert told(Campaign, ("schedule", "build", "after"))["key"] == "after"
    assert told(Campaign, ("nothing",)) == {}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("priority: 101", "Example: priority: 70"),
        ("priority: high", "The higher wins a person whom two campaigns want."),
        ("contact: {retry: {busy: 20}}", "Example: retry: {busy: [20m, 1h]"),
        ("schedule: {from: 2026-11-23, until: 2026-12-20}", 'Example: build: "0 8 * * MON"'),
        (
            "approvals: marketing",
            "Write its items after dashes, or in [ ]. The departments that must",
        ),
        ("purpose: survy", "Did you mean survey? Why people are contacted;"),
    ],
)
def test_a_hint_says_what_the_key_is_for_and_shows_an_example(text: str, hint: str) -> None:
    _, problems = validate(read_yaml(text, "f"), Campaign, {"id": "a"})
    assert any(hint.replace('"', "") in problem.hint for problem in problems)


def test_what_is_missing_is_taught_too() -> None:
    _, problems = validate(read_yaml("title: x", "f"), Campaign, {"id": "a"})
    assert all("Example: " in problem.hint for problem in problems)
    assert {problem.code for problem in problems} == {"missing-key"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"busy": ["20m", "1h"]}, "{busy: [20m, 1h]}"),
        ("010", "010"),
        ("10", "'10'"),
        (None, "null"),
        (False, "false"),
        ("a: b", "'a: b'"),
        ("0 8 * * MON", "0 8 * * MON"),
        (0.15, "0.15"),
    ],
)
def test_values_are_shown_as_one_writes_them(value: object, text: str) -> None:
    assert flow(value) == text

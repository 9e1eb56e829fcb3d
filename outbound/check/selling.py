"""Texts that sell where nothing may be sold: with them the campaign's purpose would be marketing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import yaml

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode, Purpose
from outbound.check.scripts import files_by_language
from outbound.check.subject import Subject

_SELLS_NOTHING: Final = frozenset(
    {Purpose.SURVEY, Purpose.RESEARCH, Purpose.CALLBACK, Purpose.FOLLOW_UP}
)
_TEXTS: Final = (
    ("title",),
    ("survey", "questions", "*", "ask"),
    ("survey", "questions", "*", "options", "*"),
)
_HINT: Final = "Say it otherwise, or give the campaign the purpose marketing, with its rules."


@dataclass(frozen=True)
class _Words:
    """What sells in one language, and what before it says the contrary."""

    sells: re.Pattern[str]
    but: re.Pattern[str]


def selling_texts(subject: Subject) -> Iterator[Problem]:
    """No question of a campaign that sells nothing sells."""
    if not _sells_nothing(subject):
        return
    for pattern in _TEXTS:
        for inner in (pattern, (*pattern, "*")):
            for trail, text in subject.texts(*inner):
                for offset, word in _sold(text):
                    message, hint = _told(subject, word), _HINT
                    yield subject.inside(trail, offset, "sells", message, hint, "warning")


def selling_scripts(subject: Subject) -> Iterator[Problem]:
    """No script of a campaign that sells nothing sells; notes to the agent are not said."""
    if not _sells_nothing(subject):
        return
    modes = [mode for mode in subject.modes() if mode is not Mode.WEB]
    for file in files_by_language(subject, *modes):
        for passage in subject.world.scripts.passages(file):
            for offset, word in _sold(passage.text):
                where, message = f"scripts/{passage.file}", _told(subject, word)
                column = offset + 1
                yield Problem(where, passage.line, column, "sells", "warning", message, _HINT)


def selling_offers(subject: Subject) -> Iterator[Problem]:
    """A campaign that sells nothing has no offers."""
    if _sells_nothing(subject) and subject.source.get("offers"):
        purpose = subject.text("purpose")
        message = f"A {purpose} makes no offers: with them its purpose would be marketing."
        yield subject.at_key(("offers",), "sells", message, "Leave them out, or change purpose.")


def _sells_nothing(subject: Subject) -> bool:
    return subject.text("purpose") in {purpose.value for purpose in _SELLS_NOTHING}


def _told(subject: Subject, word: str) -> str:
    return f"A {subject.text('purpose')} sells nothing, and {word} sells."


def _sold(text: str) -> Iterator[tuple[int, str]]:
    for words in _words().values():
        for found in words.sells.finditer(text):
            if not words.but.search(text[: found.start()]):
                yield found.start(), found[0].strip()


@cache
def _words() -> Mapping[str, _Words]:
    # Our own package data, not a file that anybody hands in.
    text = (resources.files(__package__) / "selling.yaml").read_text(encoding="utf-8")
    return {
        language: _Words(_any(given["sells"]), _any(given["but"]))
        for language, given in yaml.safe_load(text).items()
    }


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

"""Case files: a recorded rehearsal read from YAML, with the place of every value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from outbound.campaign.nouns import Mode, Noun
from outbound.campaign.problems import Problem
from outbound.campaign.reading import validate
from outbound.campaign.source import Source, read_source, source_of
from outbound.campaign.values import Language, ZoneName
from outbound.campaign.workspace import Workspace
from outbound.rehearsal.nouns import Setting

FOLDER: Final = "rehearsals"
"""Below campaigns/; in it a folder for each campaign."""


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a moment; write it as 2026-11-23T10:00+08:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class TurnText(Noun):
    """What was typed, and the lines that followed."""

    typed: str
    then: tuple[Mapping[str, str], ...] = ()


class CaseText(Noun):
    """A case file as written; what was heard is compared as text, whatever it says."""

    mode: Mode
    segment: str
    language: Language
    now: Annotated[datetime, BeforeValidator(_moment)]
    subscriber: str
    zone: ZoneName
    agent: str
    facts: Mapping[str, Any]
    opening: tuple[Mapping[str, str], ...] = ()
    turns: tuple[TurnText, ...] = ()
    end: Mapping[str, Any]

    def setting(self) -> Setting:
        """Who is talked to, how and when."""
        return Setting(
            self.mode, self.segment, self.language, self.now, self.subscriber, self.agent,
            self.zone, self.facts,
        )  # fmt: skip


@dataclass(frozen=True)
class CaseFile:
    """A case that can be replayed: its text and where each value stands."""

    text: CaseText
    source: Source

    @property
    def typed(self) -> list[str]:
        """What was typed, in order."""
        return [turn.typed for turn in self.text.turns]


def read_case(path: Path, name: str) -> tuple[CaseFile | None, list[Problem]]:
    """The case in a file, or what keeps it from being one."""
    source, problems = read_source(path, name)
    return _case(source, problems)


def case_of(text: str, name: str) -> tuple[CaseFile | None, list[Problem]]:
    """The case that a text holds, or what keeps it from being one."""
    return _case(*source_of(text, name))


def folder_of(workspace: Workspace, campaign_id: str) -> Path:
    """Where a campaign's cases lie."""
    return workspace.campaigns_dir / FOLDER / campaign_id


def _case(source: Source | None, problems: list[Problem]) -> tuple[CaseFile | None, list[Problem]]:
    if source is None or problems:
        return None, problems
    text, more = validate(source, CaseText, {})
    return (CaseFile(text, source) if text is not None else None), more

"""Replays a recorded case and tells every difference at the line where it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from outbound.audience.exemplar import segments_of
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign
from outbound.campaign.source import Trail
from outbound.errors import InputError, NotFoundError
from outbound.rehearsal.case_file import CaseFile
from outbound.rehearsal.document import document
from outbound.rehearsal.plain import written
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import modes_of, whole
from outbound.script.environment import ScriptEnvironment


@dataclass(frozen=True)
class Difference:
    """One difference: where in the case it stands, and what it is in words."""

    trail: Trail
    message: str


def replay(
    case: CaseFile, campaign: Campaign, centre: Centre, environment: ScriptEnvironment
) -> list[Difference]:
    """What a case says now that it did not say when it was recorded; nothing where all is as it was.

    After a turn in which another question is asked the rest is another talk, and is not compared.
    """
    stage = Stage(campaign, centre, environment, case.text.setting())
    if impossible := _impossible(stage):
        return [impossible]
    try:
        played = document(whole(stage, case.typed))
    except (InputError, NotFoundError) as failure:
        where = f"{failure.where}: " if failure.where else ""
        return [Difference(("mode",), f"The script cannot be rendered: {where}{failure.message}")]
    return list(_told(case, played, campaign))


def _impossible(stage: Stage) -> Difference | None:
    """What of the setting does not exist any more."""
    setting, modes = stage.setting, [mode.value for mode in modes_of(stage)]
    segments, languages = segments_of(stage.campaign), stage.centre.languages
    if setting.mode.value not in modes:
        return Difference(
            ("mode",), f"{stage.campaign.id} has no {setting.mode.value} step any more; it has {', '.join(modes)}."
        )  # fmt: skip
    if setting.segment not in segments:
        return Difference(
            ("segment",), f"{stage.campaign.id} has no segment {setting.segment} any more; it has {', '.join(segments)}."
        )  # fmt: skip
    if setting.language not in languages:
        return Difference(
            ("language",), f"The centre does not speak {setting.language} any more; it speaks {', '.join(languages)}."
        )  # fmt: skip
    return None


def _told(case: CaseFile, played: dict[str, Any], campaign: Campaign) -> Iterator[Difference]:
    """The differences of the opening, of each turn, and of the end."""
    data, now = case.source.data, played["turns"]
    steps: list[tuple[Trail, Any, Any]] = [(("opening",), data.get("opening"), played["opening"])]
    for place, turn in enumerate(data.get("turns") or []):
        heard = now[place]["then"] if place < len(now) else None
        steps.append((("turns", place, "then"), turn.get("then"), heard))
    for trail, recorded, heard in steps:
        if heard is None:
            message = "The conversation is over before this is said."
            yield Difference((*trail[:-1], "typed"), message)
            return
        yield from _lines(case, trail, recorded or [], heard, campaign)
        if _asked(recorded or []) != _asked(heard):
            return
    yield from _values(case, ("end",), data.get("end"), played["end"])


def _lines(
    case: CaseFile, trail: Trail, recorded: Any, heard: Any, campaign: Campaign
) -> Iterator[Difference]:
    """A turn's lines; of a question that is gone it is told plainly."""
    known = {question.id for question in campaign.questions}
    for place, line in enumerate(recorded):
        name = line.get("of", "")
        if ("ask" in line or "store" in line) and name not in known:
            message = f"{campaign.id} has no question {name} any more."
            yield Difference((*trail, place, "of"), message)
            return
    yield from _values(case, trail, recorded, heard)


def _asked(lines: Any) -> list[Any]:
    return [line.get("of") for line in lines if "ask" in line]


def _values(case: CaseFile, trail: Trail, recorded: Any, heard: Any) -> Iterator[Difference]:
    """Whatever differs below a value."""
    if isinstance(recorded, dict) and isinstance(heard, dict):
        yield from _entries(case, trail, recorded, heard)
    elif isinstance(recorded, list) and isinstance(heard, list):
        yield from _items(case, trail, recorded, heard)
    elif not _same(case, trail, recorded, heard):
        told = f"expected {_shown(recorded)!r}, got {_shown(heard)!r}."
        yield Difference(trail, told)


def _entries(
    case: CaseFile, trail: Trail, recorded: dict[str, Any], heard: dict[str, Any]
) -> Iterator[Difference]:
    for key, before in recorded.items():
        if key in heard:
            yield from _values(case, (*trail, key), before, heard[key])
        else:
            yield Difference((*trail, key), f"expected {_shown(before)!r}, got nothing.")
    for key, now in heard.items():
        if key not in recorded:
            yield Difference(trail, f"expected nothing of it, got {key}: {_shown(now)!r}.")


def _items(
    case: CaseFile, trail: Trail, recorded: list[Any], heard: list[Any]
) -> Iterator[Difference]:
    for place, (before, now) in enumerate(zip(recorded, heard, strict=False)):
        yield from _values(case, (*trail, place), before, now)
    for place in range(len(heard), len(recorded)):
        yield Difference((*trail, place), f"expected {_shown(recorded[place])!r}, got nothing.")
    for now in heard[len(recorded) :]:
        yield Difference(trail, f"expected nothing more, got {_shown(now)!r}.")


def _same(case: CaseFile, trail: Trail, recorded: Any, heard: Any) -> bool:
    """Whether a scalar says the same, with quotes in the file or without them."""
    stands = case.source.written(trail)
    if stands is None or isinstance(heard, dict | list):
        return bool(recorded == heard)
    return stands == _shown(heard) or (recorded == heard and type(recorded) is type(heard))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return written(value)

"""Who is rehearsed with: somebody of the base, or a made-up person; only what the campaign reads is kept of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from outbound.audience.exemplar import segments_of
from outbound.campaign.centre import Centre
from outbound.campaign.composer import plain_scalar
from outbound.campaign.schema import Campaign, Mode
from outbound.errors import NotFoundError, UsageError
from outbound.expression.evaluate import evaluate
from outbound.expression.hint import did_you_mean
from outbound.expression.parse import parse
from outbound.rehearsal.sample import read_by
from outbound.script.environment import ScriptEnvironment
from outbound.script.inspection import variables
from outbound.script.lookup import find, script_file

AGENTS: Final[Mapping[str, str]] = {"zh": "李娜", "en": "Li Na"}
"""The agent who says their name in a rehearsal."""

_COLUMN: Final = "subscriber."


def columns_read(
    campaign: Campaign,
    centre: Centre,
    environment: ScriptEnvironment,
    place: tuple[str, str, Mode],
) -> set[str]:
    """The base's columns that the words and conditions of one segment, language and mode read."""
    segment, language, mode = place
    tags = (language, centre.languages[0])
    files = [script_file(environment, campaign, segment, mode, *tags)]
    if mode is Mode.AGENT:
        files += [find(environment, (o.script,), Mode.AGENT, tags) for o in campaign.offers]
    named = {mention.name for file in files for mention in variables(environment, file)}
    told = {name.removeprefix(_COLUMN) for name in named if name.startswith(_COLUMN)}
    return told | read_by(campaign)


def plain_facts(row: Mapping[str, object], names: Iterable[str]) -> dict[str, Any]:
    """What is kept of a subscriber, as the engine keeps facts: dates and moments in ISO."""
    return {name: _plain(row[name]) for name in sorted(names) if name in row}


def segment_of(campaign: Campaign, row: Mapping[str, object], now: datetime, centre: Centre) -> str:
    """The first segment that the person falls into; empty if into none."""
    if not campaign.audience.segments:
        return segments_of(campaign)[0]
    for segment in campaign.audience.segments:
        if segment.where is None:
            return segment.name
        found = evaluate(
            parse(segment.where),
            row,
            history={},
            events=None,
            moment=now,
            zone=ZoneInfo(centre.zone),
        )
        if found is True:
            return segment.name
    return ""


def chosen_segment(campaign: Campaign, wanted: str | None) -> str:
    """The segment asked for, else the one that takes everybody, else the first."""
    names = segments_of(campaign)
    if wanted is None:
        rest = [s.name for s in campaign.audience.segments if s.where is None]
        return (rest or list(names))[0]
    if wanted not in names:
        hint = did_you_mean(wanted, names, f"It has {', '.join(names)}.")
        raise NotFoundError(f"{campaign.id} has no segment {wanted}.", hint=hint)
    return wanted


def chosen_mode(campaign: Campaign, wanted: str | None) -> Mode:
    """The mode asked for, else the first of the cascade."""
    modes = tuple(dict.fromkeys(step.mode for step in campaign.contact.channels))
    found = next((mode for mode in modes if mode.value == wanted), None)
    if wanted is not None and found is None:
        has = " and ".join(mode.value for mode in modes)
        raise NotFoundError(f"{campaign.id} has no {wanted} step; it has {has}.")
    return found or modes[0]


def chosen_language(centre: Centre, wanted: str | None, own: object = None) -> str:
    """The language asked for, else the person's own, else the centre's."""
    if wanted is not None and wanted not in centre.languages:
        speaks = ", ".join(centre.languages)
        raise NotFoundError(f"The centre does not speak {wanted}; it speaks {speaks}.")
    return wanted or str(own or "") or centre.languages[0]


def changed(facts: Mapping[str, Any], changes: Iterable[str]) -> dict[str, Any]:
    """The facts with `NAME=VALUE` put in, the value read as YAML reads it. Raises UsageError."""
    found = dict(facts)
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"{change!r} is no fact.", hint="Write it as complaints_60d=1.")
        found[name.strip()] = plain_scalar(value.strip())
    return dict(sorted(found.items()))


def agent_name(language: str) -> str:
    """The agent's name as the customer hears it."""
    return AGENTS.get(language.split("-")[0], AGENTS["en"])


def _plain(value: object) -> Any:
    match value:
        case datetime():
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case bool() | int() | float() | str() | None:
            return value
        case _:
            return str(value)

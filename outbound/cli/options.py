"""The options that many commands share."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from outbound.errors import UsageError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")  # whole days of the calendar; ISO weeks confuse people

Folder = Annotated[
    Path,
    typer.Option(
        "--workspace", help="The workspace: a folder with outbound.yaml.", show_default="here"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of tables.")]
At = Annotated[
    str | None,
    typer.Option("--at", help="The moment to act at, as 2026-11-23T10:00 or with an offset."),
]
CampaignName = Annotated[
    str, typer.Argument(help="The campaign's id: its file's name without .yaml.")
]
Language = Annotated[str, typer.Option("--language", help="The language of titles: zh, en, ...")]


def moment(text: str | None, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that --at names, in the centre's zone unless it carries an offset; else now."""
    if text is None:
        return now
    try:
        parsed = datetime.fromisoformat(text if _DAY.match(text) else "")
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as failure:
        raise UsageError(
            f"{text!r} is not a moment.",
            hint="Write it as 2026-11-23T10:00 or 2026-11-23T10:00+08:00.",
            where="--at",
        ) from failure

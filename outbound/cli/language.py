"""`outbound schema`: what may stand in the files, for editors and for people."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from outbound.audience.base import Base
from outbound.campaign.about import Names
from outbound.campaign.centre import Centre
from outbound.campaign.editor import Known, campaign_schema, centre_schema
from outbound.campaign.nouns import Purpose
from outbound.campaign.page import reference_page
from outbound.campaign.workspace import CENTRE_FILE, Workspace, open_workspace
from outbound.cli.options import Folder
from outbound.cli.output import write_json
from outbound.dialing.outcome import Outcome
from outbound.errors import OutboundError
from outbound.expression.tree import Type


def schema(
    centre: Annotated[
        bool, typer.Option("--centre", help="The schema of outbound.yaml, not of a campaign.")
    ] = False,
    page: Annotated[
        bool, typer.Option("--page", help="The reference page for people, in Markdown.")
    ] = False,
    workspace: Folder = Path(),
) -> None:
    """Print the JSON Schema of the campaign file; in a workspace, with the names that exist there.

    Example: outbound schema --workspace my-centre
    """
    if page:
        sys.stdout.write(reference_page())
        return
    known = {**_fixed(), **_of_workspace(workspace)}
    write_json(centre_schema(known) if centre else campaign_schema(known))


def _fixed() -> Known:
    return {
        Names.OUTCOMES: [outcome.value for outcome in Outcome],
        Names.PURPOSES: [purpose.value for purpose in Purpose],
    }


def _of_workspace(folder: Path) -> Known:
    """The names that the workspace's files and base have; none where there is no workspace."""
    if not (folder / CENTRE_FILE).is_file():
        return {}
    place = open_workspace(folder)
    scripts = {file.parent for file in place.scripts_dir.rglob("*.j2")}
    names = {
        Names.EXTENDABLE: [*place.extendable()],
        Names.SCRIPTS: sorted(path.relative_to(place.scripts_dir).as_posix() for path in scripts),
    }
    return {**names, **_of_centre(place), **_of_base(place)}


def _of_centre(place: Workspace) -> Known:
    try:
        centre: Centre = place.centre
    except OutboundError:
        return {}  # `outbound check` tells; the keys are completed all the same
    return {
        Names.LANGUAGES: centre.languages,
        Names.DEPARTMENTS: [*centre.departments],
        Names.PROCESSES: [*centre.processes],
        Names.CALL_SENDERS: [name for name, sender in centre.senders.items() if sender.call],
        Names.SMS_SENDERS: [name for name, sender in centre.senders.items() if sender.sms],
    }


def _of_base(place: Workspace) -> Known:
    try:
        columns = Base.open(place).columns
    except OutboundError:
        return {}  # nothing imported yet, or no engine: any name may be right
    dated: Sequence[str] = [c for c, kind in columns.items() if kind in (Type.DATE, Type.MOMENT)]
    falling = [f"-{column}" for column in columns]
    return {Names.COLUMNS: [*columns], Names.ORDERS: [*columns, *falling], Names.STARTS: dated}

"""Commands about suppressions: add, remove, import, list."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, Folder
from outbound.cli.output import counted, people, table, write_json
from outbound.engine.attempts import suppression_list
from outbound.wiring import open_engine

suppress = typer.Typer(help="Numbers that must not be contacted.", no_args_is_help=True)

Number = Annotated[
    str, typer.Argument(help="The number, as +8613800000000 or in the country's own form.")
]
Scope = Annotated[
    str,
    typer.Option("--scope", help="all, purpose:NAME, channel:call, channel:sms or campaign:ID."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the event.")]


@suppress.command()
def add(
    number: Number,
    scope: Scope = "all",
    reason: Reason = "",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Suppress a number.

    Example: outbound suppress add +8613800000000 --reason "asked by letter"
    """
    known = suppression_list.add(open_engine(workspace), number, scope, reason)
    _told(as_json, known, "suppressed", scope)


@suppress.command()
def remove(
    number: Number,
    reason: Annotated[
        str,
        typer.Option("--reason", help="The person's own explicit request, and where it is kept."),
    ],
    scope: Scope = "all",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Lift a suppression; only the person's own explicit request allows it.

    Example: outbound suppress remove +8613800000000 --reason "signed form 2026-114"
    """
    known = suppression_list.remove(open_engine(workspace), number, scope, reason)
    _told(as_json, known, "lifted", scope)


@suppress.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file whose first column holds numbers.")],
    scope: Scope = "all",
    reason: Reason = "imported list",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Suppress every number of a file; rows that hold none are reported with their line.

    Example: outbound suppress import register.csv --reason "national register 2026-11"
    """
    done = suppression_list.import_file(open_engine(workspace), file, scope, reason)
    if as_json:
        write_json({"suppressed": done.suppressed, "rejected": done.rejected})
        return
    people.print(f"{counted(done.suppressed, 'number')} suppressed ({scope}).", highlight=False)
    for line, text in done.rejected[:20]:
        people.print(
            f"{file}:{line}: no usable number in {text!r}", highlight=False, style="yellow"
        )


@suppress.command("list")
def list_(workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Show the numbers that stand suppressed now.

    Example: outbound suppress list
    """
    standing = suppression_list.standing_now(open_engine(workspace))
    if as_json:
        write_json({"suppressions": standing})
        return
    rows = [
        (s["number"], s["scope"], s["source"], s["reason"], f"{s['recorded_at']:%Y-%m-%d %H:%M}Z")
        for s in standing
    ]
    people.print(
        table(
            counted(len(rows), "suppression"),
            ("number", "scope", "source", "reason", "recorded"),
            rows,
        )
    )


def _told(as_json: bool, number: str, event: str, scope: str) -> None:
    if as_json:
        write_json({"number": number, "event": event, "scope": scope})
    else:
        people.print(f"{number} {event} ({scope}).", highlight=False)

"""Commands about suppressions: add, remove, import, list, history."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from outbound.cli.long_lists import list_rows
from outbound.cli.options import AsJson, Folder, moment
from outbound.cli.output import counted, people, progress, table, write_json
from outbound.engine.attempts import suppression_list
from outbound.engine.attempts.list_import import Imported, Terms, import_suppressions
from outbound.engine.attempts.registers import import_register
from outbound.engine.attempts.suppress import Source
from outbound.engine.context import Engine
from outbound.errors import UsageError
from outbound.wiring import open_engine

suppress = typer.Typer(help="Numbers that must not be contacted.", no_args_is_help=True)

Number = Annotated[
    str, typer.Argument(help="The number, as +8613800000000 or in the country's own form.")
]
Scope = Annotated[
    str,
    typer.Option(
        "--scope",
        help="all, purpose:NAME, channel:call, channel:sms, a purpose and a channel, or campaign:ID.",
    ),
]
Scopes = Annotated[
    list[str] | None, typer.Option("--scope", help="As in add; may be repeated. All, if left out.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the event.")]
Expires = Annotated[
    str | None,
    typer.Option("--expires", help="The moment from which it no longer holds; never, if left out."),
]


@suppress.command()
def add(
    number: Number,
    scope: Scope = "all",
    reason: Reason = "",
    expires: Expires = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Suppress a number.

    Example: outbound suppress add +8613800000000 --reason "asked by letter"
    """
    engine = open_engine(workspace)
    known = suppression_list.add(engine, number, scope, reason, ends(engine, expires))
    told(as_json, known, "suppressed", scope)


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
    told(as_json, known, "lifted", scope)


@suppress.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file; its columns: number, and if you like scope, reason, expires, occurred_at."
        ),
    ],
    scope: Scopes = None,
    reason: Reason = "imported list",
    register: Annotated[
        str | None,
        typer.Option(
            "--register", help="It is the whole national register of that country: US, or its name."
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day on which the register was drawn up.")
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Suppress every number of a file, however long; rows left out are kept beside it with the reason.

    Example: outbound suppress import register.csv --register US --as-of 2026-11-01
    """
    if (register is None) != (as_of is None):
        raise UsageError("A register has a day.", hint="Give both --register and --as-of.")
    engine = open_engine(workspace)
    scopes = tuple(suppression_list.scope_of(text) for text in scope or ())
    with progress("rows") as tell:
        if register is not None:
            day = moment(as_of, engine.zone, engine.clock.now())
            done = import_register(engine, file, register, day, scopes, tell)
        else:
            everything = (suppression_list.scope_of("all"),)
            terms = Terms(scopes or everything, Source("import", evidence=file.name), reason)
            done = import_suppressions(engine, file, terms, tell)
    imported(as_json, file, done, "suppression")


@suppress.command("list")
def list_(workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Show what stands suppressed now.

    Example: outbound suppress list
    """
    standing = suppression_list.standing(open_engine(workspace))
    names = ("number", "scope", "source", "reason", "recorded", "until")

    def cells(s: dict[str, Any]) -> tuple[str, ...]:
        return (s["number"], s["scope"], s["source"], s["reason"], _day(s["recorded_at"]), _day(s["expires_at"]))  # fmt: skip

    list_rows(as_json, "suppressions", "suppression", standing, names, cells)


@suppress.command()
def history(number: Number, workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Show all that was ever recorded about a number: suppressed, lifted, consented, withdrawn.

    Example: outbound suppress history +8613800000000
    """
    found = suppression_list.history(open_engine(workspace), number)
    if as_json:
        events = [event.model_dump(exclude={"id"}) for event in found.events]
        write_json({"number": found.number, "standing": found.standing, "events": events})
        return
    rows = [
        (_day(e.recorded_at), _day(e.occurred_at), e.event, e.scope, e.source, e.evidence or e.reason,
         e.subscriber_id or "", _day(e.expires_at))
        for e in found.events
    ]  # fmt: skip
    names = (
        "recorded",
        "occurred",
        "event",
        "scope",
        "source",
        "proof or reason",
        "holder",
        "until",
    )
    people.print(table(f"{found.number}: {counted(len(rows), 'event')}", names, rows))
    stands = ", ".join(found.standing) or "nothing"
    people.print(f"Suppressed now: {stands}.", highlight=False)


def ends(engine: Engine, text: str | None) -> datetime | None:
    """The moment of an option, in the centre's zone; None where it is left out."""
    return None if text is None else moment(text, engine.zone, engine.clock.now())


def told(as_json: bool, number: str, event: str, scope: str) -> None:
    """One event about one number, said."""
    if as_json:
        write_json({"number": number, "event": event, "scope": scope})
    else:
        people.print(f"{number} {event} ({scope}).", highlight=False)


def imported(as_json: bool, file: Path, done: Imported, noun: str) -> None:
    """What came of a file, said: the first rows that were left out, and where all of them are."""
    if as_json:
        past = {"suppression": "suppressed", "consent": "consented"}[noun]
        reasons = [{"row": r.line, "text": r.text, "reason": r.reason} for r in done.refused]
        write_json(
            {past: done.recorded + done.already, "rejected": [(r.line, r.text) for r in done.refused],
             "rows": done.rows, "recorded": done.recorded, "already": done.already,
             "left_out": done.rejected, "reasons": reasons, "rejects_file": done.rejects_file}
        )  # fmt: skip
        return
    already = f", {done.already:,} stood already" if done.already else ""
    people.print(f"{counted(done.recorded, noun)} recorded{already}.", highlight=False)
    for row in done.refused:
        said = f"{file}:{row.line}: {row.reason}: {row.text!r}"
        people.print(said, highlight=False, style="yellow")
    if done.rejects_file is not None:
        left = f"{counted(done.rejected, 'row')} left out; all are in {done.rejects_file}."
        people.print(left, highlight=False)


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at is not None else "–"

"""Commands about the audit: verify it, sign it, hand out one number's file."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, At, Folder, moment
from outbound.cli.output import counted, local, people, progress, table, write_json
from outbound.engine.audit import checkpoints, exporting, verifying
from outbound.engine.audit.file import NumberFile
from outbound.engine.audit.odd import NAMES
from outbound.engine.audit.verifying import Verified
from outbound.engine.context import Engine
from outbound.wiring import open_engine

audit = typer.Typer(
    help="The audit: what was decided, in a chain where every change shows.", no_args_is_help=True
)

SHOWN = 50
"""Findings, and lines of a file, that are printed; --json gives all."""


@audit.command()
def verify(
    kept: Annotated[
        Path | None,
        typer.Option("--checkpoints", help="Checkpoints that were kept elsewhere, one a line."),
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Verify the whole audit: its chain, its signed checkpoints, and the store against it.

    Ends with 1 where anything was changed, removed, put in, reordered or cut off.

    Example: outbound audit verify --checkpoints kept-by-the-auditor.jsonl
    """
    engine = open_engine(workspace)
    with progress("verifying"):
        found = verifying.verify(engine, kept)
    if as_json:
        write_json({"sound": found.sound, **asdict(found)})
    else:
        _tell(found, engine)
    if not found.sound:
        raise typer.Exit(1)


@audit.command()
def checkpoint(workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Sign where the audit stands now, and print the line: keep it where this machine cannot reach.

    Example: outbound audit checkpoint >> /mnt/auditor/checkpoints.jsonl
    """
    engine = open_engine(workspace)
    line = checkpoints.checkpoint(engine, engine.clock.now())
    if as_json:
        write_json({"checkpoint": line, "file": checkpoints.file_of(engine)})
    else:
        typer.echo(line)


@audit.command()
def export(
    number: Annotated[str, typer.Argument(help="The number, as +8613800000000 or in the country's own form.")],
    reason: Annotated[str, typer.Option("--reason", help="Who asks for it and why; kept in the audit.")],
    at: At = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the file as CSV instead.")] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Hand out everything about one number: decisions, attempts, answers, suppressions, with their proofs.

    Example: outbound audit export +8613800000000 --reason "her letter of 23 November"
    """
    engine = open_engine(workspace)
    as_of = None if at is None else moment(at, engine.zone, engine.clock.now())
    found = exporting.export(engine, number, "command line", reason, as_of)
    if csv is not None:
        exporting.write_csv(found, csv)
    if as_json:
        write_json(asdict(found))
    elif csv is not None:
        people.print(f"{counted(len(found.lines), 'line')} written to {csv}.", highlight=False)
    else:
        _show(found, engine)


def _tell(found: Verified, engine: Engine) -> None:
    seen = found.seen
    rows = ", ".join(
        f"{count:,} {NAMES[kind].removeprefix('the ')}"
        for kind, count in found.rows.items()
        if count
    )
    people.print(
        f"{counted(seen.links, 'link')} from {local(seen.since, engine.zone)} to {local(seen.until, engine.zone)},"
        f" {found.entries:,} entries; compared with {rows or 'no rows'}.",
        highlight=False,
    )  # fmt: skip
    people.print(_signed(found, engine), highlight=False)
    for finding in found.findings[:SHOWN]:
        people.print(f"{finding.code}: {finding.message}", style="red", highlight=False, markup=False, soft_wrap=True)  # fmt: skip
    if len(found.findings) > SHOWN:
        people.print(f"The first {SHOWN} are shown; --json gives all.", style="dim")
    said = "Nothing was changed, removed, put in or reordered." if found.sound else f"{counted(len(found.findings), 'finding')}: this is not what was written."  # fmt: skip
    people.print(said, style="bold", highlight=False)


def _signed(found: Verified, engine: Engine) -> str:
    if found.latest is None:
        return "No checkpoint was found: an end that was cut off would not show."
    latest, after = found.latest, max(0, found.seen.last - found.latest.seq)
    return (
        f"{counted(found.checkpoints, 'checkpoint')}, the latest of link {latest.seq:,} at"
        f" {local(latest.at, engine.zone)}; {counted(after, 'link')} since, whose end nothing guards yet."
    )


def _show(found: NumberFile, engine: Engine) -> None:
    rows = [
        (
            local(line.at, engine.zone), line.kind, line.campaign or "–", f"{line.what}: {line.result}",
            line.reason, line.seq or "–", line.hash[:12],
        )
        for line in found.lines[:SHOWN]
    ]  # fmt: skip
    columns = ("at", "what", "campaign", "", "why", "link", "hash")
    people.print(table(f"{found.number}: {counted(len(found.lines), 'line')}", columns, rows))
    if len(found.lines) > SHOWN:
        people.print(f"The first {SHOWN} are shown; --csv or --json gives all.", style="dim")
    people.print("That this was handed out is kept in the audit, with its reason.", style="dim")

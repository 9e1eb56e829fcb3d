"""The library of past campaigns: search it, begin a new campaign from one of it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, Folder, Language
from outbound.cli.output import counted, people, table, write_json
from outbound.engine.library.filing import LibraryEntry, search, titled
from outbound.wiring import open_engine


def library(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words to find, in any language; all if none.")
    ] = None,
    language: Language = "en",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Find past campaigns by their words: titles, processes, questions, owner; the latest first.

    Begin a new one from any of them with: outbound init NEW --from CAMPAIGN

    Example: outbound library satisfaction
    """
    engine = open_engine(workspace)
    found = search(engine, words or ())
    if as_json:
        write_json({"campaigns": [asdict(entry) for entry in found]})
        return
    if not found:
        asked = f" with {' '.join(words)}" if words else ""
        people.print(f"The library has no campaign{asked}.", highlight=False)
        return
    columns = ("campaign", "title", "state", "completes", "RR1", "cost each")
    rows = [_row(entry, language) for entry in found]
    people.print(table(counted(len(found), "campaign"), columns, rows))


def _row(entry: LibraryEntry, language: str) -> tuple[object, ...]:
    figures = entry.figures
    return (
        entry.campaign, titled(entry, language), entry.state,
        figures.get("complete", "–"), _percent(figures.get("RR1")),
        _money(figures.get("cost_per_complete")),
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _money(amount: float | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"

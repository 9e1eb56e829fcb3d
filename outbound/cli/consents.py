"""Commands about consent: add, withdraw, import, list."""

from pathlib import Path
from typing import Annotated, Any

import typer

from outbound.campaign.schema import Channel, Purpose
from outbound.cli.long_lists import list_rows
from outbound.cli.options import AsJson, Folder
from outbound.cli.output import progress
from outbound.cli.people import Number, ends, imported, told
from outbound.engine.attempts import consent_list
from outbound.engine.attempts.consents import import_consents
from outbound.wiring import open_engine

consent = typer.Typer(
    help="Who agreed to be contacted, and who took it back.", no_args_is_help=True
)

Of = Annotated[
    Purpose, typer.Option("--purpose", help="What the person agreed to be contacted for.")
]
By = Annotated[
    Channel | None, typer.Option("--channel", help="By what alone; by both, if left out.")
]
Evidence = Annotated[
    str,
    typer.Option("--evidence", help="The proof, and where it is kept: contract 4711, clause 3."),
]
Holder = Annotated[
    str | None,
    typer.Option(
        "--subscriber", help="Who it is; whoever the base has at the number, if left out."
    ),
]


@consent.command()
def add(
    number: Number,
    purpose: Of,
    evidence: Evidence,
    channel: By = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", help="When the person agreed; now, if left out.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="Until when; for good, if left out.")
    ] = None,
    subscriber: Holder = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that a person agreed. It lapses when somebody else holds the number.

    Example: outbound consent add +8613800000000 --purpose survey --evidence "contract 4711, clause 3"
    """
    engine = open_engine(workspace)
    given = consent_list.Given(
        purpose, channel, evidence, ends(engine, occurred), ends(engine, expires), subscriber
    )
    told(as_json, *consent_list.add(engine, number, given))


@consent.command()
def withdraw(
    number: Number,
    evidence: Evidence,
    purpose: Annotated[
        Purpose | None, typer.Option("--purpose", help="For what alone; for all, if left out.")
    ] = None,
    channel: By = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that a person takes consent back: it holds at once, whatever the base says.

    Example: outbound consent withdraw +8613800000000 --purpose marketing --evidence "letter of 3 May"
    """
    engine = open_engine(workspace)
    told(as_json, *consent_list.withdraw(engine, number, purpose, channel, evidence))


@consent.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file with number, purpose, evidence, occurred_at; and if you like channel, expires, subscriber."
        ),
    ],
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record the consents of a file, however long; rows left out are kept beside it with the reason.

    Example: outbound consent import contracts.csv
    """
    with progress("rows") as tell:
        done = import_consents(open_engine(workspace), file, tell)
    imported(as_json, file, done, "consent")


@consent.command("list")
def list_(workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Show the latest acts of consent, number by number.

    Example: outbound consent list
    """
    latest = consent_list.latest(open_engine(workspace))
    names = ("number", "scope", "event", "occurred", "holder", "proof", "until")

    def cells(a: dict[str, Any]) -> tuple[str, ...]:
        until = f"{a['expires_at']:%Y-%m-%d}" if a["expires_at"] else "–"
        return (a["number"], a["scope"], a["event"], f"{a['occurred_at']:%Y-%m-%d}", a["holder"], a["evidence"], until)  # fmt: skip

    list_rows(as_json, "consents", "act", latest, names, cells)

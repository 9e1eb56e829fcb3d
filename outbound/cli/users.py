"""Commands about the people who sign in."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, Folder
from outbound.cli.output import people, write_json
from outbound.engine.people import accounts
from outbound.wiring import open_engine

user = typer.Typer(help="The people who sign in to the workspace.", no_args_is_help=True)


@user.command()
def add(
    account: Annotated[str, typer.Argument(help="The sign-in name.")],
    role: Annotated[
        str,
        typer.Option("--role", help="agent, supervisor, manager, approver, quality or engineer."),
    ],
    name: Annotated[str, typer.Option("--name", help="The name customers and colleagues hear.")],
    department: Annotated[
        str, typer.Option("--department", help="A department of the centre file.")
    ] = "",
    languages: Annotated[
        str, typer.Option("--languages", help="What an agent speaks, as zh,en.")
    ] = "",
    station: Annotated[
        str | None, typer.Option("--station", help="The agent's own telephone.")
    ] = None,
    password: Annotated[
        str,
        typer.Option(
            "--password",
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            help="Asked for if not given.",
        ),
    ] = "",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Add a user, or replace one of the same name.

    Example: outbound user add li-na --role agent --name "Li Na" --languages zh,en
    """
    new = accounts.NewUser(account, role, name, department, languages, station)
    accounts.add(open_engine(workspace), new, password)
    if as_json:
        write_json({"user": account, "role": role})
    else:
        people.print(f"{account} may sign in as {role}.", highlight=False)

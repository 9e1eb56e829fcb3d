"""The command that keeps the process up which the carrier asks when the web server does not answer."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import Folder
from outbound.cli.output import aside
from outbound.web.standing_in import run_fallback


def fallback(
    workspace: Folder = Path(),
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8081,
) -> None:
    """Stand in for the web server: take webhooks down on disk, and repeat the last question.

    OUTBOUND_FALLBACK_URL names its public address to the carrier. What it took down, a worker on
    this machine puts into the inbox, each once.

    Example: outbound fallback --port 8081
    """
    run_fallback(workspace, host, port, lambda line: aside.print(line, highlight=False))

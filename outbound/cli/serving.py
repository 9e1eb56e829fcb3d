"""Commands that keep running: the whole service, or the simulated carrier alone."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import Folder
from outbound.cli.output import aside
from outbound.web.serving import Listen, run_carrier, run_service


def serve(
    workspace: Folder = Path(),
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8080,
    live: Annotated[
        bool, typer.Option("--live", help="Allow the real carrier, where settings name it.")
    ] = False,
) -> None:
    """Serve the pages and webhooks and keep the heartbeat, in one process.

    With the simulated carrier (the default) it runs inside, so nothing real ever rings.

    Example: outbound serve --port 8080
    """
    run_service(
        workspace, Listen(host, port, live), lambda line: aside.print(line, highlight=False)
    )


def carrier(
    workspace: Folder = Path(),
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8099,
    seed: Annotated[int, typer.Option("--seed", help="The simulated population's seed.")] = 1,
) -> None:
    """Run the simulated carrier alone, with the workspace's synthetic subscribers as its population.

    Example: outbound carrier --port 8099
    """
    run_carrier(workspace, port, seed, lambda line: aside.print(line, highlight=False))

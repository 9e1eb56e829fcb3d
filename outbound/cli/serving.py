"""Commands that keep running: the whole service, or the simulated carrier alone."""

import os
from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import Folder
from outbound.cli.output import aside
from outbound.engine.crew.duty import Duty
from outbound.web.serving import Listen, run_carrier, run_service


def serve(
    workspace: Folder = Path(),
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8080,
    live: Annotated[
        bool, typer.Option("--live", help="Allow the real carrier, where settings name it.")
    ] = False,
    role: Annotated[
        Duty, typer.Option("--role", help="What this process is for: one of several on one store.")
    ] = Duty.ALL,
) -> None:
    """Serve pages and webhooks, lead and work: all in one process, or each in as many as you like.

    With the simulated carrier (the default) it runs inside, so nothing real ever rings; processes
    with a role of their own share one `outbound carrier`. SIGTERM ends in good order.

    Example: outbound serve --role worker
    """
    finished = run_service(
        workspace, Listen(host, port, live), role, lambda line: aside.print(line, highlight=False)
    )
    if not finished:
        aside.print("Ended with work in hand, which is taken up as after a crash.")
        os._exit(0)  # threads that wait for the carrier or the store would keep the process alive


def carrier(
    workspace: Folder = Path(),
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8099,
    seed: Annotated[int, typer.Option("--seed", help="The simulated population's seed.")] = 1,
) -> None:
    """Run the simulated carrier alone, with the workspace's synthetic subscribers as its population.

    Example: outbound carrier --port 8099
    """
    run_carrier(workspace, port, seed, lambda line: aside.print(line, highlight=False))

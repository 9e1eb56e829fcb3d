"""The command's table of contents: every subcommand, in the order in which a newcomer meets them."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import typer

COMMANDS: Final = {
    "init": "beginning:init",
    "check": "workspace:check",
    "explain": "explaining:explain",
    "rules": "rules:rules",
    "schema": "language:schema",
    "import": "workspace:import_",
    "plan": "planning:plan",
    "rehearse": "rehearsing:rehearse",
    "simulate": "simulating:simulate",
    "status": "standing:status",
    "approve": "campaigns:approve",
    "launch": "campaigns:launch",
    "diff": "standing:diff",
    "pause": "campaigns:pause",
    "resume": "campaigns:resume",
    "stop": "campaigns:stop",
    "build": "lists:build",
    "contacts": "lists:contacts",
    "serve": "serving:serve",
    "fallback": "fallback:fallback",
    "carrier": "serving:carrier",
    "reconcile": "reconciling:reconcile",
    "why": "results:why",
    "scores": "results:scores",
    "report": "reporting:report",
    "library": "library:library",
    "demo": "demo:demo",
}
"""Each command's module below `outbound.cli`, and its function there."""

GROUPS: Final = {
    "suppress": "people:suppress",
    "consent": "consents:consent",
    "user": "users:user",
    "db": "store:db",
    "audit": "audit:audit",
}
"""The same of commands that have commands of their own."""


def program(arguments: Sequence[str] | None = None) -> typer.Typer:
    """The whole command, or only the part that these arguments call for.

    Nobody who asks for one command waits until the demo's web server and the charts are loaded.
    """
    named = next((a for a in arguments or () if not a.startswith("-")), None)
    app = typer.Typer(
        name="outbound",
        help="The campaign engine of a telecom operator's outbound service centre.",
        epilog="Start with: outbound init my-centre && outbound check --workspace my-centre",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.callback()(_outbound)
    whole = named not in {**COMMANDS, **GROUPS}
    for name, place in COMMANDS.items():
        if whole or name == named:
            app.command(name=name)(_found(place))
    for name, place in GROUPS.items():
        if whole or name == named:
            app.add_typer(_found(place), name=name)
    return app


def _outbound() -> None:
    """The campaign engine of a telecom operator's outbound service centre."""  # keeps one command a subcommand


def _found(place: str) -> Any:
    module, _, function = place.partition(":")
    return getattr(import_module(f"outbound.cli.{module}"), function)

"""The `outbound` command: runs it, and turns expected failures into one message and an exit code."""

import sys

import click

from outbound.cli.app import app
from outbound.cli.output import aside, write_json
from outbound.errors import OutboundError, ProblemsError, RefusedError, UsageError

INPUT, USAGE, REFUSED = 1, 2, 3


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 refused by a rule."""
    try:
        code = app(standalone_mode=False)
    except OutboundError as failure:
        _tell(failure)
        code = _exit_code(failure)
    except click.ClickException as failure:
        failure.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        aside.print("Stopped.")
        code = 130
    except BrokenPipeError:
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _exit_code(failure: OutboundError) -> int:
    match failure:
        case RefusedError():
            return REFUSED
        case UsageError():
            return USAGE
        case _:
            return INPUT


def _tell(failure: OutboundError) -> None:
    if "--json" in sys.argv:
        told = {
            "code": failure.code,
            "message": failure.message,
            "hint": failure.hint,
            "where": failure.where,
        }
        write_json({"error": told})
        return
    where = f"{failure.where}: " if failure.where else ""
    aside.print(f"[red]error[/red] {where}{failure.message}", highlight=False, soft_wrap=True)
    if isinstance(failure, ProblemsError):
        for problem in failure.problems[1:20]:
            aside.print(f"      {problem}", highlight=False, soft_wrap=True, markup=False)
    if failure.hint:
        aside.print(f"      {failure.hint}", highlight=False, soft_wrap=True, markup=False)


if __name__ == "__main__":
    main()

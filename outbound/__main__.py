"""The `outbound` command: runs it, and turns every failure into one message and an exit code."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from typer import Abort
from typer.exceptions import TyperException

from outbound.cli.app import program
from outbound.cli.failures import STOPPED, of_the_machine, tell, tell_fault, tell_usage
from outbound.cli.output import aside
from outbound.errors import OutboundError


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 refused by a rule; 70 is a fault of Outbound
    itself, 130 an interruption.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    _prepare_output(as_json)
    sys.exit(_run(given, as_json=as_json))


def _run(arguments: list[str], *, as_json: bool) -> int:
    try:
        code = program(arguments)(arguments, prog_name="outbound", standalone_mode=False)
    except OutboundError as failure:
        return tell(failure, as_json)
    except TyperException as failure:
        return tell_usage(failure, as_json)
    except (Abort, KeyboardInterrupt):
        aside.print("Stopped.")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failure:
        return tell(of_the_machine(failure), as_json)
    except Exception as failure:  # noqa: BLE001 - the last door: nobody is shown a traceback
        return tell_fault(failure, as_json)
    return code if isinstance(code, int) else 0


def _prepare_output(as_json: bool) -> None:
    """JSON is UTF-8 everywhere; a terminal without Chinese shows question marks, and goes on."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(**({"encoding": "utf-8"} if as_json else {"errors": "replace"}))


if __name__ == "__main__":
    main()

"""How the command ends when it cannot do what was asked: one message, one exit code, no traceback."""

import os
import tempfile
import traceback
from typing import Final

from typer.exceptions import TyperException

from outbound.cli.output import aside, write_json
from outbound.errors import InputError, OutboundError, ProblemsError, RefusedError, UsageError

INPUT, USAGE, REFUSED, FAULT, STOPPED = 1, 2, 3, 70, 130
DEBUG: Final = "OUTBOUND_DEBUG"
SHOWN: Final = 20
"""Of a file's problems so many are shown; `outbound check` shows all."""


def tell(failure: OutboundError, as_json: bool) -> int:
    """Print an expected failure; returns the exit code."""
    if as_json:
        _write_error(failure.code, failure.message, failure.hint, failure.where)
    else:
        _print_error(failure)
    match failure:
        case RefusedError():
            return REFUSED
        case UsageError():
            return USAGE
        case _:
            return INPUT


def tell_usage(failure: TyperException, as_json: bool) -> int:
    """Print what is wrong with the arguments, in Typer's words, which name the option."""
    context = getattr(failure, "ctx", None)
    path = context.command_path if context else "outbound"
    if message := failure.format_message():  # without one, the help was shown already
        tell(UsageError(message, hint=f"See {path} --help", where=path), as_json)
    return USAGE


def tell_fault(failure: Exception, as_json: bool) -> int:
    """Print a fault of ours in one line, and where the details are kept."""
    details = "".join(traceback.format_exception(failure))
    if os.environ.get(DEBUG):
        _plainly(details)
    what = f"Outbound itself failed: {type(failure).__name__}: {failure}"
    tell(OutboundError(what, hint=f"Please report it with {_kept(details)}."), as_json)
    return FAULT


def of_the_machine(failure: OSError) -> InputError:
    """A file or folder that the system refuses: full, read-only, gone, not ours."""
    return InputError(
        f"The system refuses: {failure.strerror or failure}.",
        hint="Check the path, its permissions and the space on the disk, then try again.",
        where=str(failure.filename or ""),
    )


def _print_error(failure: OutboundError) -> None:
    where = f"{failure.where}: " if failure.where else ""
    aside.print("[red]error[/red] ", end="")
    _plainly(f"{where}{failure.message}")
    if isinstance(failure, ProblemsError):
        for problem in failure.problems[1:SHOWN]:
            _plainly(f"      {problem}")
    if failure.hint:
        _plainly(f"      {failure.hint}")


def _kept(details: str) -> str:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="outbound-", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            file.write(details)
    except OSError:
        return f"what {DEBUG}=1 shows"
    return file.name


def _write_error(code: str, message: str, hint: str, where: str) -> None:
    write_json({"error": {"code": code, "message": message, "hint": hint, "where": where}})


def _plainly(text: str) -> None:
    aside.print(text, highlight=False, soft_wrap=True, markup=False)

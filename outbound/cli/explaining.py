"""`outbound explain`: what a problem's code means, with a wrong and a right example."""

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown

from outbound.campaign.problems import CODES
from outbound.check.explanations import explanation
from outbound.cli.options import AsJson
from outbound.cli.output import people, table, write_json


def explain(
    code: Annotated[
        str | None, typer.Argument(help="A problem's code as check tells it; all if none is given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain a problem that check tells: what it means, why it matters, how to write it right.

    Example: outbound explain segment-never
    """
    if code is None:
        _list(as_json)
        return
    page = explanation(code)
    if as_json:
        write_json({"code": code, "meaning": CODES[code], "page": page})
    elif people.is_terminal:
        people.print(Markdown(page))
    else:
        sys.stdout.write(page)


def _list(as_json: bool) -> None:
    if as_json:
        write_json({"codes": dict(CODES)})
        return
    people.print(table("Kinds of problems", ("code", "meaning"), sorted(CODES.items())))
    people.print("Next: outbound explain CODE", highlight=False)

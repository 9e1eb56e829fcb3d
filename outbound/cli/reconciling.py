"""The command that asks the carrier what became of attempts of which no reply told, and lets a person let go of one."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from outbound.cli.options import AsJson, Folder
from outbound.cli.output import counted, local, people, table, write_json
from outbound.engine.context import Engine
from outbound.engine.inbox.daily import Compared, compare
from outbound.engine.inbox.incoming import hear_lost
from outbound.engine.inbox.reconcile import reconcile as ask_all
from outbound.engine.inbox.unfound import Unfound, release, unfound
from outbound.engine.life.actor import COMMAND_LINE
from outbound.errors import CarrierError, UsageError
from outbound.wiring import open_engine


def reconcile(
    let_go: Annotated[
        str | None, typer.Option("--release", help="Let go of this attempt, which was not found.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is let go; kept for good.")] = "",
    day: Annotated[
        str | None, typer.Option("--day", help="Compare this whole day with the carrier's listing.")
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Ask the carrier what became of attempts of which no reply told, and what people wrote.

    One row of its listing settles an attempt. What it does not list for a quarter of an hour is not
    found: it counts as made until a person releases it.

    Example: outbound reconcile
    """
    engine = open_engine(workspace)
    if let_go is not None:
        _release(engine, let_go, reason, as_json)
    elif day is not None:
        _compare(engine, _day(day), as_json)
    else:
        _ask(engine, as_json)


def _release(engine: Engine, attempt_id: str, reason: str, as_json: bool) -> None:
    release(engine, attempt_id, COMMAND_LINE.name, reason)
    if as_json:
        write_json({"released": attempt_id})
    else:
        people.print(f"{attempt_id} is released; its contact is decided again.", highlight=False)


def _ask(engine: Engine, as_json: bool) -> None:
    done = ask_all(engine)
    recovered = 0 if done.trouble else hear_lost(engine, engine.clock.now())
    unknown = unfound(engine)
    waits = [one for one in unknown if not one.releasable]
    missing = [one for one in unknown if one.releasable]
    if as_json:
        write_json(
            {
                "settled": [asdict(one) for one in done.settled],
                "recovered": recovered,
                "waiting": [_as_json(one) for one in waits],
                "not_found": [_as_json(one) for one in missing],
                "trouble": done.trouble,
            }
        )
        return
    found = [(one.attempt_id, one.campaign_id, one.says) for one in done.settled]
    if found:
        people.print(table("Settled", ("attempt", "campaign", "now"), found))
    for title, some in (("Waits for evidence", waits), ("Not found", missing)):
        if some:
            people.print(table(title, HEADS, [_row(engine, one) for one in some]))
    said = (
        f"{counted(len(found), 'attempt')} settled, {len(waits)} waiting, {len(missing)} not found"
    )
    people.print(f"{said}; {counted(recovered, 'lost message')} taken in.", highlight=False)
    if done.trouble:
        raise CarrierError(done.trouble, hint="Try again; until then nothing is guessed.")


HEADS = ("attempt", "campaign", "subscriber", "by", "asked for", "looked")


def _row(engine: Engine, one: Unfound) -> tuple[object, ...]:
    asked = local(one.asked_at, engine.zone)
    return (one.attempt_id, one.campaign_id, one.subscriber_id, one.channel, asked, one.looked)


def _as_json(one: Unfound) -> dict[str, Any]:
    return {
        "attempt": one.attempt_id, "campaign": one.campaign_id, "subscriber": one.subscriber_id,
        "channel": one.channel, "asked_at": one.asked_at, "looked": one.looked, "looked_at": one.looked_at,
    }  # fmt: skip


def _compare(engine: Engine, day: date, as_json: bool) -> None:
    found = compare(engine, day)
    if as_json:
        write_json(asdict(found))
        return
    if found.differences:
        rows = [(one.sid, one.attempt_id, one.says) for one in found.differences]
        people.print(table("Differences", ("carrier's id", "attempt", "what"), rows))
    people.print(_summary(found), highlight=False)


def _summary(found: Compared) -> str:
    listed = ", ".join(
        (counted(found.calls, "call"), counted(found.messages, "message"), f"{found.incoming:,} incoming")
    )  # fmt: skip
    mended = ", ".join(
        (
            f"{found.settled} settled",
            f"{counted(found.recovered, 'lost message')} taken in",
            f"{counted(found.priced, 'price')} taken down",
        )
    )
    return f"{found.day}: {listed}; {mended}; {counted(len(found.differences), 'difference')}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a day.", hint="Write it as 2026-11-23.", where="--day"
        ) from None

"""Commands that tell where campaigns stand: who signed, what changed since, what may be done next."""

from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

import typer

from outbound.cli.options import AsJson, CampaignName, Folder
from outbound.cli.output import counted, local, people, table, write_json
from outbound.engine.campaigns.changes import FileChange, since_launch, since_signing
from outbound.engine.campaigns.standing import Standing, standing, standings
from outbound.engine.life.history import LifeStep, steps
from outbound.wiring import open_engine

SHOWN: Final = 10
"""So many of the last steps are shown; --json gives all."""


def status(
    campaign: Annotated[
        str | None, typer.Argument(help="The campaign's id; all of them if none is given.")
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show where a campaign stands: its state, signatures, changed files, errors, and what comes next.

    Example: outbound status ten-point-satisfaction
    """
    engine = open_engine(workspace)
    if campaign is None:
        every = standings(engine)
        if as_json:
            write_json({"campaigns": every})
        else:
            people.print(_overview(every))
        return
    found, taken = standing(engine, campaign), steps(engine, campaign)
    if as_json:
        write_json({"standing": found, "steps": taken})
        return
    for line in _told(found, engine.zone):
        people.print(line, highlight=False, markup=False, soft_wrap=True)
    if taken:
        people.print(_history(taken[-SHOWN:], engine.zone))


def diff(campaign: CampaignName, workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Show what the files say otherwise than what was launched, or else than what was signed last.

    Of the centre's file only the parts that the campaign uses count.

    Example: outbound diff ten-point-satisfaction
    """
    engine = open_engine(workspace)
    since: Literal["launch", "signature"] = (
        "launch" if standing(engine, campaign).launched_at else "signature"
    )
    changes = (since_launch if since == "launch" else since_signing)(engine, campaign)
    if as_json:
        write_json({"campaign": campaign, "since": since, "changes": changes})
        return
    when = "its launch" if since == "launch" else "its latest signature"
    people.print(f"{campaign}: {counted(len(changes), 'file')} changed since {when}.", highlight=False)  # fmt: skip
    for change in changes:
        _show(change)


def _overview(every: tuple[Standing, ...]) -> object:
    rows = [
        (
            one.campaign, one.state.value,
            f"{len(one.missing)} to sign" if one.missing else "–", len(one.changed), len(one.errors),
            ", ".join(step.value for step in one.allowed) or "–",
        )
        for one in every
    ]  # fmt: skip
    heads = ("campaign", "state", "signatures", "changed", "errors", "next")
    return table(counted(len(every), "campaign"), heads, rows)


def _told(one: Standing, zone: ZoneInfo) -> list[str]:
    """One campaign's standing, a line for each fact that there is."""
    since = f" since {local(one.changed_at, zone)}" if one.changed_at else ""
    lines = [f"{one.campaign} is {one.state.value}{since}" + (f": {one.reason}" if one.reason else ".")]  # fmt: skip
    lines += [f"  {s.told(zone)} (by {s.by}, at {s.content_hash[:12]})" for s in one.signatures]
    if one.missing:
        lines.append(f"  still to sign: {', '.join(one.missing)}")
    what = "its launch" if one.launched_at else "the latest signature"
    lines += [f"  changed since {what}: {file}" for file in one.changed]
    lines += [f"  error: {problem}" for problem in one.errors]
    lines += [f"  next: {command}" for command in _next(one)]
    return lines


def _next(one: Standing) -> list[str]:
    """The commands that may be given now."""
    if one.errors and not one.launched_at:
        return [f"outbound check campaigns/{one.campaign}.yaml"]
    commands = [f"outbound approve {one.campaign} --as {name}" for name in one.missing]
    others = [step.value for step in one.allowed if step.value not in ("approve", "withdraw")]
    return commands + [f"outbound {name} {one.campaign}" for name in others]


def _history(taken: tuple[LifeStep, ...], zone: ZoneInfo) -> object:
    rows = [
        (local(s.at, zone), s.step, f"{s.before} > {s.after}", s.by, s.reason or "–") for s in taken
    ]
    return table("last steps", ("at", "step", "state", "by", "reason"), rows)


def _show(change: FileChange) -> None:
    people.print(f"\n{change.file} {change.kind}", style="bold", highlight=False, markup=False)
    for key in change.keys:
        line = f"  {key.key}: {_value(key.before)} > {_value(key.after)}"
        people.print(line, highlight=False, markup=False, soft_wrap=True)
    for line in change.diff.splitlines():
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        people.print(line, style=colour, highlight=False, markup=False, soft_wrap=True)


def _value(value: object) -> str:
    return "nothing" if value is None else str(value)

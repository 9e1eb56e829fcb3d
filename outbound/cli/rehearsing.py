"""`outbound rehearse`: talk a campaign's script through as its customer, and keep the talk as a golden case."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.cli.casting import Wanted, cast
from outbound.cli.options import AsJson, At, CampaignName, Folder, moment
from outbound.cli.output import aside, people, write_json
from outbound.clock import SystemClock
from outbound.errors import InputError, OutboundError
from outbound.rehearsal.document import document
from outbound.rehearsal.nouns import Case, Line, Manner, Turn
from outbound.rehearsal.plain import cleaned, written
from outbound.rehearsal.recording import case_path, may_record, record_case, recorded
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import MOST_TURNS, Scene, begin, end, possible, step
from outbound.script.environment import ScriptEnvironment

END: Final = "/end"
HELP: Final = frozenset({"?", "？"})
_LOOKS: Final = {
    Manner.SAY: ("bold", ""),
    Manner.ASK: ("bold", ""),
    Manner.SEND: ("bold", "sms  "),
    Manner.CHOOSE: ("cyan", "     "),
    Manner.DO: ("dim", "  do: "),
    Manner.OFFER: ("green", "offer "),
    Manner.STORE: ("dim", "  = "),
    Manner.NOTE: ("dim", "  * "),
}
"""How each manner of line looks: its style, and what stands before it so that style is not needed."""


@dataclass
class _Session:
    """One rehearsal as it goes on: where it stands, and what was typed and heard so far."""

    stage: Stage
    scene: Scene
    quiet: bool
    opening: tuple[Line, ...] = ()
    turns: list[Turn] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def case(self) -> Case:
        """The whole of it."""
        found = end(self.stage, self.scene.stored)
        return Case(self.stage.setting, self.opening, tuple(self.turns), found)

    def take(self, typed: str) -> None:
        """One line from the customer or the agent; one that cannot be taken is told and not kept."""
        try:
            scene = step(self.stage, self.scene.stored, typed)
        except OutboundError as failure:
            self.refused.append(f"{typed!r}: {failure.message}")
            told = f"{failure.message} {failure.hint}".strip()
            aside.print(told, style="yellow", highlight=False, markup=False, soft_wrap=True)
            return
        self.scene = scene
        self.turns.append(Turn(cleaned(typed), scene.lines))
        self.show(scene.lines)

    def show(self, lines: Iterable[Line]) -> None:
        """The lines as people read them."""
        for line in [] if self.quiet else lines:
            style, before = _LOOKS[line.manner]
            after = f"   [{line.of}]" if line.of and line.manner is not Manner.SAY else ""
            people.print(f"{before}{line.text}", style=style, end="", **_PLAIN)
            people.print(after, style="dim", **_PLAIN)


_PLAIN: Final[dict[str, Any]] = {"highlight": False, "markup": False, "soft_wrap": True}


def rehearse(
    campaign: CampaignName,
    mode: Annotated[
        str | None,
        typer.Option(
            "--mode", help="agent, voice or sms; the first of the cascade if none is named."
        ),
    ] = None,
    segment: Annotated[str | None, typer.Option("--segment", help="The segment to be of.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="The language to be spoken to: zh, en, ...")
    ] = None,
    subscriber: Annotated[
        str | None, typer.Option("--subscriber", help="Be this subscriber of the base.")
    ] = None,
    example: Annotated[
        bool,
        typer.Option("--example", help="Be a made-up person, whether a base is imported or not."),
    ] = False,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", help="Change a column: complaints_60d=1; may be repeated."),
    ] = None,
    at: At = None,
    record: Annotated[
        str | None, typer.Option("--record", help="Keep the talk as a golden case of this name.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Replace the recorded case of that name.")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="Say again what is said in this recorded case, to the same person."
        ),
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Talk a campaign's script through as its customer; lines are read from a pipe too, ? shows what may be typed.

    Example: outbound rehearse ten-point-satisfaction --mode sms --language en
    """
    place = open_workspace(workspace)
    path = case_path(place, campaign, record) if record else None
    if path is not None:
        may_record(path, again=again)
    now = moment(at, ZoneInfo(place.centre.zone), SystemClock().now())
    wanted = Wanted(
        mode, segment, language, subscriber, example, tuple(fact or ()), now, path is not None
    )
    stage, lines = _set_up(place, campaign, wanted, from_)
    session = _talk(stage, lines, quiet=as_json)
    case = session.case()
    if path is not None:
        _keep(session, case, path)
    if as_json:
        write_json(document(case) | {"campaign": campaign, "recorded": path})
        return
    _tell_end(case)
    if path is not None:
        people.print(f"recorded: {place.name_of(path)}", **_PLAIN)


def _set_up(
    place: Workspace, campaign_id: str, wanted: Wanted, source: str | None
) -> tuple[Stage, Iterator[str]]:
    """The stage and the lines to say: from a recorded case, or as typed."""
    campaign = load_campaign(place, campaign_id)
    environment = ScriptEnvironment.of_folder(place.scripts_dir)
    if source is not None:
        case = recorded(place, campaign_id, source)
        return Stage(campaign, place.centre, environment, case.text.setting()), iter(case.typed)
    setting = cast(place, campaign, environment, wanted)
    return Stage(campaign, place.centre, environment, setting), _typed()


def _talk(stage: Stage, lines: Iterator[str], *, quiet: bool) -> _Session:
    """From the first word to the end, or to the end of what is typed."""
    scene = begin(stage)
    session = _Session(stage, scene, quiet, scene.lines)
    session.show(scene.lines)
    while not session.scene.over and len(session.turns) < MOST_TURNS:
        if not quiet and sys.stdin.isatty():
            people.print("> ", style="cyan", end="")
        typed = next(lines, END)
        if not quiet and not sys.stdin.isatty() and typed != END:
            people.print(f"> {typed}", style="cyan", **_PLAIN)
        if typed == END:
            return session
        if typed.strip() in HELP:
            _help(session)
        elif typed.strip() or stage.setting.mode.value != "agent":
            session.take(typed)
    left = 0 if sys.stdin.isatty() else sum(1 for line in lines if line.strip())
    if left:
        session.refused.append(f"{left} more after the conversation was over.")
        aside.print(
            f"The conversation is over; {left} more of what was typed is not heard.",
            style="yellow",
            **_PLAIN,
        )
    return session


def _typed() -> Iterator[str]:
    """The lines of standard input; what is no UTF-8 is not a reason to stop."""
    raw = getattr(sys.stdin, "buffer", None)
    for line in raw if raw is not None else sys.stdin:
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        yield text.rstrip("\r\n")


def _help(session: _Session) -> None:
    for typed, what in possible(session.stage, session.scene.stored):
        people.print(f"  {typed}", style="cyan", end="", **_PLAIN)
        people.print(f"   {what}", style="dim", **_PLAIN)


def _keep(session: _Session, case: Case, path: Path) -> None:
    """Record it; what was typed in vain on the way from a pipe is a mistake in the case, not in the script."""
    if session.refused and not sys.stdin.isatty():
        raise InputError(
            f"Not recorded, as not everything could be taken: {session.refused[0]}",
            hint="Correct the lines and run it again.",
        )
    record_case(case, session.stage, path)


def _tell_end(case: Case) -> None:
    people.print("")
    for name, value in case.end.items():
        if isinstance(value, dict):
            people.print(f"{name}:", style="bold", **_PLAIN)
            for key, part in value.items():
                people.print(f"  {key}: {_part(part)}", **_PLAIN)
        elif isinstance(value, list):
            people.print(f"{name}:", style="bold", **_PLAIN)
            for part in value:
                people.print(f"  {_part(part)}", **_PLAIN)
        else:
            people.print(f"{name}: ", style="bold", end="", **_PLAIN)
            people.print(written(value), **_PLAIN)


def _part(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_part(part)}" for key, part in value.items())
    return written(value)

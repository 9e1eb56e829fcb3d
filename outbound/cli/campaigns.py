"""Commands that move a campaign through its life: approve, launch, pause, resume, stop."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, CampaignName, Folder
from outbound.cli.output import people, write_json
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.launch_plan import Planning
from outbound.engine.life.actor import COMMAND_LINE, Actor
from outbound.wiring import open_engine

Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the campaign.")]


def approve(
    campaign: CampaignName,
    department: Annotated[str, typer.Option("--as", help="The department that signs.")],
    by: Annotated[str, typer.Option("--by", help="Who signs.")] = COMMAND_LINE.name,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the department's signature back.")
    ] = False,
    reason: Reason = "",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Sign for a department what a campaign will use: its effective file, scripts and processes.

    Any later change to any of it voids the signature; `outbound status` tells which file changed.
    Files in which the check finds errors are not signed.

    Example: outbound approve ten-point-satisfaction --as marketing
    """
    engine, actor = open_engine(workspace), Actor(by, COMMAND_LINE.role)
    if withdraw:
        lifecycle.withdraw(engine, campaign, department, actor, reason)
        _told(
            as_json, campaign, f"{department} no longer approves {campaign}.", withdrawn=department
        )
        return
    signature = lifecycle.approve(engine, campaign, department, actor)
    _told(
        as_json,
        campaign,
        f"{department} approved {campaign} at {signature[:12]}.",
        content_hash=signature,
    )


def launch(
    campaign: CampaignName,
    despite_plan: Annotated[
        bool, typer.Option("--despite-plan", help="Launch what its plan says cannot be met.")
    ] = False,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Start a campaign; it runs on what its files say now, whatever they say later.

    Refused while the check finds errors, a signature is missing, or its plan cannot be met.

    Example: outbound launch ten-point-satisfaction
    """
    engine = open_engine(workspace)
    signature = lifecycle.launch(
        engine, campaign, COMMAND_LINE, Planning.ADVISORY if despite_plan else Planning.BINDING
    )
    _told(
        as_json, campaign, f"{campaign} runs, on content {signature[:12]}.", content_hash=signature
    )


def pause(
    campaign: CampaignName, reason: Reason = "", workspace: Folder = Path(), as_json: AsJson = False
) -> None:
    """Start nothing new for a campaign until it is resumed.

    Example: outbound pause low-balance --reason "billing is being corrected"
    """
    _change(campaign, lifecycle.Step.PAUSE, reason, workspace, as_json)


def resume(
    campaign: CampaignName, reason: Reason = "", workspace: Folder = Path(), as_json: AsJson = False
) -> None:
    """Go on with a paused campaign; everything is decided anew, nothing is replayed.

    Whoever is held because the carrier refused or a script failed is decided anew too; whoever is
    held for evidence stays held. To do that without a pause: outbound contacts CAMPAIGN --retry-held

    Example: outbound resume low-balance
    """
    _change(campaign, lifecycle.Step.RESUME, reason, workspace, as_json)


def stop(
    campaign: CampaignName, reason: Reason = "", workspace: Folder = Path(), as_json: AsJson = False
) -> None:
    """End a campaign for good: what is reserved is withdrawn, conversations finish.

    Example: outbound stop low-balance --reason "replaced"
    """
    _change(campaign, lifecycle.Step.STOP, reason, workspace, as_json)


def _change(
    campaign: str, step: lifecycle.Step, reason: str, workspace: Path, as_json: bool
) -> None:
    state = lifecycle.change(open_engine(workspace), campaign, step, COMMAND_LINE, reason)
    _told(as_json, campaign, f"{campaign} is {state.value}.", state=state.value)


def _told(as_json: bool, campaign: str, sentence: str, **facts: str) -> None:
    if as_json:
        write_json({"campaign": campaign, **facts})
    else:
        people.print(sentence, highlight=False)

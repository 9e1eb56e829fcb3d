"""Which campaigns the demo's day runs: a call of every kind, and few enough for a minute and a half."""

from typing import Final

from outbound.campaign.workspace import Workspace

DAY: Final = (
    "churn-retention",
    "low-balance",
    "network-pulse",
    "new-subscriber-callback",
    "ten-point-satisfaction",
)
"""Launched where the workspace has them; the reference workspace's other campaigns stay drafts."""


def of_the_day(workspace: Workspace) -> list[str]:
    """The ids of the campaigns to launch; all of a workspace that has none of the demo's own."""
    there = workspace.campaign_ids()
    return [name for name in there if name in DAY] or there

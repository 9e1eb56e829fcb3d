"""A launched campaign as the engine runs it: read once from its snapshot, kept by content hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from db.session import Store
from db.tables import CampaignRow, Content
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Step
from outbound.policy.hours import OpenHours
from outbound.script.environment import ScriptEnvironment


@dataclass(frozen=True)
class Running:
    """One campaign on the content it was launched with; later edits of files touch nothing here."""

    campaign: Campaign
    centre: Centre
    scripts: Mapping[str, str]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The centre's zone."""
        return ZoneInfo(self.centre.zone)

    @cached_property
    def environment(self) -> ScriptEnvironment:
        """The template environment over the scripts as they were at launch."""
        return ScriptEnvironment.of_texts(self.scripts)

    def step(self, index: int) -> Step:
        """The cascade's step."""
        return self.campaign.contact.channels[index]

    def sender(self, step: Step) -> str:
        """The number that the step calls or writes from; empty if the centre has none."""
        sender = self.centre.senders.get(step.either.from_)
        if sender is None:
            return ""
        return (sender.sms if step.call is None else sender.call) or ""

    def hours(self, zone: ZoneInfo) -> OpenHours:
        """The campaign's contact hours in one zone."""
        return OpenHours.parse(self.campaign.contact.hours, self.centre.country, zone)


class RunningCampaigns:
    """The campaigns read so far; content never changes under its hash, so the hash is a perfect key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Running] = {}

    def of(self, row: CampaignRow) -> Running:
        """The running form of a stored campaign."""
        known = self._known.get(row.content_hash)
        if known is None:
            with self._store.read() as session:
                snapshot = session.get_one(Content, row.content_hash).snapshot
            known = self._known[row.content_hash] = _read(snapshot)
        return known


def _read(snapshot: Mapping[str, Any]) -> Running:
    return Running(
        Campaign.model_validate(snapshot["campaign"]),
        Centre.model_validate(snapshot["centre"]),
        snapshot["scripts"],
    )

"""A launched campaign as the engine runs it: read once from its snapshot, kept by content hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from db.session import Store
from db.tables import CampaignRow, Content
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Step
from outbound.errors import RefusedError
from outbound.policy.hours import OpenHours
from outbound.policy.span import dates_of
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
    def dates(self) -> tuple[datetime, datetime]:
        """The campaign's first moment and the first moment after it."""
        schedule = self.campaign.schedule
        return dates_of(schedule.from_, schedule.until, self.zone)

    @cached_property
    def segments(self) -> dict[tuple[int, str], int]:
        """The most parts that a message has had so far, by step and language; written by whoever paces them."""
        return {}

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
    """The campaigns read so far; a launched campaign is never launched again, so its id is a perfect key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Running] = {}

    def named(self, campaign_id: str) -> Running:
        """A launched campaign as it runs. Raises RefusedError where it was never launched."""
        known = self._known.get(campaign_id)
        if known is None:
            with self._store.read() as session:
                row = session.get(CampaignRow, campaign_id)
                if row is None:
                    raise RefusedError(
                        f"{campaign_id} is a draft.", hint=f"outbound launch {campaign_id}"
                    )
                snapshot = session.get_one(Content, row.content_hash).snapshot
            known = self._known[campaign_id] = read_snapshot(snapshot)
        return known


def read_snapshot(snapshot: Mapping[str, Any]) -> Running:
    """A campaign on the content that `engine.content` gathered."""
    return Running(
        Campaign.model_validate(snapshot["campaign"]),
        Centre.model_validate(snapshot["centre"]),
        snapshot["scripts"],
    )

"""Who a rehearsal is for, from the command's options: a subscriber of the base, the first of a segment, or made up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from outbound.audience.base import Base
from outbound.audience.exemplar import exemplar
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace
from outbound.cli.output import aside
from outbound.errors import InputError, NotFoundError
from outbound.policy.zones import candidate_zones
from outbound.rehearsal.nouns import Setting
from outbound.rehearsal.person import (
    agent_name,
    changed,
    chosen_language,
    chosen_mode,
    chosen_segment,
    columns_read,
    plain_facts,
    segment_of,
)
from outbound.rehearsal.sample import SUBSCRIBER, sample_facts
from outbound.script.environment import ScriptEnvironment

Row = dict[str, Any]
"""A subscriber's columns."""


@dataclass(frozen=True)
class Wanted:
    """What the options ask for; None leaves the choice."""

    mode: str | None
    segment: str | None
    language: str | None
    subscriber: str | None
    example: bool
    facts: tuple[str, ...]
    now: datetime
    kept: bool = False  # a golden case will be made of it


def cast(
    place: Workspace, campaign: Campaign, environment: ScriptEnvironment, wanted: Wanted
) -> Setting:
    """The setting of a rehearsal. Raises NotFoundError, with what there is, for what there is not."""
    casting = _Casting(place, campaign, environment, wanted)
    if wanted.subscriber is not None:
        return casting.subscriber(wanted.subscriber)
    segment = chosen_segment(campaign, wanted.segment)
    language = chosen_language(place.centre, wanted.language)
    row = None if wanted.example else casting.first_of(segment, language)
    return casting.setting(segment, language, row)


@dataclass(frozen=True)
class _Casting:
    """One choice of a person, with all that it needs."""

    place: Workspace
    campaign: Campaign
    environment: ScriptEnvironment
    wanted: Wanted

    @property
    def now(self) -> datetime:
        """The moment by the centre's clock, as a case keeps it."""
        zone = ZoneInfo(self.place.centre.zone)
        return self.wanted.now.astimezone(zone).replace(second=0, microsecond=0)

    def subscriber(self, subscriber: str) -> Setting:
        """A subscriber by their id, in their own segment and language unless others are asked for."""
        centre = self.place.centre
        row = Base.open(self.place).row(subscriber)
        if row is None:
            raise NotFoundError(
                f"No subscriber {subscriber!r} in the base.",
                hint="Ids are exact; capital letters matter.",
            )
        own = segment_of(self.campaign, row, self.now, centre)
        segment = chosen_segment(self.campaign, self.wanted.segment or own or None)
        if segment != own:
            _aside(f"{subscriber} is of {own or 'no segment'}, but meant as one of {segment} here.")
        spoken = str(row.get(centre.base.columns.language or "") or "")
        own_language = spoken if spoken in centre.languages else ""
        language = chosen_language(centre, self.wanted.language, own_language)
        return self.setting(segment, language, row)

    def first_of(self, segment: str, language: str) -> Row | None:
        """The first of the segment in the base; None without a base, or where nobody is."""
        try:
            base = Base.open(self.place)
        except NotFoundError:
            return None
        try:
            found = exemplar(base, self.campaign, segment, language, self.now)
        except InputError as failure:
            _aside(f"{failure.message} A made-up person answers.")
            return None
        if found is None:
            _aside(f"Nobody in the base is of {segment}; a made-up person answers.")
            return None
        return base.row(found)

    def setting(self, segment: str, language: str, row: Row | None) -> Setting:
        """Somebody of the base, or made up; what the base lacks of what is read is made up too."""
        centre, mode = self.place.centre, chosen_mode(self.campaign, self.wanted.mode)
        names = columns_read(self.campaign, centre, self.environment, (segment, language, mode))
        made_up = sample_facts(self.campaign, segment, language, names, self.now)
        facts = made_up if row is None else made_up | plain_facts(row, names)
        if row is not None and (missing := sorted(names - set(row))):
            _aside(f"The base has no column {', '.join(missing)}; made up here.")
        if row is not None and self.wanted.kept and row.get("synthetic") is not True:
            _aside(
                f"The case will hold what is read of a customer: {', '.join(sorted(names & set(row)))}."
                " With --example it holds a made-up person."
            )
        return Setting(
            mode, segment, language, self.now,
            SUBSCRIBER if row is None else str(row[centre.base.columns.id]), agent_name(language),
            self._zone(row or {}), changed(facts, self.wanted.facts),
        )  # fmt: skip

    def _zone(self, row: Row) -> str:
        """The person's own zone, by their number or as recorded; else the centre's."""
        meaning = self.place.centre.base.columns
        recorded = str(row.get(meaning.zone or "") or "") or None
        zones = candidate_zones(str(row.get(meaning.phone) or ""), recorded)
        return zones[0].key if zones else self.place.centre.zone


def _aside(text: str) -> None:
    aside.print(text, style="yellow", highlight=False, markup=False, soft_wrap=True)

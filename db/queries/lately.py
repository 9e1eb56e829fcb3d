"""What happened lately to a number, a subscriber or a household: what caps count, and what stands in the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from db.tables import Kind, ResponseState
from outbound.campaign.schema import Channel, Purpose
from outbound.dialing.attempt import OVER, State
from outbound.dialing.outcome import Outcome

NOT_YET_PLACED: Final = (State.RESERVED, State.PLACING)


@dataclass(frozen=True)
class Who:
    """By what a contact's person is known."""

    number: str
    subscriber_id: str
    household: str | None = None


@dataclass(frozen=True)
class Past:
    """One thing that counts towards a cap."""

    at: datetime
    campaign_id: str
    purpose: Purpose
    channel: Channel | None


@dataclass(frozen=True)
class OtherClaim:
    """A contact with the same person that is due or under way."""

    contact_id: int
    campaign_id: str
    priority: int


@dataclass
class Lately:
    """What happened to one number, one subscriber or one household lately, over all campaigns.

    begun, reserved, open: what may come to count as a contact, an attempt or a finished conversation
    """

    contacts: list[Past] = field(default_factory=list)
    attempts: list[Past] = field(default_factory=list)
    completes: list[Past] = field(default_factory=list)
    begun: list[Past] = field(default_factory=list)
    reserved: list[Past] = field(default_factory=list)
    open: list[Past] = field(default_factory=list)
    claims: list[OtherClaim] = field(default_factory=list)
    open_by: str | None = None
    talks: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    abandoned: list[Past] = field(default_factory=list)
    refused: list[Past] = field(default_factory=list)


@dataclass
class Facts:
    """The same for all numbers, subscribers and households of a batch."""

    numbers: Mapping[str, Lately]
    subscribers: Mapping[str, Lately]
    households: Mapping[str, Lately]

    def by_number(self, who: Who) -> Lately:
        """What happened at the number, whoever had it."""
        return self.numbers.get(who.number) or _NOTHING

    def by_subscriber(self, who: Who) -> Lately:
        """What happened to the subscriber, whatever their number was."""
        return self.subscribers.get(who.subscriber_id) or _NOTHING

    def by_household(self, who: Who) -> Lately:
        """What happened to those who live together; where that is not known, to nobody."""
        return self.households.get(who.household or "") or _NOTHING


_NOTHING: Final = Lately()


class Kept:
    """Facts as they are put together, row by row."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.numbers: dict[str, Lately] = defaultdict(Lately)
        self.subscribers: dict[str, Lately] = defaultdict(Lately)
        self.households: dict[str, Lately] = defaultdict(Lately)
        self._moved = set[tuple[str, int]]()

    def facts(self) -> Facts:
        """All that was found."""
        return Facts(self.numbers, self.subscribers, self.households)

    def add_attempt(self, row: Any) -> None:
        """Count an attempt, and see what it keeps others from."""
        concerned = self._concerned(row)
        if row.kind is Kind.CONTACT:
            past = Past(
                min(row.reserved_at, self._now), row.campaign_id, Purpose(row.purpose), row.channel
            )
            self._count(row, past, concerned)
        for one in concerned[:2]:
            if row.holds is not None:
                one.open_by = row.campaign_id
            if row.channel is Channel.SMS:
                _add_text(one.talks, row)
            _add_ending(one, row)

    def add_contact(self, row: Any) -> None:
        """Count an invitation and a finished conversation, and note who wants the person."""
        purpose, concerned = Purpose(row.purpose), self._concerned(row)
        if row.first_attempt_at is not None:
            invited = Past(min(row.first_attempt_at, self._now), row.campaign_id, purpose, None)
            for one in concerned:
                one.contacts.append(invited)
        if row.state is ResponseState.COMPLETE and row.completed_at is not None:
            complete = Past(min(row.completed_at, self._now), row.campaign_id, purpose, None)
            for one in concerned:
                one.completes.append(complete)
        if row.wanted:
            for one in concerned[:2]:
                one.claims.append(OtherClaim(row.id, row.campaign_id, row.priority))

    def _concerned(self, row: Any) -> list[Lately]:
        """Number, subscriber and, where it is known, household."""
        found = [self.numbers[row.number], self.subscribers[row.subscriber_id]]
        return [*found, self.households[row.household]] if row.household else found

    def _count(self, row: Any, past: Past, concerned: Iterable[Lately]) -> None:
        if row.state is State.WITHDRAWN or (row.state is State.ENDED and row.placed_at is None):
            return
        waiting, invited = row.state in NOT_YET_PLACED, replace(past, channel=None)
        for one in concerned:
            (one.reserved if waiting else one.attempts).append(past)
            if waiting and row.first_attempt_at is None:
                one.begun.append(invited)
            if row.state not in OVER:
                one.open.append(invited)
        moved = (row.number, row.contact_id)
        if row.first_attempt_at and row.number != row.number_now and moved not in self._moved:
            self._moved.add(moved)  # the contact went on to another number; this one was rung too
            self.numbers[row.number].contacts.append(
                replace(past, at=min(row.first_attempt_at, self._now), channel=None)
            )


def _add_ending(lately: Lately, row: Any) -> None:
    """What some countries want a person to be left alone after."""
    kept = {Outcome.ABANDONED: lately.abandoned, Outcome.REFUSED: lately.refused}
    if row.outcome in kept and row.ended_at is not None:
        past = Past(row.ended_at, row.campaign_id, Purpose(row.purpose), row.channel)
        kept[row.outcome].append(past)


def _add_text(talks: dict[int, tuple[str, datetime]], row: Any) -> None:
    """When the last message of a talk went out, whichever turn it was."""
    at = row.placed_at or row.reserved_at
    if row.kind is Kind.CONTACT and row.state in OVER:
        return
    if row.kind is Kind.REPLY and row.contact_id not in talks:
        return
    known = talks.get(row.contact_id)
    talks[row.contact_id] = (row.campaign_id, max(at, known[1]) if known else at)

"""Who a script is shown or talked through with: a subscriber of the base, the first of a segment, or made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.tables import Contact, ContactState
from outbound.audience.base import Base
from outbound.audience.exemplar import exemplar, segments_of
from outbound.campaign.schema import Mode
from outbound.engine.running import Running
from outbound.engine.scripts.masking import masked
from outbound.engine.scripts.script_view import Listener, ScriptChoice
from outbound.errors import NotFoundError
from outbound.rehearsal.person import columns_read, plain_facts
from outbound.rehearsal.sample import SUBSCRIBER, sample_facts


@dataclass(frozen=True)
class Teller:
    """Who tells it, as a script may name them, and when."""

    name: str
    now: datetime


@dataclass(frozen=True)
class Listening:
    """The listener as people see them, and as a contact that no store knows."""

    listener: Listener
    contact: Contact


def listening(
    running: Running, base: Base | None, choice: ScriptChoice, now: datetime
) -> Listening:
    """The one chosen. Raises NotFoundError for a subscriber, segment or language that does not exist."""
    segment = one_of(choice.segment, segments_of(running.campaign), "segment")
    language = one_of(choice.language, running.centre.languages, "language")
    row = _row(running, base, ScriptChoice(segment, language, choice.subscriber), now)
    facts = _facts(running, segment, language, row, now)
    meaning = running.centre.base.columns
    known = row if row is not None else {}
    number = str(known.get(meaning.phone) or "")
    subscriber = str(known.get(meaning.id) or SUBSCRIBER)
    contact = Contact(
        wave_id="", campaign_id=running.campaign.id, subscriber_id=subscriber, number=number,
        language=language, zone=_text(known, meaning.zone) or None, region=_text(known, meaning.region),
        segment=segment, rank=1, facts=facts, state=ContactState.WAITING, changed_at=now,
    )  # fmt: skip
    name = _text(facts, meaning.name)
    return Listening(
        Listener(subscriber, name, masked(number), segment, language, row is not None), contact
    )


def one_of(chosen: str, offered: Sequence[str], noun: str) -> str:
    """The choice, the first of what is offered where there is none. Raises NotFoundError."""
    if chosen and chosen not in offered:
        raise NotFoundError(f"There is no {noun} {chosen}.", hint=f"It is {' or '.join(offered)}.")
    return chosen or offered[0]


def _row(
    running: Running, base: Base | None, choice: ScriptChoice, now: datetime
) -> dict[str, object] | None:
    """The subscriber's columns; None where the base holds nobody to show."""
    found = choice.subscriber
    if not found and base is not None:
        found = exemplar(base, running.campaign, choice.segment, choice.language, now) or ""
    row = base.row(found) if found and base is not None else None
    if choice.subscriber and row is None:
        raise NotFoundError(
            f"No subscriber {choice.subscriber!r} in the base.",
            hint="Ids are exact; capital letters matter.",
        )
    return row


def _facts(
    running: Running, segment: str, language: str, row: Mapping[str, object] | None, now: datetime
) -> dict[str, Any]:
    """The columns as the engine keeps facts; made up where there is nobody."""
    if row is not None:
        return plain_facts(row, row)
    campaign, names = running.campaign, set[str]()
    for mode in {step.mode for step in campaign.contact.channels}:
        names |= columns_read(
            campaign, running.centre, running.environment, (segment, language, mode)
        )
    return sample_facts(campaign, segment, language, names, now.astimezone(running.zone))


def _text(facts: Mapping[str, object], column: str | None) -> str:
    return str(facts.get(column or "") or "")


def modes_of(running: Running) -> tuple[Mode, ...]:
    """The modes of the campaign's cascade, in its order."""
    return tuple(dict.fromkeys(step.mode for step in running.campaign.contact.channels))

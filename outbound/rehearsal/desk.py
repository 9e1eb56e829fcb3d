"""What an agent does besides asking: grants an offer, books a callback, writes a note, names the outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from outbound.dialing.choosable import CHOOSABLE
from outbound.dialing.outcome import Outcome, meaning_of, scope_of
from outbound.errors import InputError, RefusedError
from outbound.policy.callbacks import LENGTH, Window, why_not
from outbound.policy.reach import reach_in
from outbound.policy.span import Span, dates_of, needed_by
from outbound.policy.suppression import parse_scope
from outbound.rehearsal.machine import MACHINE, WHAT, take_machine
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.stage import Stage

GRANT, CALLBACK, NOTE, OUTCOME = "/grant", "/callback", "/note", "/outcome"


@dataclass(frozen=True)
class Command:
    """One thing to do: what it is for, and how it is done."""

    what: str
    act: Callable[[Stage, Talk, str], Told]


def _grant(stage: Stage, talk: Talk, offer_id: str) -> Told:
    """As at the desk: only what fits the customer and the agent may grant."""
    found = next((o for o in stage.offers(talk) if o.offer.id == offer_id), None)
    if found is None or not found.grantable:
        why = found.why_not.value if found and found.why_not else "it is not for this customer"
        raise RefusedError(f"The offer {offer_id!r} cannot be granted: {why}.")
    line = Line(Manner.NOTE, f"granted, worth {found.offer.value}", offer_id)
    return replace(talk, granted=(*talk.granted, offer_id)), (line,)


def _callback(stage: Stage, talk: Talk, text: str) -> Told:
    """Promise the hour from a time; the outcome is named with it."""
    start = _moment(stage, text)
    hindrance = why_not(
        Window(start, start + LENGTH),
        stage.setting.now,
        stage.campaign.contact.callbacks.within,
        _span(stage),
    )
    if hindrance:
        raise RefusedError(
            f"That time cannot be promised: {hindrance}.",
            hint=f"The hours are {stage.campaign.contact.hours}",
        )
    promised = start.astimezone(stage.own_zone)
    after = replace(
        talk,
        over=True,
        outcome=Outcome.CALLBACK_AGREED.value,
        callback=promised.isoformat(timespec="minutes"),
    )
    return after, (Line(Manner.NOTE, f"callback promised for {promised:%Y-%m-%d %H:%M}"),)


def _note(stage: Stage, talk: Talk, text: str) -> Told:
    return replace(talk, words=text), (Line(Manner.NOTE, "the note is kept with the contact"),)


def _outcome(stage: Stage, talk: Talk, text: str) -> Told:
    """Name the outcome, with the scope of a refusal for good: `/outcome refused-hard purpose:marketing`."""
    name, _, scope = text.partition(" ")
    named = next((o for o in CHOOSABLE if o.value == name), None)
    if named is None:
        offered = ", ".join(o.value for o in CHOOSABLE)
        raise InputError(f"{name!r} is no outcome that an agent names.", hint=offered)
    if named is Outcome.CALLBACK_AGREED:
        raise InputError("A callback needs its time.", hint=f"{CALLBACK} 2026-11-24T10:00")
    if named is Outcome.COMPLETED and stage.campaign.questions:
        _require_complete(stage, talk)
    scopes = _scopes(stage, named, scope.strip())
    lines = [Line(Manner.NOTE, f"outcome: {named.value}")]
    lines += [Line(Manner.NOTE, f"suppressed: {each}") for each in scopes]
    return replace(talk, over=True, outcome=named.value, scopes=scopes), tuple(lines)


def _require_complete(stage: Stage, talk: Talk) -> None:
    if not stage.progress(talk).complete:
        raise RefusedError(
            "Not every question is answered.",
            hint="Answer or skip what is open, or choose partial.",
        )


def _scopes(stage: Stage, named: Outcome, scope: str) -> tuple[str, ...]:
    """What the outcome suppresses: what the customer named, else what the outcome brings."""
    usual = scope_of(meaning_of(named, stage.channel), stage.campaign.id)
    if not scope or usual is None:
        return (usual,) if usual else ()
    try:
        return (str(parse_scope(scope)),)
    except ValueError as failure:
        raise InputError(f"{failure}.") from failure


def _moment(stage: Stage, text: str) -> datetime:
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as failure:
        raise InputError(
            f"{text!r} is not a moment.", hint=f"Write it as {CALLBACK} 2026-11-24T10:00"
        ) from failure
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=stage.own_zone)


def _span(stage: Stage) -> Span:
    """When the person may be called under this campaign and the country's rules."""
    campaign, setting = stage.campaign, stage.setting
    place = reach_in(
        stage.centre.country,
        (stage.own_zone,),
        campaign,
        stage.centre,
        stage.channel,
        setting.now,
    )
    if place.hours is None:
        raise RefusedError(f"Nobody may be called: {place.refusal}.")
    until = dates_of(campaign.schedule.from_, campaign.schedule.until, stage.zone)[1]
    step = next(s for s in campaign.contact.channels if s.mode is setting.mode)
    return Span(place.hours, until, needed_by(step))


COMMANDS: Final[Mapping[str, Command]] = {
    GRANT: Command("grant an offer: /grant OFFER", _grant),
    CALLBACK: Command("promise a call and end: /callback 2026-11-24T10:00", _callback),
    NOTE: Command("write a note: /note WORDS", _note),
    MACHINE: Command(WHAT, lambda stage, talk, _: take_machine(stage, talk)),
    OUTCOME: Command("name the outcome and end: /outcome completed", _outcome),
}
"""Every action; an objection of the same name is not reached."""

"""What will happen next with one person, and when: for every open contact the gate's answers and the policy's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.tables import Attempt, CampaignRow, Contact, ContactState, Wave
from outbound.campaign.schema import Channel
from outbound.campaign.values import write_duration
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts.cases import Listed, cases, reach_of
from outbound.engine.attempts.following import what_follows
from outbound.engine.attempts.over import Over
from outbound.engine.attempts.reserve import ANSWERED
from outbound.engine.context import Engine
from outbound.engine.pages.person_view import CapLine, Coming, Hold, IfEnds
from outbound.policy.case import Case
from outbound.policy.decision import GiveUp, Next, NextNumber, NextStep, Wait
from outbound.policy.next_steps import CapStanding, Outlook, caps_standing, explain

NOBODY_REACHED: Final = {
    Channel.CALL: (Outcome.BUSY, Outcome.NO_ANSWER),
    Channel.SMS: (Outcome.DELIVERED, Outcome.UNDELIVERED),
}
"""How the next attempt most likely ends if it reaches nobody."""

NOT_DUE: Final = "not due yet"
"""The gate's words for a moment that an earlier decision has set; that decision's reason says more."""


def coming(
    engine: Engine, session: Session, subscriber: str, now: datetime, campaign: str | None = None
) -> tuple[Coming, ...]:
    """What comes next for each of a person's open contacts, the soonest first; nothing is reserved."""
    open_ones = (
        select(Contact, CampaignRow, ANSWERED)
        .join(CampaignRow, col(CampaignRow.id) == Contact.campaign_id)
        .join(Wave, col(Wave.id) == Contact.wave_id)
        .where(Contact.subscriber_id == subscriber, Contact.state != ContactState.CLOSED)
        .order_by(col(Contact.id))
    )
    if campaign is not None:
        open_ones = open_ones.where(Contact.campaign_id == campaign)
    rows = session.exec(open_ones).all()
    listed = [(contact, row, engine.running.named(row.id)) for contact, row, _ in rows]
    answered = {contact.id or 0 for contact, _, answered in rows if answered}
    found = cases(session, listed, now, engine.running, answered)
    told = [_coming(session, one, found[one[0].id or 0], now) for one in listed]
    return tuple(sorted(told, key=lambda one: (one.at is None, one.at or now, one.campaign_id)))


def _coming(session: Session, listed: Listed, case: Case, now: datetime) -> Coming:
    contact, row, running = listed
    step, outlook = running.step(contact.step), explain(case, now)
    start, end = contact.callback_start, contact.callback_end
    return Coming(
        row.id, running.campaign.title, contact.state.value, step.channel.value, outlook.at,
        _reason(contact, outlook.reason),
        contact=contact.id or 0,
        step=contact.step + 1,
        steps=len(running.campaign.contact.channels),
        mode=step.mode.value,
        zone=reach_of(contact, running).zone.key,
        holds=tuple(
            Hold(_reason(contact, held.reason), held.until, held.final) for held in outlook.holds
        ),
        follows=tuple(_follows(session, listed, outlook, now)),
        caps=tuple(_cap(standing) for standing in caps_standing(case, now)),
        promised=None if start is None or end is None else (start, end),
        ends=outlook.ends,
    )  # fmt: skip


def _reason(contact: Contact, reason: str) -> str:
    """What an earlier decision said, where the gate only knows that it has not come to it."""
    vague = reason == NOT_DUE or contact.state is ContactState.HELD
    return contact.reason if vague and contact.reason else reason


def _follows(session: Session, listed: Listed, outlook: Outlook, now: datetime) -> Iterable[IfEnds]:
    """The policy's answer if the attempt, under way or next, reaches nobody; none for who is in reserve."""
    contact, _, running = listed
    under_way = contact.state is ContactState.TRYING
    if outlook.at is None and not under_way:
        return
    step, begun = running.step(contact.step), outlook.at or now
    for outcome in NOBODY_REACHED[step.channel]:
        imagined = _imagined(listed, begun, outcome)
        ended_at = begun + _lasts(listed, outcome)
        answer = what_follows(
            session, Over(imagined, contact, running), Provisional(outcome), ended_at
        ).next
        yield IfEnds(outcome.value, *_told(answer))


def _imagined(listed: Listed, begun: datetime, outcome: Outcome) -> Attempt:
    """The attempt as it would be; it is never stored."""
    contact, row, running = listed
    step = running.step(contact.step)
    return Attempt(
        id="", campaign_id=row.id, contact_id=contact.id or 0, subscriber_id=contact.subscriber_id,
        number=contact.number, sender="", channel=step.channel, mode=step.mode, step=contact.step,
        slot=contact.slot, state=State.ENDED, reserved_at=begun, place_by=begun, placed_at=begun,
        rang_at=begun if outcome is Outcome.NO_ANSWER else None,
    )  # fmt: skip


def _lasts(listed: Listed, outcome: Outcome) -> timedelta:
    step = listed[2].step(listed[0].step)
    if step.sms is not None and outcome is Outcome.DELIVERED:
        return step.sms.reply_within
    return step.call.ring if step.call is not None else timedelta()


def _told(answer: Next) -> tuple[str, datetime | None, str]:
    match answer:
        case Wait(until, reason):
            return "wait", until, reason
        case NextStep(_, until, reason):
            return "step", until, reason
        case NextNumber(_, _, until, reason):
            return "another number", until, reason
        case GiveUp(reason):
            return "closed", None, reason
        case _:
            return "held", None, answer.reason


def _cap(standing: CapStanding) -> CapLine:
    cap = standing.count.cap
    of = " ".join(part.value for part in (cap.purpose, cap.channel) if part)
    return CapLine(
        standing.whose.value, standing.counted.value, standing.allowed, write_duration(cap.per),
        standing.used, of, standing.frees_at,
    )  # fmt: skip

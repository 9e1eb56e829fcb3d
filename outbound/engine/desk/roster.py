"""Who is at work when, and what is promised already: what a further promise is checked against."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.queries.past_attempts import talk_seconds
from db.tables import Contact, ContactState, Role, User
from outbound.campaign.centre import AtWork, Centre
from outbound.campaign.schema import Mode
from outbound.engine.attempts.over import Over
from outbound.engine.context import Engine
from outbound.policy.callbacks import Window
from outbound.policy.hours import OpenHours
from outbound.policy.promised_time import Promise, Roster, Worker

TALK: Final = timedelta(minutes=10)
"""How long a promised call takes, until the campaign's own talks tell."""

NOT_NAMED: Final = AtWork()


def roster_of(engine: Engine, session: Session, over: Over, now: datetime) -> Roster:
    """The roster as it stands, against which a call to this contact is promised.

    Who works when is what the centre's file says today, not what it said when the campaign began.
    """
    centre, campaign = engine.workspace.centre, over.running.campaign
    users = session.exec(select(User).where(User.role == Role.AGENT).order_by(User.id)).all()
    seconds = talk_seconds(session, campaign.id, Mode.AGENT)
    return Roster(
        workers=tuple(_worker(user, centre, engine) for user in users),
        promises=_promises(session, over, now),
        each=TALK if seconds is None else timedelta(seconds=seconds),
        capacity=campaign.contact.callbacks.capacity,
    )


def _worker(user: User, centre: Centre, engine: Engine) -> Worker:
    named = centre.agents.get(user.id, NOT_NAMED)
    hours = named.hours and OpenHours.parse(named.hours, centre.country, engine.zone)
    languages = frozenset(tag for tag in user.languages.split(",") if tag)
    return Worker(user.id, languages, hours or None, named.callbacks)


def _promises(session: Session, over: Over, now: datetime) -> tuple[Promise, ...]:
    """The calls that were promised to others and have not been made, over all campaigns."""
    rows = session.exec(
        select(Contact.callback_start, Contact.callback_end, Contact.language, Contact.agent_id).where(
            col(Contact.callback_start).is_not(None), col(Contact.callback_end) > now,
            Contact.state != ContactState.CLOSED, Contact.id != over.contact.id,
        )
    )  # fmt: skip
    return tuple(
        Promise(Window(start, end), language, agent_id)
        for start, end, language, agent_id in rows
        if start is not None and end is not None
    )

"""What resuming does to those who waited: decided anew, nobody skipped, and no backlog let go at once.

Who came due during the pause comes due again in the same order and with the same spacing, pressed
into an hour at the most. Who was due before the pause, and promised callbacks, are due at once: the
first were on their way already, the second have a time of their own. On a campaign's last day all
are due at once, since who waits then may be lost.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel, col, select

from db.tables import Contact, ContactState

WITHIN: Final = timedelta(hours=1)
"""How long, at the most, a backlog takes to come due again."""

LAST_DAY: Final = timedelta(days=1)


def decide_anew(
    session: Session, campaign_id: str, paused_at: datetime, now: datetime, last: datetime
) -> None:
    """Spread a campaign's backlog from `now` on; `last` is the end of its dates."""
    if last - now < LAST_DAY:
        return
    overdue = session.exec(
        select(Contact.id, Contact.next_at).where(
            Contact.campaign_id == campaign_id,
            Contact.state == ContactState.WAITING,
            col(Contact.callback_start).is_(None),
            col(Contact.next_at) > paused_at,
            col(Contact.next_at) <= now,
        )
    ).all()
    due = [
        {"one": contact_id, "again": again(due_at, paused_at, now), "now": now}
        for contact_id, due_at in overdue
        if due_at is not None
    ]
    if due:
        contact = SQLModel.metadata.tables["contact"]
        spread = update(contact).where(contact.c.id == bindparam("one"))
        spread = spread.values(next_at=bindparam("again"), changed_at=bindparam("now"))
        session.connection().execute(spread, due)


def again(due_at: datetime, paused_at: datetime, now: datetime) -> datetime:
    """When who came due at `due_at`, during the pause, comes due after it.

    As long after the end of the pause as it was after its begin; where the pause was longer than
    an hour, in proportion.
    """
    return now + (due_at - paused_at) * min(1.0, WITHIN / (now - paused_at))

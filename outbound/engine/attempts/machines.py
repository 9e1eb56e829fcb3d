"""Which answering machines get a message: those of a step that leaves one, one message a contact."""

from sqlmodel import Session, col, select

from db.tables import Attempt, Contact
from outbound.campaign.schema import Channel
from outbound.engine.running import Running


def wanted(running: Running, step: int) -> bool:
    """Whether the step leaves messages on machines."""
    call = running.step(step).call
    return call is not None and call.machine == "message"


def may_leave(session: Session, contact: Contact, running: Running, step: int) -> bool:
    """Whether a machine of this contact may get a message: none has begun on any call before."""
    if not wanted(running, step):
        return False
    before = select(Attempt.id).where(
        Attempt.contact_id == contact.id, Attempt.channel == Channel.CALL, col(Attempt.body) != ""
    )
    return session.exec(before.limit(1)).first() is None

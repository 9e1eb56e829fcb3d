"""Strays: attempts taken for never sent, released by a person or withdrawn, that the carrier proves to have."""

from db.tables import Attempt, Contact, Kind
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.engine.attempts.lines import HangUp
from outbound.engine.context import Engine


def is_stray(attempt: Attempt) -> bool:
    """Whether it was given up, and the carrier never told of it before."""
    return attempt.state is State.WITHDRAWN and attempt.sid is None


def called_back(engine: Engine, attempt: Attempt, contact: Contact) -> tuple[HangUp, ...]:
    """What to end at the carrier, now that a stray has its id: it counts again, and somebody is told.

    A message cannot be called back.
    """
    now = engine.clock.now()
    engine.heartbeat.alarm(
        now, "withdrawn", f"{attempt.id} was given up, and went out after all.", attempt.campaign_id
    )
    if attempt.kind is Kind.CONTACT:
        contact.first_attempt_at = contact.first_attempt_at or now
    if attempt.channel is Channel.SMS or attempt.sid is None:
        return ()
    return (HangUp(attempt.sid, answered=False),)

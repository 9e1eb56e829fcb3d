"""The second gate: between the reservation and the answer a person may have opted out, or the hours ended."""

from sqlmodel import Session

from outbound.engine.attempts.cases import span_of
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.suppress import suppressions
from outbound.engine.context import Engine
from outbound.policy.suppression import standing


def forbidden(engine: Engine, session: Session, over: Over) -> bool:
    """Whether the call may no longer speak."""
    span, now = span_of(over.contact, over.running), engine.clock.now()
    if span is None or not span.hours.is_open(now):
        return True
    events = suppressions(session, [over.contact.number]).get(over.contact.number, ())
    campaign = over.running.campaign
    return standing(events, campaign.purpose, over.attempt.channel, campaign.id, now) is not None

"""The other numbers of a person: which of them a contact may go on with when one turns out wrong."""

from datetime import datetime

from sqlmodel import Session

from db.locks import held
from outbound.engine.attempts.over import Over
from outbound.engine.attempts.suppress import suppressions
from outbound.policy.decision import NextNumber
from outbound.policy.reach import reach
from outbound.policy.span import Span, needed_by
from outbound.policy.suppression import standing


def next_number(session: Session, over: Over, now: datetime, outcome: str) -> NextNumber | None:
    """The first other number that nothing forbids and that can be contacted before the end, if there is one.

    It begins anew, with the first step; those passed over are not tried later.
    """
    contact, running = over.contact, over.running
    campaign, step = running.campaign, running.step(0)
    known = list(contact.numbers or ())
    events = suppressions(session, known) if known else {}
    for place, number in enumerate(known):
        theirs = events.get(number, ())
        if standing(theirs, campaign.purpose, step.channel, campaign.id, now):
            continue
        hours = reach(number, contact.zone, campaign, running.centre, step.channel).hours
        first = hours and Span(hours, running.dates[1], needed_by(step)).first_from(now)
        if first and number in held(session):
            rest = tuple(known[place + 1 :])
            return NextNumber(number, rest, first, f"{outcome}: on to another number")
    return None

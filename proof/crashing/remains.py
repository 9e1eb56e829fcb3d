"""What the crashes left: read from the store, the carrier's log and the processes' reports when all is quiet."""

from sqlalchemy import func
from sqlmodel import col, select

from db.session import Store
from db.tables import Attempt, AuditLink, InboxRow, Kind, Message, SuppressionEvent
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import SystemClock
from outbound.dialing.attempt import RANK, State
from outbound.engine.audit.checkpoints import file_of
from outbound.engine.audit.verifying import verify
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.ids import random_ids
from outbound.settings import Settings
from proof.crashing.office import Office
from proof.crashing.town import Town
from proof.crashing.verdict import Remains, Tried
from proof.town.centre import Centre


def waiting(url: str) -> int:
    """How many webhooks are stored and not applied."""
    store = Store(url)
    with store.read() as session:
        found = session.exec(select(func.count()).where(col(InboxRow.applied_at).is_(None))).one()
    store.close()
    return found


def gathered(centre: Centre, settings: Settings, town: Town, office: Office) -> Remains:
    """All that the verdict wants to know."""
    store = Store(settings.store_url)
    running, carrier = RunningCampaigns(store), TwilioCarrier(settings)
    engine = Engine(SystemClock(), random_ids, store, carrier, centre.workspace, settings, running)
    odd = [found.message for found in verify(engine).findings]
    file_of(engine).unlink(missing_ok=True)  # the next round has a chain of its own
    with store.read() as session:
        links = session.exec(select(AuditLink.seq, AuditLink.hash)).all()
        inbox = session.exec(select(InboxRow)).all()
        texts = session.exec(select(Message.sid)).all()
        stopped = select(SuppressionEvent.number).where(SuppressionEvent.event == "suppressed")
        said_no = frozenset(session.exec(stopped).all())
        attempts = [_tried(one) for one in session.exec(select(Attempt))]
    store.close()
    return Remains(
        town.acknowledged, town.creates(), office.acts(),
        [(row.key, row.applied_at is not None, row.result) for row in inbox], texts, said_no, attempts,
        dict(links), odd,
    )  # fmt: skip


def _tried(one: Attempt) -> Tried:
    """A text that has arrived only waits for its reply, and a confirmation is no contact."""
    arrived = one.channel is Channel.SMS and RANK[one.state] >= RANK[State.ANSWERED]
    is_open = one.kind is Kind.CONTACT and not arrived
    return Tried(one.id, one.number, one.state, one.sid or "", is_open)

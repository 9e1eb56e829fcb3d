"""Messages from people whose webhooks were lost: listed by the carrier, taken in as their webhooks would have been."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.tables import CampaignRow, InboxRow
from outbound.campaign.centre import Sender
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.webhooks import read
from outbound.dialing.heard import Endpoint
from outbound.dialing.port import Listing
from outbound.engine.attempts.asked import Round, asked_at, note_asked
from outbound.engine.context import Engine
from outbound.engine.inbox.events import take_in
from outbound.errors import OutboundError, StoreError

OVERLAP: Final = timedelta(minutes=30)
"""How far each question reaches back behind the one before: listings lag."""

AT_FIRST: Final = timedelta(days=1)
CLOCKS: Final = timedelta(hours=1)
"""By how much the carrier's clock may be ahead of ours."""


def hear_lost(engine: Engine, now: datetime) -> int:
    """Take in what people wrote and no webhook told; returns how many. Raises CarrierError."""
    with engine.store.read() as session:
        last = asked_at(session).get(Round.INCOMING, now - AT_FIRST)
        numbers = sorted({s.sms for s in all_senders(engine, session) if s.sms})
    rows = [
        row
        for number in numbers
        for row in engine.carrier.list_begun(Channel.SMS, last - OVERLAP, now + CLOCKS, number)
    ]
    heard = take_lost(engine, rows)
    with engine.store.write() as session:
        note_asked(session, Round.INCOMING, now)
    return len(heard)


def take_lost(engine: Engine, rows: Iterable[Listing]) -> list[str]:
    """Take in the messages from people that the inbox lacks, oldest first; returns their ids."""
    written = sorted((row for row in rows if row.inbound), key=lambda row: row.created_at)
    with engine.store.read() as session:
        sids = [row.sid for row in written]
        known = set(session.exec(select(InboxRow.key).where(col(InboxRow.key).in_(sids))))
    lost = [row for row in written if row.sid not in known]
    return [row.sid for row in lost if _taken_in(engine, row)]


def _taken_in(engine: Engine, row: Listing) -> bool:
    """Whether it was new: its webhook may have come while we looked."""
    params = {
        "AccountSid": engine.settings.account_sid, "MessageSid": row.sid, "Body": row.body,
        "From": row.sender, "To": row.to,
    }  # fmt: skip
    try:
        return take_in(engine, read(engine.settings, Endpoint.SMS.value, "", params), params)
    except StoreError:
        raise
    except OutboundError as failure:
        engine.heartbeat.alarm(engine.clock.now(), "inbox", f"{failure.message} ({row.sid})")
        return False


def all_senders(engine: Engine, session: Session) -> list[Sender]:
    """The centre's numbers, those of campaigns launched earlier included."""
    names = session.exec(select(CampaignRow.id)).all()
    centres = [engine.running.named(name).centre for name in names]
    return [s for c in (engine.workspace.centre, *centres) for s in c.senders.values()]

"""What attempts used up: agents' time, call minutes, message segments."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from outbound.campaign.schema import Channel, Mode
from outbound.script.sms_length import segments

_attempt = SQLModel.metadata.tables["attempt"].c


@dataclass(frozen=True)
class Usage:
    """Seconds of talk and the messages sent; an agent's seconds run from reservation to the end."""

    agent_seconds: int
    call_seconds: int
    messages: int
    segments: int


def usage(session: Session, campaign_id: str) -> Usage:
    """What a campaign has used so far."""
    calls = session.execute(
        select(_attempt.reserved_at, _attempt.answered_at, _attempt.ended_at, _attempt.mode).where(
            _attempt.campaign_id == campaign_id,
            _attempt.channel == Channel.CALL,
            _attempt.ended_at.is_not(None),
        )
    ).all()
    agent = sum(
        (ended - reserved).total_seconds()
        for reserved, _, ended, mode in calls
        if mode is Mode.AGENT
    )
    talk = sum(
        (ended - answered).total_seconds()
        for _, answered, ended, _ in calls
        if answered is not None
    )
    texts = session.execute(
        select(_attempt.body, func.count())
        .where(
            _attempt.campaign_id == campaign_id,
            _attempt.channel == Channel.SMS,
            _attempt.placed_at.is_not(None),
        )
        .group_by(_attempt.body)
    ).all()
    sent = sum(count for _, count in texts)
    return Usage(
        int(agent), int(talk), sent, sum(segments(body).segments * count for body, count in texts)
    )

"""Rows that stand for themselves: the least that each table asks, changed by keyword."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState, Content, Wave
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import State

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def a_campaign(session: Session, name: str = "c", **changed: Any) -> CampaignRow:
    """A running campaign with its content."""
    session.merge(Content(hash="0", snapshot={}))
    session.flush()
    values = {
        "id": name, "purpose": "survey", "priority": 50, "state": CampaignState.RUNNING,
        "content_hash": "0", "changed_at": NOW,
    }  # fmt: skip
    row = CampaignRow(**(values | changed))
    session.add(row)
    session.flush()
    return row


def a_wave(session: Session, campaign: str = "c", **changed: Any) -> Wave:
    """A wave of one contact."""
    values = {
        "id": f"{campaign}@1", "campaign_id": campaign, "moment": NOW, "built_at": NOW, "snapshot": "s",
        "base": 1, "listed": 1, "held_out": 0, "waterfall": [], "by_segment": {}, "cells": [],
    }  # fmt: skip
    row = Wave(**(values | changed))
    session.add(row)
    session.flush()
    return row


def a_contact(session: Session, campaign: str = "c", **changed: Any) -> Contact:
    """A contact that waits."""
    values = {
        "wave_id": f"{campaign}@1", "campaign_id": campaign, "subscriber_id": "S1", "number": "+8613800138001",
        "language": "zh", "segment": "everyone", "rank": 1, "facts": {}, "state": ContactState.WAITING,
        "next_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    row = Contact(**(values | changed))
    session.add(row)
    session.flush()
    return row


def an_attempt(session: Session, contact: Contact, **changed: Any) -> Attempt:
    """A reserved call."""
    values = {
        "id": "a1", "campaign_id": contact.campaign_id, "contact_id": contact.id, "number": contact.number,
        "subscriber_id": contact.subscriber_id, "sender": "+862160010001", "channel": Channel.CALL,
        "mode": Mode.AGENT, "step": 0, "slot": 0, "state": State.RESERVED, "holds": contact.number,
        "reserved_at": NOW, "place_by": NOW,
    }  # fmt: skip
    row = Attempt(**(values | changed))
    session.add(row)
    session.flush()
    return row

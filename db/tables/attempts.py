"""Attempts: one call or message to a contact, and the carrier's word about it."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Index, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import ByValue, Moment
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Detail, Outcome


class Kind(Enum):
    """What an attempt is for; only a contact spends attempts and counts towards caps."""

    CONTACT = "contact"  # reaches out
    REPLY = "reply"  # the next turn of a conversation that the person keeps up
    CONFIRMATION = "confirmation"  # of an opt-out that the carrier did not confirm itself


class Attempt(SQLModel, table=True):
    """One call or message. `holds` is the number while nobody else may attempt it, else null."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("campaign_id", "contact_id", "slot", "turn"),
        UniqueConstraint("holds"),
        UniqueConstraint("sid"),
        Index("attempt_of_number", "number", "reserved_at"),
        # What is under way, and whose time for a reply is over; the same of one campaign, or its latest.
        Index("attempt_open", "state", "closes_at"),
        Index("attempt_of_campaign", "campaign_id", "state", "reserved_at"),
        Index("attempt_of_household", "household", "reserved_at"),
    )

    id: str = Field(primary_key=True, max_length=32)
    campaign_id: str = Field(foreign_key="campaign.id", max_length=64)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    subscriber_id: str = Field(max_length=64)
    number: str = Field(max_length=20)
    sender: str = Field(max_length=20)
    kind: Kind = Field(default=Kind.CONTACT, sa_column=Column(ByValue(Kind), nullable=False))
    channel: Channel = Field(sa_column=Column(ByValue(Channel), nullable=False))
    mode: Mode = Field(sa_column=Column(ByValue(Mode), nullable=False))
    step: int
    slot: int
    turn: int = 0
    body: str = ""  # of a message
    asked: int = 0  # prompts of a voice menu so far; an answer to an earlier one is late
    agent_id: str | None = Field(default=None, max_length=64, index=True)
    state: State = Field(sa_column=Column(ByValue(State), nullable=False))
    outcome: Outcome | None = Field(default=None, sa_column=Column(ByValue(Outcome)))
    detail: Detail | None = Field(default=None, sa_column=Column(ByValue(Detail)))
    provisional: bool = True  # the agent has not named the outcome
    reason: str = ""
    machine: bool = False
    holds: str | None = Field(default=None, max_length=20)
    sid: str | None = Field(default=None, max_length=34)
    code: int | None = None  # the carrier's error code
    reserved_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    place_at: datetime | None = Field(
        default=None, sa_column=Column(Moment)
    )  # its turn at the sender
    place_by: datetime = Field(sa_column=Column(Moment, nullable=False))
    handed_at: datetime | None = Field(
        default=None, sa_column=Column(Moment)
    )  # just before the create
    placed_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    rang_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    answered_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    connected_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    closes_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # sms: reply window
    cost: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4)))  # reserved spend
    price: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4)))
    country: str | None = Field(default=None, max_length=2)  # of the number
    household: str | None = Field(default=None, max_length=64)
    looked: int = 0  # empty listings so far, while its fate is unknown
    looked_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class InboxRow(SQLModel, table=True):
    """A webhook's payload, stored before it is answered, applied after; `key` makes repeats harmless."""

    __tablename__ = "inbox"
    __table_args__ = (Index("inbox_waiting", "applied_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    endpoint: str = Field(max_length=32)  # voice, gather, status, machine, conference, sms, message
    token: str = Field(default="", max_length=128)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    received_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    applied_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    result: str = ""
    reply: str = ""  # the TwiML that a repeat gets again

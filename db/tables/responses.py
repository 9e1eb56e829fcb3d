"""Responses: one contact's whole set of answers, the conversation that gathers it, and messages."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Index, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import ByValue, Moment
from outbound.campaign.schema import Mode


class ResponseState(Enum):
    """How far a response has come."""

    OPEN = "open"
    PARTIAL = "partial"
    COMPLETE = "complete"


class Response(SQLModel, table=True):
    """One contact's answers as a whole; `conversation` is the sans-I/O state between two turns."""

    __tablename__ = "response"

    contact_id: int = Field(primary_key=True, foreign_key="contact.id")
    campaign_id: str = Field(max_length=64, index=True)
    subscriber_id: str = Field(max_length=64, index=True)
    state: ResponseState = Field(sa_column=Column(ByValue(ResponseState), nullable=False))
    mode: Mode = Field(sa_column=Column(ByValue(Mode), nullable=False))  # of the latest answer
    conversation: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    completed_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class Answer(SQLModel, table=True):
    """One value of one question; a correction is a further revision, never a change."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("contact_id", "question", "revision"),
        Index("answer_of_campaign", "campaign_id", "question"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="response.contact_id")
    campaign_id: str = Field(max_length=64)
    question: str = Field(max_length=64)
    revision: int = 1
    current: bool = True
    value: Any = Field(default=None, sa_column=Column(JSON))  # null: not used, or would not say
    number: float | None = None  # the value where it is a number
    raw: str = ""
    mode: Mode = Field(sa_column=Column(ByValue(Mode), nullable=False))
    attempt_id: str | None = Field(default=None, max_length=32)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Message(SQLModel, table=True):
    """An inbound message, matched to a conversation or not."""

    __tablename__ = "message"

    id: int | None = Field(default=None, primary_key=True)
    sid: str = Field(max_length=34, unique=True)
    number: str = Field(max_length=20, index=True)
    to: str = Field(max_length=20)
    body: str
    contact_id: int | None = Field(default=None, index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    meant: str = ""  # answer, opt-out, late, unmatched


class FollowUp(SQLModel, table=True):
    """The work item that a low score, a promise or a complaint opens."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("contact_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    campaign_id: str = Field(max_length=64, index=True)
    subscriber_id: str = Field(max_length=64, index=True)
    kind: str = Field(max_length=64)
    department: str = Field(max_length=64)
    reason: str = ""
    words: str = ""  # what the customer said
    opened_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    closing: str = ""


class Grant(SQLModel, table=True):
    """An offer granted to a customer, charged to its budget."""

    __tablename__ = "grant_"
    __table_args__ = (UniqueConstraint("contact_id", "offer"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    campaign_id: str = Field(max_length=64, index=True)
    offer: str = Field(max_length=64)
    value: Decimal = Field(sa_column=Column(Numeric(12, 2), nullable=False))
    by: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))

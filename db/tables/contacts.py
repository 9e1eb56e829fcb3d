"""Contacts: one subscriber on one wave's list, and what stands before them."""

from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.columns import ByValue, Moment
from outbound.dialing.outcome import Outcome


class ContactState(Enum):
    """Where a contact stands: every one has a next step or an end."""

    UNRELEASED = "unreleased"  # listed in reserve; the quota has not called for it
    WAITING = "waiting"  # decided again at next_at
    TRYING = "trying"  # an attempt is open
    HELD = "held"  # waits for evidence or for a person
    CLOSED = "closed"  # over; outcome and reason say how


STILL_OPEN: Final = tuple(state for state in ContactState if state is not ContactState.CLOSED)
"""All others; named in questions, so that an index finds them among all that are closed."""


class Contact(SQLModel, table=True):
    """One subscriber on one wave's list. `facts` are the base's columns as they were then."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("wave_id", "subscriber_id"),
        Index("contact_due", "state", "next_at"),
        Index("contact_of_subscriber", "subscriber_id", "campaign_id"),
        Index("contact_of_number", "number"),
        Index("contact_of_household", "household"),
        Index("contact_of_campaign", "campaign_id", "state", "next_at"),
        # The calls that are promised: few, and looked for among all who wait.
        Index(
            "contact_promised",
            "callback_end",
            sqlite_where=text("callback_end IS NOT NULL"),
            postgresql_where=text("callback_end IS NOT NULL"),
        ),
        # All that caps count by; who was never attempted is not in it, so new lists cost nothing.
        Index(
            "contact_of_first_attempt",
            "first_attempt_at",
            "number",
            "campaign_id",
            sqlite_where=text("first_attempt_at IS NOT NULL"),
            postgresql_where=text("first_attempt_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    wave_id: str = Field(foreign_key="wave.id", max_length=96)
    campaign_id: str = Field(foreign_key="campaign.id", max_length=64)
    subscriber_id: str = Field(max_length=64)
    number: str = Field(max_length=20)
    numbers: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """The person's other numbers, in order, that have not been tried yet."""
    household: str | None = Field(default=None, max_length=64)
    language: str = Field(max_length=16)
    zone: str | None = Field(default=None, max_length=64)
    region: str = ""
    segment: str = Field(max_length=64)
    cell: str = ""  # NORTH/gold: the quota cell's values joined by /
    rank: int  # the order of release and of calling, from 1
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: ContactState = Field(sa_column=Column(ByValue(ContactState), nullable=False))
    released: bool = True  # false for the reserve that was never called for, also once it is closed
    step: int = 0  # of the cascade
    slot: int = 0  # the next attempt's slot
    spent: int = 0  # attempts spent on this step
    confirmed: bool = False  # an earlier attempt was contacted
    outcome: Outcome | None = Field(default=None, sa_column=Column(ByValue(Outcome)))
    reason: str = ""
    next_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    agent_id: str | None = Field(default=None, max_length=64)  # kept for this agent
    callback_start: datetime | None = Field(default=None, sa_column=Column(Moment))
    callback_end: datetime | None = Field(default=None, sa_column=Column(Moment))
    first_attempt_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class DecisionRow(SQLModel, table=True):
    """One line of the decision ledger: what was decided about a person, and why."""

    __tablename__ = "decision"
    __table_args__ = (Index("decision_of_subscriber", "subscriber_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    subscriber_id: str = Field(max_length=64)
    campaign_id: str = Field(max_length=64)
    wave_id: str | None = Field(default=None, max_length=96)
    contact_id: int | None = None
    step: str = Field(
        max_length=32
    )  # listed, released, decided, reserved, placed, ended, answered, ...
    result: str = Field(max_length=64)
    reason: str = ""
    until: datetime | None = Field(default=None, sa_column=Column(Moment))

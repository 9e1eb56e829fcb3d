"""Campaigns in the store: what was approved, what was launched, and each wave that was built."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import ByValue, Moment


class CampaignState(Enum):
    """Where a campaign stands; the first three follow from its files and signatures, never stored."""

    DRAFT = "draft"  # the check finds errors in its files
    CHECKED = "checked"  # it finds none; a signature is wanted
    APPROVED = "approved"  # every department that is asked signed what the files say now
    RUNNING = "running"
    PAUSED = "paused"
    FINISHING = "finishing"  # nothing new starts; what is open ends by itself
    FINISHED = "finished"
    STOPPING = "stopping"  # stopped by a person; conversations finish
    STOPPED = "stopped"


class Content(SQLModel, table=True):
    """What a campaign runs on, whatever the files say later: itself, its scripts, its part of the centre."""

    __tablename__ = "content"

    hash: str = Field(primary_key=True, max_length=64)
    snapshot: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CampaignRow(SQLModel, table=True):
    """One campaign as launched; small, since every decision reads it."""

    __tablename__ = "campaign"

    id: str = Field(primary_key=True, max_length=64)
    state: CampaignState = Field(sa_column=Column(ByValue(CampaignState), nullable=False))
    reason: str = ""
    purpose: str = Field(max_length=16)
    priority: int
    content_hash: str = Field(foreign_key="content.hash", max_length=64)
    launched_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    plan: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """What was forecast at launch, as `outbound plan --json` prints it."""


class Approval(SQLModel, table=True):
    """A department's signature under one content hash."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("campaign_id", "department", "content_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(max_length=64)
    department: str = Field(max_length=64)
    content_hash: str = Field(max_length=64)
    by: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class CampaignEvent(SQLModel, table=True):
    """A step in a campaign's life, by whom and why; append-only, also for steps before the launch."""

    __tablename__ = "campaign_event"
    __table_args__ = (Index("campaign_event_of_campaign", "campaign_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(max_length=64)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    step: str = Field(max_length=16)  # approve, launch, pause, resume, stop, spend, settle
    before: str = Field(max_length=16)  # the states
    after: str = Field(max_length=16)
    by: str = ""  # a user's id, "command line", or "engine"
    reason: str = ""
    content_hash: str = Field(default="", max_length=64)


class Filing(SQLModel, table=True):
    """A finished or stopped campaign in the library: its content, its final report, words to search."""

    __tablename__ = "filing"

    campaign_id: str = Field(primary_key=True, foreign_key="campaign.id", max_length=64)
    filed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    content_hash: str = Field(foreign_key="content.hash", max_length=64)
    words: str  # titles, purpose, owner, processes: what a search looks in
    report: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Wave(SQLModel, table=True):
    """One build of a campaign's list; the summary counts every subscriber of the base once."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("campaign_id", "moment"),)

    id: str = Field(primary_key=True, max_length=96)  # CAMPAIGN@YYYYMMDDTHHMMZ
    campaign_id: str = Field(foreign_key="campaign.id", max_length=64)
    moment: datetime = Field(sa_column=Column(Moment, nullable=False))
    built_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    snapshot: str  # the base snapshot it was selected from
    base: int
    listed: int
    held_out: int
    waterfall: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    by_segment: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    cells: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class Holdout(SQLModel, table=True):
    """A member of the audience deliberately not contacted, to measure effect."""

    __tablename__ = "holdout"

    wave_id: str = Field(primary_key=True, foreign_key="wave.id", max_length=96)
    subscriber_id: str = Field(primary_key=True, max_length=64)
    campaign_id: str = Field(max_length=64, index=True)
    segment: str = Field(max_length=64)
    cell: str = ""

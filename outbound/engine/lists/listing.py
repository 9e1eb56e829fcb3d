"""A campaign's list as other systems read it: JSON and CSV."""

import csv
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from sqlmodel import col, func, select

from db.tables import Attempt, CampaignRow, Contact, Kind
from outbound.campaign.loader import load_campaign
from outbound.engine.context import Engine
from outbound.engine.lists.build import held_out
from outbound.errors import InputError


@dataclass(frozen=True)
class Listed:
    """One contact of the list."""

    subscriber: str
    segment: str
    cell: str
    wave: str
    state: str
    outcome: str | None
    attempts: int
    next_at: datetime | None


@dataclass(frozen=True)
class OnList:
    """Whom a list names: the subscriber, and what reaches them."""

    subscriber: str
    number: str
    language: str
    region: str


@dataclass(frozen=True)
class ContactList:
    """A campaign's contacts over all its waves, and whom it held out."""

    campaign: str
    contacts: list[Listed]
    holdout: list[str]


def contacts(engine: Engine, campaign_id: str) -> ContactList:
    """The campaign's list in calling order; empty before its first wave. NotFoundError for no such campaign."""
    with engine.store.read() as session:
        if session.get(CampaignRow, campaign_id) is None:
            load_campaign(engine.workspace, campaign_id)
        tried = (
            select(Attempt.contact_id, func.count().label("attempts"))
            .where(Attempt.kind == Kind.CONTACT)
            .group_by(col(Attempt.contact_id))
            .subquery()
        )
        rows = session.exec(
            select(Contact, tried.c.attempts)
            .join(tried, tried.c.contact_id == Contact.id, isouter=True)
            .where(Contact.campaign_id == campaign_id)
            .order_by(col(Contact.wave_id), col(Contact.rank))
        )
        found = [_listed(contact, attempts or 0) for contact, attempts in rows]
        return ContactList(campaign_id, found, held_out(session, campaign_id))


def write_csv(listed: ContactList, target: Path) -> None:
    """Write the contacts as CSV; texts that a spreadsheet would run as formulas are made inert."""
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(Listed)])
            writer.writeheader()
            for contact in listed.contacts:
                writer.writerow({name: _inert(value) for name, value in asdict(contact).items()})
    except OSError as failure:
        raise InputError(
            f"The list cannot be written: {failure.strerror}.", where=str(target)
        ) from failure


def _listed(contact: Contact, attempts: int) -> Listed:
    return Listed(
        contact.subscriber_id, contact.segment, contact.cell, contact.wave_id, contact.state.value,
        contact.outcome.value if contact.outcome else None, attempts, contact.next_at,
    )  # fmt: skip


def _inert(value: object) -> object:
    """OWASP's rule: a cell that begins like a formula gets a leading apostrophe."""
    if isinstance(value, datetime):
        return value.isoformat()
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
        else value
    )


def on_list(engine: Engine, campaign_id: str, after: int) -> tuple[list[OnList], int]:
    """Who was listed after a contact's id, over all waves, and the id to ask after next time."""
    with engine.store.read() as session:
        rows = session.exec(
            select(Contact)
            .where(Contact.campaign_id == campaign_id, col(Contact.id) > after)
            .order_by(col(Contact.id))
        ).all()
    found = [OnList(c.subscriber_id, c.number, c.language, c.region) for c in rows]
    return found, rows[-1].id or after if rows else after

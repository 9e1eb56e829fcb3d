"""The world of B2: one running campaign with every rule set, its due contacts, and what happened before."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from bench.databases import database
from db.session import Store
from db.upgrade import upgrade
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign

CAMPAIGN, PAST = "bench", "past"
TEMPLATE = "bench_template"
MOMENT = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""Tuesday, 10:00 in Shanghai: inside everybody's hours."""

CENTRE = {
    "centre": "Bench",
    "country": "CN",
    "zone": "Asia/Shanghai",
    "languages": ["zh"],
    "senders": {"survey": {"call": "+862160010001"}},
    "caps": [{"contacts": 3, "per": "7d"}, {"purpose": "survey", "completes": 1, "per": "90d"}],
    "base": {"columns": {"zone": None, "consent": {"survey": "agreed"}}},
}
FACTS = {"agreed": True, "name": "Customer", "tier": "gold", "plan": "5G-128", "spend_3m": 312.5}


@dataclass(frozen=True)
class World:
    """Stores of one kind: each `fresh` one holds the same contacts, untouched."""

    kind: str  # SQLite, PostgreSQL
    contacts: int
    template: str
    folder: Path

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a copy of the template, gone afterwards."""
        if self.kind == "SQLite":
            copy = self.folder / "copy.sqlite"
            shutil.copy(self.folder / "template.sqlite", copy)
            yield f"sqlite:///{copy}"
            for file in self.folder.glob("copy.sqlite*"):
                file.unlink()
            return
        with database(self.template, "bench_copy", TEMPLATE) as url:
            yield url


@contextmanager
def world(contacts: int, server: str | None = None) -> Iterator[World]:
    """A world in SQLite files, or in databases of its own on a server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="outbound-bench-")))
        if server is None:
            url, kind = f"sqlite:///{folder / 'template.sqlite'}", "SQLite"
        else:
            url, kind = stack.enter_context(database(server, TEMPLATE)), "PostgreSQL"
        store = Store(url)
        _fill(store, contacts)
        store.close()
        yield World(kind, contacts, url, folder)


def campaign() -> Campaign:
    """Calls by the voice menu, with hours, retries, caps and dates."""
    return Campaign.model_validate(
        {
            "id": CAMPAIGN,
            "title": "Bench",
            "purpose": "survey",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
            "contact": {
                "hours": "Mo-Fr 09:00-12:00,14:00-20:00; PH off",
                "channels": [{"call": {"pacing": "agentless", "attempts": 3, "from": "survey"}}],
                "retry": {"no-answer": ["3h", "1d"], "busy": ["20m"]},
                "caps": [{"attempts": 4, "per": "3d"}],
            },
            "script": "bench",
        }
    )


def _fill(store: Store, contacts: int) -> None:
    upgrade(store)
    centre = Centre.model_validate(CENTRE)
    snapshot = {
        "campaign": campaign().model_dump(mode="json", by_alias=True),
        "centre": centre.model_dump(mode="json", by_alias=True),
        "scripts": {},
    }
    before = MOMENT - timedelta(days=30)
    rows: dict[str, list[dict[str, Any]]] = {
        "content": [{"hash": "0", "snapshot": snapshot}],
        "campaign": [_campaign(CAMPAIGN), _campaign(PAST)],
        "wave": [_wave(CAMPAIGN, contacts), _wave(PAST, contacts)],
        "contact": [_due(n) for n in range(1, contacts + 1)] + [
            _over(n + contacts, n, MOMENT - timedelta(days=n % 60)) for n in range(1, contacts + 1)
        ],
        # One in ten has once asked not to be called by another campaign, or took it back.
        "suppression": [
            {"number": _number(n), "event": "suppressed", "scope": f"campaign:{PAST}", "source": "agent",
             "occurred_at": before, "recorded_at": before}
            for n in range(1, contacts + 1, 10)
        ],
    }  # fmt: skip
    tables = SQLModel.metadata.tables
    with store.write() as session:
        for name, values in rows.items():
            session.connection().execute(insert(tables[name]), values)
        if not store.sqlite:
            statement = f"select setval('contact_id_seq', {2 * contacts})"
            session.connection().exec_driver_sql(statement)
    if not store.sqlite:  # PostgreSQL does so by itself in time; SQLite only where it is told to
        with store.write() as session:
            session.connection().exec_driver_sql("analyze")


def _campaign(name: str) -> dict[str, Any]:
    return {
        "id": name, "state": "running" if name == CAMPAIGN else "finished", "reason": "", "priority": 50,
        "purpose": "survey" if name == CAMPAIGN else "retention", "content_hash": "0", "changed_at": MOMENT,
    }  # fmt: skip


def _wave(name: str, contacts: int) -> dict[str, Any]:
    return {
        "id": name, "campaign_id": name, "moment": MOMENT, "built_at": MOMENT, "snapshot": "bench",
        "base": contacts, "listed": contacts, "held_out": 0, "waterfall": [], "by_segment": {}, "cells": [],
    }  # fmt: skip


def _due(n: int) -> dict[str, Any]:
    return _contact(n, n, CAMPAIGN) | {"state": "waiting", "next_at": MOMENT - timedelta(minutes=1)}


def _over(identity: int, n: int, at: datetime) -> dict[str, Any]:
    over = {"state": "closed", "next_at": None, "outcome": "completed", "first_attempt_at": at}
    return _contact(identity, n, PAST) | over


def _contact(identity: int, n: int, name: str) -> dict[str, Any]:
    return {
        "id": identity, "wave_id": name, "campaign_id": name, "subscriber_id": f"H{n:08}",
        "number": _number(n), "language": "zh", "segment": "everyone", "rank": n, "facts": FACTS,
        "outcome": None, "first_attempt_at": None, "region": "north", "cell": "north/gold", "step": 0,
        "slot": 0, "spent": 0, "confirmed": False, "reason": "", "changed_at": MOMENT,
    }  # fmt: skip


def _number(n: int) -> str:
    return f"+86138{n:08}"

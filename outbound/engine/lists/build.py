"""Build a wave: select the list from the base and store it, once per campaign and moment."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from db.bulk import insert_wave
from db.tables import CampaignRow, CampaignState, Holdout, Wave
from outbound.audience.base import Base
from outbound.audience.ledger import write_reasons
from outbound.audience.nouns import Selection
from outbound.audience.selection import select as select_list
from outbound.audit.entries import WAVE
from outbound.engine.chain.lists import list_digest
from outbound.engine.chain.writing import wrote
from outbound.engine.context import Engine
from outbound.engine.life.launched import launched
from outbound.engine.lists.schedule import due_moment, moments, window
from outbound.engine.lists.standing_facts import history_of
from outbound.engine.running import Running
from outbound.errors import OutboundError, RefusedError, StoreError


@dataclass(frozen=True)
class Built:
    """One wave's summary, as `build --json` prints it; everyone in the base counts once."""

    campaign: str
    wave: str
    moment: datetime
    base: int
    waterfall: list[dict[str, Any]]
    holdout: int
    listed: int
    by_segment: dict[str, int]
    cells: list[dict[str, Any]]


def build(engine: Engine, campaign_id: str, at: datetime) -> Built:
    """Build the campaign's wave that is due at `at`; building the same moment again changes nothing.

    Raises RefusedError where the campaign does not run or no wave is due yet.
    """
    with engine.store.read() as session:
        row = launched(session, engine.workspace, campaign_id)
        running, state = engine.running.named(row.id), row.state
        moment = due_moment(running.campaign, running.zone, at)
        stored = None if moment is None else _stored(session, campaign_id, moment)
    if stored is not None:
        return stored
    if moment is None:
        raise _not_due(running, at)
    if state is not CampaignState.RUNNING:
        raise RefusedError(f"{campaign_id} is {state.value}; its waves are built while it runs.")
    selection = _select(engine, running, moment)
    return _store(engine, selection)


def build_due(engine: Engine, campaign_ids: list[str], now: datetime) -> list[Built]:
    """Build every campaign's due wave that is not built yet; one that cannot be is an alarm."""
    built = []
    for campaign_id in campaign_ids:
        with engine.store.read() as session:
            row = launched(session, engine.workspace, campaign_id)
            running = engine.running.named(row.id)
            moment = due_moment(running.campaign, running.zone, now)
            done = moment is None or _stored(session, campaign_id, moment) is not None
        if done:
            continue
        try:
            built.append(build(engine, campaign_id, now))
        except StoreError:
            raise
        except OutboundError as failure:
            engine.heartbeat.alarm(now, "build", f"{campaign_id}: {failure.message}", campaign_id)
    return built


def _select(engine: Engine, running: Running, moment: datetime) -> Selection:
    campaign, centre = running.campaign, running.centre
    with engine.store.read() as session:
        history = history_of(session, campaign, centre, moment, engine.running)
    return select_list(Base.open(engine.workspace), campaign, centre, moment, history)


def _store(engine: Engine, selection: Selection) -> Built:
    """The wave, its contacts and its holdout in one transaction; the reasons beside them, first."""
    wave_id = f"{selection.campaign}@{selection.moment:%Y%m%dT%H%M%S}"
    now = engine.clock.now()
    write_reasons(engine.workspace, wave_id, selection)
    values = {
        "id": wave_id, "campaign_id": selection.campaign, "moment": selection.moment, "built_at": now,
        "snapshot": selection.snapshot, "base": selection.base, "listed": selection.listed.num_rows,
        "held_out": selection.holdout.num_rows,
        "waterfall": [asdict(drop) for drop in selection.waterfall],
        "by_segment": dict(selection.by_segment),
        "cells": [
            {"cell": dict(cell.values), "available": cell.available, "target": cell.target, "listed": cell.listed}
            for cell in selection.cells
        ],
    }  # fmt: skip
    lost: IntegrityError | None = None
    try:
        with engine.store.write() as session:
            insert_wave(session.connection(), values, selection.listed, selection.holdout)
            wrote(session, WAVE, values, list=list_digest(selection.listed, selection.holdout))
            _refuse_ended(session, selection.campaign)
    except IntegrityError as failure:
        lost = failure  # another builder was first, whose wave is the wave; or a broken list
    with engine.store.read() as session:
        stored = _stored(session, selection.campaign, selection.moment)
    if stored is None:
        raise lost or AssertionError("a wave that was committed is not there")
    return stored


def _refuse_ended(session: Session, campaign_id: str) -> None:
    """A list takes a while: one that was stopped meanwhile gets no contacts that nobody would close."""
    row = session.get_one(CampaignRow, campaign_id, with_for_update={"read": True})
    if row.state not in (CampaignState.RUNNING, CampaignState.PAUSED):
        raise RefusedError(
            f"{campaign_id} is {row.state.value}; its waves are built while it runs."
        )


def _stored(session: Session, campaign_id: str, moment: datetime) -> Built | None:
    wave = session.exec(
        select(Wave).where(Wave.campaign_id == campaign_id, Wave.moment == moment)
    ).first()
    return None if wave is None else built(wave)


def built(wave: Wave) -> Built:
    """A stored wave's summary."""
    return Built(
        wave.campaign_id, wave.id, wave.moment, wave.base, wave.waterfall, wave.held_out, wave.listed,
        wave.by_segment, wave.cells,
    )  # fmt: skip


def held_out(session: Session, campaign_id: str) -> list[str]:
    """The campaign's holdout over all waves."""
    return list(
        session.exec(
            select(Holdout.subscriber_id)
            .where(Holdout.campaign_id == campaign_id)
            .order_by(col(Holdout.subscriber_id))
            .distinct()
        )
    )


def _not_due(running: Running, at: datetime) -> RefusedError:
    campaign, zone = running.campaign, running.zone
    first, last = window(campaign, zone)
    if at >= last:
        return RefusedError(
            f"{campaign.id} ended on {campaign.schedule.until}; no further wave is built."
        )
    upcoming = next(moments(campaign, zone, max(at, first)), None)
    told = (
        f"its first is at {upcoming:%Y-%m-%d %H:%M %Z}"
        if upcoming
        else "its dates hold no wave at all"
    )
    return RefusedError(
        f"No wave of {campaign.id} is due yet; {told}.", hint="Give the moment with --at."
    )

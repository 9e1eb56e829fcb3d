"""Alarms as all processes see them: each writes down its own, best effort, in transactions of their own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select, update

from db.session import Store
from db.tables import AlarmRow
from outbound.engine.context import MOST_ALARMS, WHENEVER, Heartbeat
from outbound.engine.floor_view import Alarm
from outbound.errors import StoreError

GOES_ON: Final = timedelta(minutes=5)
"""What is said again within this time is the same alarm, with its latest moment."""

KEPT: Final = timedelta(days=30)
"""How long an alarm can be looked up."""


def write_down(store: Store, heartbeat: Heartbeat, process: str) -> int:
    """Write down what the process has not told the others yet; what cannot be is kept for the next time."""
    alarms = heartbeat.take_unwritten()
    if not alarms:
        return 0
    try:
        with store.write() as session:
            for alarm in alarms:
                _write(session, alarm, process)
    except StoreError:
        heartbeat.put_back(alarms)
        return 0
    return len(alarms)


def latest(session: Session, also: Iterable[Alarm] = ()) -> list[Alarm]:
    """The latest alarms of all processes and those in `also`, each once, the newest first."""
    rows = session.exec(
        select(AlarmRow)
        .order_by(col(AlarmRow.at).desc(), col(AlarmRow.id).desc())
        .limit(MOST_ALARMS)
    )
    written = [Alarm(row.at, row.code, row.message, row.campaign_id) for row in rows]
    kept: list[Alarm] = []
    before: dict[Alarm, datetime] = {}
    for alarm in sorted((*written, *also), key=lambda one: one.at, reverse=True):
        says = replace(alarm, at=WHENEVER)
        if says not in before or before[says] - alarm.at > GOES_ON:
            kept.append(alarm)
        before[says] = alarm.at
    return kept[:MOST_ALARMS]


def sweep(session: Session, now: datetime) -> None:
    """Forget alarms that nobody looks up any more."""
    session.exec(delete(AlarmRow).where(col(AlarmRow.at) < now - KEPT))


def _write(session: Session, alarm: Alarm, process: str) -> None:
    goes_on = (
        update(AlarmRow)
        .where(
            col(AlarmRow.code) == alarm.code, col(AlarmRow.message) == alarm.message,
            col(AlarmRow.campaign_id) == alarm.campaign, col(AlarmRow.at) >= alarm.at - GOES_ON,
        )
        .values(at=alarm.at, process=process)
    )  # fmt: skip
    if session.exec(goes_on).rowcount:
        return
    row = AlarmRow(
        at=alarm.at, code=alarm.code, message=alarm.message, campaign_id=alarm.campaign, process=process
    )  # fmt: skip
    session.add(row)

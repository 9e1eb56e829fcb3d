"""Which numbers a new list must leave out, as the store knows it: suppressed, and over a cap."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from sqlmodel import Session, SQLModel

from db.bulk import insert_rows
from db.queries.history import capped, suppressed
from db.session import Store
from db.tables import (
    CampaignRow,
    CampaignState,
    Contact,
    ContactState,
    Content,
    SuppressionEvent,
    Wave,
)
from outbound.campaign.schema import Cap

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.write() as session:
        yield session


def event(number: str, kind: str, day: int, scope: str = "all", **more: object) -> SuppressionEvent:
    at = NOW + day * DAY
    return SuppressionEvent(
        number=number, event=kind, scope=scope, source="sms", occurred_at=at, recorded_at=at, **more
    )


def rows(table: pa.Table) -> set[tuple[str, str]]:
    return {(row["number"], row["reason"]) for row in table.to_pylist()}


def test_the_latest_event_of_each_scope_decides(session: Session) -> None:
    session.add_all(
        [
            event("+1", "suppressed", -9),
            event("+2", "suppressed", -9),
            event("+2", "lifted", -5),
            event("+3", "suppressed", -9),
            event("+3", "lifted", -5),
            event("+3", "suppressed", -5),  # the same moment: the later row
            event("+4", "suppressed", -9, expires_at=NOW - DAY),
            event("+5", "suppressed", -9, expires_at=NOW + DAY),
            event("+6", "suppressed", -9, "purpose:survey"),
            event("+6", "lifted", -5),  # another scope's lifting lifts nothing here
            event("+7", "suppressed", -9, "purpose:care"),
        ]
    )
    session.flush()
    assert rows(suppressed(session, ["all", "purpose:survey"], NOW)) == {
        ("+1", "suppressed (all)"),
        ("+3", "suppressed (all)"),
        ("+5", "suppressed (all)"),
        ("+6", "suppressed (purpose:survey)"),
    }


def contacted(session: Session, number: str, campaign: str, *days: int) -> None:
    for day in days:
        session.add(
            Contact(
                wave_id=campaign, campaign_id=campaign, subscriber_id=f"{number}{day}", number=number,
                language="zh", segment="everyone", rank=1, facts={}, state=ContactState.CLOSED,
                first_attempt_at=NOW + day * DAY, changed_at=NOW,
            )
        )  # fmt: skip


def test_a_cap_holds_who_was_contacted_so_often_in_its_time(session: Session) -> None:
    session.add(Content(hash="0", snapshot={}))
    session.flush()
    for campaign, purpose in (("a", "survey"), ("b", "care")):
        session.add(
            CampaignRow(
                id=campaign, purpose=purpose, priority=1, state=CampaignState.RUNNING,
                content_hash="0", changed_at=NOW,
            )
        )  # fmt: skip
    session.flush()
    for campaign in ("a", "b"):
        session.add(
            Wave(
                id=campaign, campaign_id=campaign, moment=NOW, built_at=NOW, snapshot="", base=0,
                listed=0, held_out=0, waterfall=[], by_segment={}, cells=[],
            )
        )  # fmt: skip
    session.flush()
    contacted(session, "+1", "a", -1, -29)
    contacted(session, "+2", "a", -1, -30)  # the window is open at its far end
    contacted(session, "+3", "a", -1)
    contacted(session, "+3", "b", -2)
    contacted(session, "+4", "b", -1, 1)  # tomorrow is not yet
    session.flush()
    month = {"per": "30d"}
    twice = Cap.model_validate({"contacts": 2, **month})
    survey = Cap.model_validate({"contacts": 1, "purpose": "survey", **month})
    assert {number for number, _ in rows(capped(session, [twice], NOW))} == {"+1", "+3"}
    assert {number for number, _ in rows(capped(session, [survey], NOW))} == {"+1", "+2", "+3"}
    assert capped(session, [], NOW).num_rows == 0


def test_thousands_of_rows_go_in_with_a_value_in_common(session: Session) -> None:
    table = SQLModel.metadata.tables["suppression"]
    numbers = pa.table({"number": [f"+{n}" for n in range(50_000)]})
    same = {
        "event": "suppressed", "scope": "all", "reason": "", "source": "import", "evidence": "",
        "by": "", "occurred_at": "2026-11-01 00:00:00.000000", "recorded_at": "2026-11-01 00:00:00.000000",
    }  # fmt: skip
    insert_rows(session.connection(), table, numbers, same)
    assert suppressed(session, ["all"], NOW).num_rows == 50_000

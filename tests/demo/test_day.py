"""The demo as anybody runs it, on a smaller base: its figures agree with the store, its lists with the seed."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from db.session import Store
from db.tables import Answer, Attempt, Contact, ContactState, Kind, StoreFact
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import open_workspace
from outbound.clock import VirtualClock
from outbound.demo.campaigns import DAY, of_the_day
from outbound.demo.day import Day, run_day
from outbound.demo.stage import import_demo_base
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists.build import build
from outbound.engine.pages.person import why
from outbound.errors import RefusedError
from outbound.settings import read_settings
from outbound.wiring import open_engine

REFERENCE = Path(__file__).parents[2]
OPENS = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def copied(folder: Path) -> Path:
    """The reference workspace without anything that running it left behind."""
    folder.mkdir()
    for name in ("campaigns", "scripts"):
        shutil.copytree(REFERENCE / name, folder / name)
    shutil.copy(REFERENCE / "outbound.yaml", folder)
    return folder


@pytest.mark.story
@pytest.mark.slow
def test_a_small_day_agrees_with_its_store(tmp_path: Path) -> None:
    workspace = copied(tmp_path / "day")
    told = run_day(Day(workspace, seed=3, rows=300, agents=2), lambda done: None)

    assert set(told["campaigns"]) == set(DAY)
    assert (workspace / told["report_file"]).exists()
    for report in told["campaigns"].values():
        counted = sum(drop["count"] for drop in report["waterfall"])
        assert counted + report["holdout"] + report["listed"] == report["base"]
        assert sum(report["by_outcome"].values()) == report["attempts"]
        assert sum(report["contacts"].values()) == report["listed"]
    store = Store(read_settings(workspace).store_url)
    with store.read() as session:
        _everyone_has_a_next_step_or_an_end(session)
        _every_attempt_has_an_outcome_or_a_reason(session)
        _every_answer_has_its_question(session, workspace)
        someone = session.exec(select(Attempt.subscriber_id)).first()
    store.close()
    engine = open_engine(workspace)
    assert {"selected", "reserved"} <= {made.step for made in why(engine, str(someone))}
    engine.store.close()


def test_the_day_runs_five_campaigns_and_all_of_a_workspace_that_has_none_of_them(
    tmp_path: Path,
) -> None:
    workspace = open_workspace(copied(tmp_path / "day"))
    assert of_the_day(workspace) == sorted(DAY)
    assert set(DAY) < set(workspace.campaign_ids())
    for name in workspace.campaign_ids():
        if name != "bill-summary":
            workspace.campaign_file(name).unlink()
    assert of_the_day(workspace) == ["bill-summary"]


def test_two_runs_with_one_seed_give_the_same_lists(tmp_path: Path) -> None:
    first, second = (_lists(copied(tmp_path / name), seed=5) for name in ("one", "two"))
    assert first == second
    assert len(first) > 20
    assert first != _lists(copied(tmp_path / "three"), seed=6)


def test_the_demo_leaves_a_store_alone_that_is_not_a_demos(tmp_path: Path) -> None:
    workspace = copied(tmp_path / "kept")
    engine = open_engine(workspace)
    with engine.store.write() as session:
        session.add(StoreFact(name="origin", value="somebody"))
    engine.store.close()
    with pytest.raises(RefusedError, match="more than an earlier demo"):
        run_day(Day(workspace, rows=300, agents=1), lambda done: None)


def _lists(workspace: Path, seed: int) -> list[tuple[str, str, int]]:
    import_demo_base(open_workspace(workspace), seed, OPENS, 400)
    engine = open_engine(workspace, clock=VirtualClock(OPENS))
    name = "ten-point-satisfaction"
    for department in load_campaign(engine.workspace, name).approvals:
        lifecycle.approve(engine, name, department, COMMAND_LINE)
    lifecycle.launch(engine, name, COMMAND_LINE, lifecycle.Planning.NONE)
    build(engine, name, OPENS)
    with engine.store.read() as session:
        listed = session.exec(select(Contact).order_by(col(Contact.cell), col(Contact.rank)))
        found = [(contact.subscriber_id, contact.segment, contact.rank) for contact in listed]
    engine.store.close()
    return found


def _everyone_has_a_next_step_or_an_end(session: Session) -> None:
    for contact in session.exec(select(Contact)):
        match contact.state:
            case ContactState.WAITING:
                assert contact.next_at is not None, contact
            case ContactState.CLOSED | ContactState.HELD:
                assert contact.reason or contact.outcome, contact
            case ContactState.TRYING | ContactState.UNRELEASED:
                assert contact.next_at is None, contact


def _every_attempt_has_an_outcome_or_a_reason(session: Session) -> None:
    for attempt in session.exec(select(Attempt).where(Attempt.kind == Kind.CONTACT)):
        open_still = attempt.ended_at is None
        assert attempt.outcome is not None or attempt.reason or open_still, attempt


def _every_answer_has_its_question(session: Session, workspace: Path) -> None:
    opened = open_workspace(workspace)
    asked = {
        (name, question.id)
        for name in opened.campaign_ids()
        for question in load_campaign(opened, name).questions
    }
    answers = session.exec(select(Answer)).all()
    assert answers
    assert {(answer.campaign_id, answer.question) for answer in answers} <= asked

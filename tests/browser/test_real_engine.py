"""An agent completes a survey by keyboard on the real engine, with the simulated carrier at the other end."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from db.tables import Answer, Attempt, Contact, ContactState, Response, ResponseState
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import open_workspace
from outbound.carrier.simulator.behaviour import Mood
from outbound.demo.day import Day, Stage, staged
from outbound.demo.people import PASSWORD
from outbound.demo.stage import import_demo_base
from outbound.dialing.outcome import Outcome
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.tick import tick

pytestmark = pytest.mark.browser

REFERENCE = Path(__file__).parents[2]
SURVEY = "ten-point-satisfaction"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The survey launched and its Monday's list built, at half past nine."""
    for name in ("campaigns", "scripts"):
        shutil.copytree(REFERENCE / name, tmp_path / name)
    shutil.copy(REFERENCE / "outbound.yaml", tmp_path)
    workspace = open_workspace(tmp_path)
    opens = datetime.fromisoformat("2026-11-23T09:30+08:00")
    import_demo_base(workspace, 1, opens, 300)
    with staged(workspace, Day(tmp_path, seed=1, agents=1), opens) as stage:
        for department in load_campaign(workspace, SURVEY).approvals:
            lifecycle.approve(stage.engine, SURVEY, department, COMMAND_LINE)
        lifecycle.launch(stage.engine, SURVEY, COMMAND_LINE, lifecycle.Planning.NONE)
        tick(stage.engine, stage.clock.now())
        yield stage


def test_a_survey_by_keyboard_ends_in_the_store(page: Page, stage: Stage) -> None:
    # ------------------------------------------------------------ sign in; calls until somebody talks
    page.goto(stage.url)
    page.get_by_label("Account").fill("agent")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    _until_somebody_talks(page, stage)

    # ------------------------------------------------------------ the opening, then every question
    page.keyboard.press("Enter")
    for _ in range(20):
        step = page.locator("[aria-current=step]")
        if step.locator("textarea, input[type=text]").count():
            page.keyboard.type("the signal in the lift")
            page.keyboard.press("Enter")
        elif step.get_by_role("button", name="8", exact=True).count():
            page.keyboard.press("8")
        elif step.locator("[data-value]").count():
            page.keyboard.press("1")
        else:
            break
        expect(page.get_by_text("saving", exact=False)).to_have_count(0)
        page.wait_for_function("document.querySelector('[aria-current=step]') !== null")

    # ------------------------------------------------------------ the outcome, and the line is closed
    expect(page.get_by_role("radio", name="completed")).to_be_checked()
    page.keyboard.press("o")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Last contact:")).to_contain_text("no more attempts")
    _pass(stage, timedelta(seconds=5))
    with stage.engine.store.read() as session:
        _is_complete(session)


def _until_somebody_talks(page: Page, stage: Stage) -> None:
    """Press Ready and let the carrier's time pass; who does not want to talk is let go."""
    for _ in range(40):
        with stage.engine.store.read() as session:
            talking = stage.carrier.in_room("desk-agent")
            assert session.exec(select(Contact)).first() is not None
        if talking is not None:
            willing = talking.meeting is not None and talking.meeting.mood is Mood.TAKES_PART
            expect(page.get_by_role("heading", name="Talking")).to_be_visible()
            if willing and not talking.machine:
                return
            page.keyboard.press("o")
            page.get_by_role("radio", name="refused").check()
            page.get_by_role("button", name="Finish").click()
            expect(page.get_by_text("Last contact:")).to_be_visible()
        ready = page.get_by_role("button", name="Ready", exact=True)
        if ready.count() and ready.is_enabled():
            ready.click()
        _pass(stage, timedelta(seconds=10))
        page.wait_for_timeout(150)  # the page's own poll, on the browser's clock
    pytest.fail("nobody talked in forty tries")


def _pass(stage: Stage, time: timedelta) -> None:
    end = stage.clock.now() + time
    while (due := stage.carrier.due()) is not None and due <= end:
        stage.clock.advance_to(due)
        stage.carrier.advance(stage.clock.now())
    stage.clock.advance_to(end)
    tick(stage.engine, end)


def _is_complete(session: Session) -> None:
    attempt = session.exec(select(Attempt).where(Attempt.outcome == Outcome.COMPLETED)).one()
    contact = session.get_one(Contact, attempt.contact_id)
    response = session.get_one(Response, contact.id)
    answers = session.exec(select(Answer).where(Answer.contact_id == contact.id)).all()
    assert contact.state is ContactState.CLOSED
    assert response.state is ResponseState.COMPLETE
    assert {answer.attempt_id for answer in answers} == {attempt.id}
    assert next(a.number for a in answers if a.question == "overall") == 8
    assert attempt.ended_at is not None

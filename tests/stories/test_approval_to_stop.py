"""A campaign's life: signed, edited, signed again, launched, edited in vain, paused, resumed, stopped."""

from datetime import date

import pytest

from db.tables import CampaignRow, CampaignState, Contact, ContactState
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.changes import since_launch
from outbound.engine.campaigns.standing import standing
from outbound.engine.life.actor import Actor, Role
from outbound.engine.life.history import steps
from outbound.engine.life.transitions import Step
from outbound.errors import RefusedError
from tests.stories.conftest import Story
from tests.world import World

MON, TUE = (date(2026, 11, day) for day in (23, 24))
AN = Actor("an", Role.APPROVER, "care")
CHEN = Actor("chen", Role.MANAGER, "network")
WANG = Actor("wang", Role.SUPERVISOR, "care")
SCRIPT = "scripts/satisfaction/sms.zh.txt.j2"


def edit(world: World, file: str, old: str, new: str) -> None:
    path = world.engine.workspace.path / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_from_the_first_signature_to_the_end(story: Story) -> None:
    world, engine = story.world, story.world.engine
    edit(world, "campaigns/texts.yaml", "purpose: survey", "purpose: survey\napprovals: [care]")

    # ── Monday 08:00: An signs for her department; Chen's is not asked ────────────────
    with pytest.raises(RefusedError, match="chen signs for network only"):
        lifecycle.approve(engine, "texts", "care", CHEN)
    lifecycle.approve(engine, "texts", "care", AN)
    assert standing(engine, "texts").state is CampaignState.APPROVED

    # ── 08:10: the opening is said better, and her signature no longer holds ──────────
    story.at(MON, "08:10")
    edit(world, SCRIPT, "海港：几个问题。", "海港移动：请教几个问题。")
    with pytest.raises(
        RefusedError, match=f"care signed on 2026-11-23, since then {SCRIPT} changed"
    ):
        lifecycle.launch(engine, "texts", CHEN)

    # ── 08:20: An reads it and signs again; Chen launches ─────────────────────────────
    story.at(MON, "08:20")
    signature = lifecycle.approve(engine, "texts", "care", AN)
    with pytest.raises(RefusedError, match="an may not launch"):
        lifecycle.launch(engine, "texts", AN)
    assert lifecycle.launch(engine, "texts", CHEN) == signature

    # ── 08:30: a later edit touches nothing that runs, but shows in the diff ──────────
    edit(world, SCRIPT, "请教几个问题", "只要一分钟")
    world = story.at(MON, "08:30")
    assert [change.file for change in since_launch(engine, "texts")] == [SCRIPT]

    # ── 08:45: Wang pauses it before the hours open ───────────────────────────────────
    world = story.at(MON, "08:45")
    lifecycle.change(engine, "texts", Step.PAUSE, WANG, "the price list is late")

    # ── 09:00 to 10:00: nothing goes out ──────────────────────────────────────────────
    for hour in ("09:00", "09:30", "10:00"):
        assert story.at(MON, hour).carrier.orders == []

    # ── 10:00: resumed; they came due a quarter of an hour into the pause, so not at once ──
    lifecycle.change(engine, "texts", Step.RESUME, WANG, "it is here")
    assert story.at(MON, "10:05").carrier.orders == []

    # ── 10:15: everybody gets one message, with the words that were signed ────────────
    world = story.at(MON, "10:15")
    assert len(world.carrier.orders) == len(set(world.carrier.numbers)) == 3
    assert world.carrier.texts[0].startswith("海港移动：请教几个问题。")

    # ── 10:30: T1 is in the middle of it when Chen stops the campaign ─────────────────
    world = story.at(MON, "10:30")
    for subscriber in ("T1", "T2", "T3"):
        world.message_event(world.attempt(subscriber), "delivered")
    lifecycle.change(engine, "texts", Step.STOP, CHEN, "replaced")
    world.text(world.contact("T1").number, "9")
    assert world.answers("T1") == {"overall": 9}

    # ── Tuesday 11:00: the reply windows are over; nobody is left open ────────────────
    world = story.at(TUE, "11:00")
    world = story.at(TUE, "11:01")
    (row,) = world.everything(CampaignRow)
    assert row.state is CampaignState.STOPPED
    assert {contact.state for contact in world.everything(Contact)} == {ContactState.CLOSED}
    assert [(step.step, step.by) for step in steps(engine, "texts")] == [
        ("approve", "an"), ("approve", "an"), ("launch", "chen"), ("pause", "wang"), ("resume", "wang"),
        ("stop", "chen"), ("settle", "engine"),
    ]  # fmt: skip

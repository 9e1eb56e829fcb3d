"""Four people order something; it starts for the one who confirms, and costs nobody else anything."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.tables import ContactState, FollowUp
from outbound.audience.importing import import_base
from outbound.campaign.workspace import Workspace
from outbound.clock import VirtualClock
from outbound.dialing.outcome import Outcome
from tests.workspace.reference import ROOT
from tests.world import SERVICE, START, World

CAMPAIGN = "second-confirmation"
PEOPLE = """\
subscriber_id,phone,name,language,region,tier,status,senior_citizen,order_name,order_price,ordered_on,activated_on,agreed_calls,agreed_marketing,synthetic
O1,+8613800138001,Wang Fang,zh,north,gold,active,0,视频会员包,15,2026-11-22,2024-01-15,true,true,true
O2,+8613800138002,Ann Lee,en,north,gold,active,0,Video Pack,15,2026-11-22,2024-01-15,true,true,true
O3,+8613800138003,Li Na,zh,north,gold,active,1,来电助手,6,2026-11-22,2024-01-15,true,true,true
O4,+8613800138004,Bob Ray,en,north,gold,active,0,Call Assistant,6,2026-11-22,2024-01-15,true,true,true
O5,+8613800138005,Zhao Lei,zh,north,gold,active,0,来电助手,6,2026-11-21,2024-01-15,true,true,true
"""


@pytest.fixture
def world(tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """The reference centre with this one campaign, at eight on Monday."""
    folder = tmp_path / "orders"
    (folder / "campaigns").mkdir(parents=True)
    shutil.copy(ROOT / "outbound.yaml", folder)
    shutil.copy(ROOT / "campaigns" / f"{CAMPAIGN}.yaml", folder / "campaigns")
    shutil.copytree(ROOT / "scripts" / CAMPAIGN, folder / "scripts" / CAMPAIGN)
    (folder / "orders.csv").write_text(PEOPLE, encoding="utf-8")
    import_base(folder / "orders.csv", Workspace(folder), START, lambda rows: None)
    made = World.open(folder, sqlite_url, VirtualClock(START))
    yield made
    made.engine.store.close()


def test_the_order_that_starts_at_its_code_alone(world: World) -> None:
    # ── Monday 09:30: yesterday's orders are asked about; one of Saturday was on Sunday ─
    world.launch(CAMPAIGN)
    world.at("09:30")
    world.tick()
    texts = dict(zip(world.carrier.numbers, world.carrier.texts, strict=True))
    assert len(texts) == 4
    assert "“视频会员包”15元/月" in texts["+8613800138001"]
    assert texts["+8613800138002"].endswith("anything else = not started, no charge.")
    for nth in range(1, 5):
        world.message_event(world.attempt(f"O{nth}"), "delivered")

    # ── 09:40: the first confirms, the second says yes in another word, the third says no ─
    world.later(minutes=10)
    world.text("+8613800138001", "ｙ", to=SERVICE)
    world.text("+8613800138002", "yes, start it", to=SERVICE)
    world.text("+8613800138003", "不要", to=SERVICE)
    assert [(f.subscriber_id, f.kind, f.department) for f in world.everything(FollowUp)] == [
        ("O1", "start-the-order", "products")
    ]
    confirmed, again, declined = world.carrier.texts[4:]
    assert "已确认，24小时内开通" in confirmed
    assert again.startswith("Sorry, we did not understand your reply. Reply Y within 24 h")
    assert "没有确认，“来电助手”不开通，不收费" in declined
    assert world.contact("O1").outcome is Outcome.COMPLETED

    # ── 10:00: the second writes once more, and is told that nothing starts ───────────
    world.later(minutes=20)
    world.text("+8613800138002", "ok", to=SERVICE)
    assert "does not start and nothing is charged" in world.carrier.texts[-1]

    # ── Tuesday 12:00: the fourth never wrote; silence is a refusal, and so is a late Y ──
    sent = len(world.carrier.texts)
    world.at("12:00", date(2026, 11, 24))
    world.tick()
    assert world.contact("O4").state is ContactState.CLOSED
    world.text("+8613800138004", "Y", to=SERVICE)
    world.at("12:00", date(2026, 11, 24) + timedelta(days=1))
    world.tick()
    assert len(world.everything(FollowUp)) == 1
    assert len(world.carrier.texts) == sent
    assert world.answers("O4") == {}

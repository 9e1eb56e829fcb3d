"""The database is away for a minute: the web asks to come again, whoever stands in takes down, the loops go on, nothing is lost."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping

import httpx
import pytest

from db.session import Store
from db.tables import Message
from db.upgrade import upgrade
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.member import Member
from outbound.engine.heartbeat import beat, go_round, lead_once, work_once
from outbound.engine.inbox.spool import NAME, Spool
from outbound.engine.inbox.standing_in import StandIn
from outbound.engine.workplace import Workplace
from outbound.web.app import create_app
from proof import postgres
from tests.world import SURVEY, World


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this story's own, to be stopped."""
    with postgres.server(postgres.CARELESS) as server:
        store = Store(server.url)
        upgrade(store)
        store.close()
        yield server


def test_a_database_that_is_away_for_a_minute(
    server: postgres.Server, make_world: Callable[..., World], caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(server.url)
    world.launch("texts")
    member = Member.join(world.engine, Duty.ALL, world.engine.settings.watchdog)

    # ── 09:00: the first messages go out ──────────────────────────────────────────────
    world.at("09:00")
    beats(member)
    sent = list(world.carrier.numbers)
    assert sent

    # ── 09:00:05: the database stops; the loops beat on, and tell of it once ──────────
    server.stop()
    with caplog.at_level(logging.WARNING):
        for _ in range(12):
            world.later(seconds=5)
            beats(member)
    assert [alarm.code for alarm in member.engine.heartbeat.alarms] == ["store"]

    # ── meanwhile two people answer: the web asks to come again, one text is taken down ─
    first, second = (text(world, number, n) for n, number in enumerate(sent[:2], 1))
    answer = posted(world, first)
    assert (answer.status_code, "cannot be used" in answer.text) == (503, True)
    assert posted(world, second).status_code == 503
    spool = Spool(world.engine.workspace.db_dir / NAME)
    aside = StandIn(world.engine.settings, world.engine.clock, spool, "zh", world.engine.store)
    aside.hear("sms", "", second, world.signed("/tw/sms", second), "/tw/sms")
    assert spool.files()
    assert world.carrier.numbers == sent

    # ── 09:01: it is back; so is everybody, and each answer is there once ─────────────
    server.start()
    with caplog.at_level(logging.WARNING):
        beats(member)
    assert "The store can be used again." in caplog.messages
    assert member.held is not None
    assert posted(world, first).status_code == 200
    world.later(seconds=5)
    beats(member)
    assert spool.files() == []
    assert sorted(m.sid for m in world.everything(Message)) == [first["MessageSid"], second["MessageSid"]]  # fmt: skip
    assert [m.meant for m in world.everything(Message)] == ["answer", "answer"]
    assert world.carrier.numbers[: len(sent)] == sent
    assert [alarm.code for alarm in member.engine.heartbeat.alarms] == ["store"]


def beats(member: Member) -> None:
    """Each loop of the process comes round."""
    for name, act in (("round", go_round), ("lead", lead_once), ("work", work_once)):
        beat(member, name, act)


def text(world: World, number: str, nth: int) -> dict[str, str]:
    """Somebody answers with a nine."""
    return {
        "AccountSid": world.engine.settings.account_sid, "MessageSid": f"SM{nth:032x}", "Body": "9",
        "From": number, "To": SURVEY,
    }  # fmt: skip


def posted(world: World, params: Mapping[str, str]) -> httpx.Response:
    """What our web server answers to an incoming message."""
    app = create_app(Workplace(world.engine, answers_first=True))

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            headers = {"X-Twilio-Signature": world.signed("/tw/sms", params)}
            return await client.post("/tw/sms", data=dict(params), headers=headers)

    return asyncio.run(send())

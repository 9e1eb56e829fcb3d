"""What was taken down while nobody else could hear: on the disk before it is answered, in the inbox once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.tables import InboxRow, Message
from outbound import failpoints
from outbound.campaign.schema import Mode
from outbound.carrier.twilio.tokens import token
from outbound.dialing.heard import Endpoint, Heard
from outbound.engine.inbox.spool import FILE, NAME, REFUSED, Line, Spool, take_spooled
from outbound.engine.inbox.standing_in import HOLDS, StandIn
from outbound.errors import NotFoundError, RefusedError
from tests.engine.conftest import Begin
from tests.world import SURVEY, World


@pytest.fixture
def stand_in(begun_anywhere: Begin) -> tuple[World, StandIn]:
    world = begun_anywhere("pulse", "texts")
    world.tick()
    engine = world.engine
    spool = Spool(engine.workspace.db_dir / NAME)
    return world, StandIn(engine.settings, engine.clock, spool, "zh", engine.store)


def asked(world: World) -> tuple[object, str]:
    """A call in which a question was just asked, and what was said."""
    attempt = world.attempt("P1")
    assert attempt.mode is Mode.VOICE
    return attempt, world.answer(attempt)


def fall_back(world: World, stand_in: StandIn, attempt, failed: str = "gather", turn: int = 1, **more: str) -> str:  # fmt: skip
    """The carrier asks the stand-in, because the address of that turn failed."""
    settings = world.engine.settings
    failed_url = f"{settings.public_url}/tw/{failed}/{token(settings.token_secret, attempt.id, turn)}"  # fmt: skip
    params = {
        "AccountSid": settings.account_sid, "CallSid": world.attempt_by_id(attempt.id).sid, "CallStatus": "in-progress",
        "From": attempt.sender, "To": attempt.number, "ErrorCode": "11200", "ErrorUrl": failed_url, **more,
    }  # fmt: skip
    proof = token(settings.token_secret, attempt.id, 0)
    path = f"/tw/fallback/{proof}"
    return stand_in.hear("fallback", proof, params, world.signed(path, params), path)


def test_the_last_question_is_said_again_and_nothing_is_skipped(stand_in) -> None:
    world, aside = stand_in
    attempt, said = asked(world)
    assert fall_back(world, aside, attempt, Digits="7") == said
    world.tick()
    assert world.answers("P1") == {}  # what was keyed was not acknowledged: it is asked again
    world.key(attempt, "7")
    assert world.answers("P1") == {"overall": 7}


def test_what_was_taken_down_is_in_the_inbox_once(stand_in) -> None:
    world, aside = stand_in
    attempt, _ = asked(world)
    for _ in range(3):
        fall_back(world, aside, attempt)
    before = len(world.everything(InboxRow))
    world.tick()
    world.tick()
    assert len(world.everything(InboxRow)) == before + 1
    assert "reconcile" in world.alarms()  # our own answer failed: what else got lost?
    assert Spool(world.engine.workspace.db_dir / NAME).files() == []


def test_without_the_store_somebody_is_asked_to_hold_and_comes_back(stand_in) -> None:
    world, aside = stand_in
    attempt, said = asked(world)
    alone = StandIn(aside.settings, aside.clock, aside.spool, "zh", None)
    told = fall_back(world, alone, attempt)
    settings = world.engine.settings
    back = f"{settings.public_url}/tw/fallback/{token(settings.token_secret, attempt.id, 1)}"
    assert "请稍候" in told
    assert back in told.replace("&amp;", "&")
    params = world._call(world.attempt_by_id(attempt.id), "in-progress")
    assert world.hear("fallback", attempt, 1, **params) == said


def test_nobody_is_asked_to_hold_for_ever(stand_in) -> None:
    world, aside = stand_in
    attempt, _ = asked(world)
    alone = StandIn(aside.settings, aside.clock, aside.spool, "zh", None)
    assert "<Redirect" in fall_back(world, alone, attempt, "fallback", HOLDS - 1)
    last = fall_back(world, alone, attempt, "fallback", HOLDS)
    assert "<Redirect" not in last
    assert "<Hangup" in last


def test_a_lost_stop_can_be_taken_down_too(stand_in) -> None:
    world, aside = stand_in
    number = world.contact("T1").number
    sid = "SM" + "7" * 32
    params = {
        "AccountSid": world.engine.settings.account_sid, "MessageSid": sid, "Body": "退订",
        "From": number, "To": SURVEY, "ErrorCode": "11200", "ErrorUrl": "http://127.0.0.1:8080/tw/sms",
    }  # fmt: skip
    aside.hear("sms", "", params, world.signed("/tw/sms", params), "/tw/sms")
    world.text(number, "退订", sid=sid)  # its webhook came through after all
    world.tick()
    assert len(world.everything(Message)) == 1
    assert world.contact("T1").state.value == "closed"


def test_only_what_the_carrier_signed_is_taken_down(stand_in) -> None:
    world, aside = stand_in
    attempt, _ = asked(world)
    proof = token(world.engine.settings.token_secret, attempt.id, 0)
    with pytest.raises(RefusedError):
        aside.hear("fallback", proof, {}, "forged", f"/tw/fallback/{proof}")
    with pytest.raises(NotFoundError):
        aside.hear("gather", proof, {}, "forged", f"/tw/gather/{proof}")
    assert aside.spool.files() == []


# ── the disk ──────────────────────────────────────────────────────────────────────────


class DiedError(BaseException):
    """The process is gone."""


def heard(n: int) -> Heard:
    return Heard(Endpoint.SMS, f"SM{n:032x}", f"SM{n:032x}", body="9", number="+8613800138000", sender=SURVEY)  # fmt: skip


@pytest.fixture
def dies() -> Iterator[object]:
    """`dies("before flush")`: the next time the point is reached, the process is gone."""

    def at(point: str) -> None:
        def listener(name: str) -> None:
            if name == point:
                failpoints.listen(None)
                raise DiedError

        failpoints.listen(listener)

    yield at
    failpoints.listen(None)


@pytest.mark.parametrize("point", ["before flush", "after flush"])
def test_whoever_dies_while_taking_down_damages_nothing(small_world: World, dies, point: str) -> None:  # fmt: skip
    spool = Spool(small_world.engine.workspace.db_dir / NAME)
    spool.append(Line(small_world.now, heard(1), {}))
    dies(point)
    with pytest.raises(DiedError):
        spool.append(Line(small_world.now, heard(2), {}))
    spool.append(Line(small_world.now, heard(3), {}))
    small_world.tick()
    keys = {row.key for row in small_world.everything(InboxRow)}
    assert {heard(1).key, heard(3).key} <= keys


def test_a_line_that_was_never_finished_hides_no_other(small_world: World) -> None:
    folder = small_world.engine.workspace.db_dir / NAME
    spool = Spool(folder)
    spool.append(Line(small_world.now, heard(1), {}))
    with (folder / FILE).open("ab") as file:
        file.write(b'{"at": "2026-11-2')
    spool.append(Line(small_world.now, heard(2), {}))
    small_world.tick()
    assert {row.key for row in small_world.everything(InboxRow)} == {heard(1).key, heard(2).key}
    assert (folder / REFUSED).read_bytes() == b'{"at": "2026-11-2\n'
    assert "spool" in small_world.alarms()


def test_a_worker_that_dies_while_it_takes_in_is_made_up_for(small_world: World, dies) -> None:
    spool = Spool(small_world.engine.workspace.db_dir / NAME)
    for n in range(3):
        spool.append(Line(small_world.now, heard(n), {}))
    dies("after commit")
    with pytest.raises(DiedError):
        take_spooled(small_world.engine)
    spool.append(Line(small_world.now, heard(9), {}))  # meanwhile the carrier asks on
    small_world.tick()
    assert len(small_world.everything(InboxRow)) == 4
    assert len(small_world.everything(Message)) == 4


def test_anything_is_written_as_one_line(small_world: World, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    odd = "\n\u2028\x00\u0085\ud800\U0001f600"
    spool.append(Line(small_world.now, heard(1), {"Body": odd}))
    [file] = spool.files()
    [line] = file.read_bytes().splitlines()
    assert json.loads(line)["params"]["Body"] == odd


def test_the_engine_takes_in_nothing_where_nothing_stood_in(small_world: World) -> None:
    assert take_spooled(small_world.engine) == 0
    assert not (small_world.engine.workspace.db_dir / NAME).exists()

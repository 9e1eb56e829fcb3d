"""The carrier's own lists: messages whose webhooks were lost, and each night the day before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlmodel import select

from db.tables import Attempt, Message, SuppressionEvent
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Listing, Progress
from outbound.engine.attempts.asked import Round, note_asked
from outbound.engine.inbox.daily import compare
from tests.engine.conftest import Begin
from tests.engine.test_reconcile import listed, lost, placed_call
from tests.world import MONDAY, SURVEY, World


def wrote(world: World, body: str, minutes: float = 0, **changed: object) -> Listing:
    """The carrier lists what somebody wrote; its webhook is lost."""
    at = world.now - timedelta(minutes=minutes)
    sid = f"SM{0xABC + len(world.carrier.listings):032x}"
    row = Listing(
        sid, Channel.SMS, SURVEY, world.contact("T1").number, Progress.ANSWERED, None, at, None, body,
        inbound=True, begun_at=at,
    )  # fmt: skip
    world.carrier.listings[sid] = replace(row, **changed)
    return world.carrier.listings[sid]


def test_a_lost_stop_is_heard_within_five_minutes(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    wrote(world, "STOP")
    world.later(minutes=5)
    world.tick()
    assert world.contact("T1").outcome is Outcome.OPTED_OUT
    with world.engine.store.read() as session:
        [event] = session.exec(select(SuppressionEvent))
    assert (event.number, event.source) == (world.contact("T1").number, "sms")


def test_a_lost_answer_is_heard_once_though_its_webhook_comes_later(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    row = wrote(world, "9")
    for _ in range(3):
        world.later(minutes=5)
        world.tick()
    world.text(row.sender, "9", sid=row.sid)
    assert world.answers("T1") == {"overall": 9}
    assert len(world.everything(Message)) == 1


def test_what_its_webhook_told_is_not_told_again_by_the_listing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    row = wrote(world, "9")
    world.text(row.sender, "9", sid=row.sid)
    world.later(minutes=5)
    world.tick()
    assert len(world.everything(Message)) == 1


def test_lost_messages_are_heard_in_the_order_in_which_they_were_written(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.later(minutes=5)
    wrote(world, "10", minutes=1)
    wrote(world, "9", minutes=3)
    world.tick()
    assert world.answers("T1") == {"overall": 9, "recommend": 10}


def test_a_message_that_the_listing_shows_late_is_not_missed(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    for _ in range(3):
        world.later(minutes=5)
        world.tick()
    wrote(world, "退订", minutes=14)
    world.later(minutes=5)
    world.tick()
    assert world.contact("T1").outcome is Outcome.OPTED_OUT


def test_an_odd_row_stops_nothing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    wrote(world, "9", sender="somebody")
    wrote(world, "9")
    world.later(minutes=5)
    world.tick()
    assert world.answers("T1") == {"overall": 9}
    assert "inbox" in world.alarms()


def test_whatever_failed_can_have_the_carrier_asked_at_once(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    listed(world, attempt, Progress.ANSWERED)
    wrote(world, "9")
    world.later(seconds=1)
    with world.engine.store.write() as session:
        note_asked(session, Round.WANTED, world.now)
    world.later(seconds=1)
    world.tick()
    assert world.attempts("T1")[0].state is State.CONNECTED
    assert world.answers("T1") == {"overall": 9}


# ── a whole day ───────────────────────────────────────────────────────────────────────


def on_the_carriers_list(world: World, attempt: Attempt, progress: Progress, **changed: object) -> None:  # fmt: skip
    given = {"sid": attempt.sid, "begun_at": attempt.placed_at} | changed
    listed(world, attempt, progress, **given)


def test_a_day_is_compared_row_by_row(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    world.tick()
    texts = [world.attempt(s) for s in ("T1", "T2", "T3")]
    for attempt in (
        *texts[:2],
        *(world.attempt(s) for s in ("P1", "P2", "P3") if world.attempts(s)),
    ):
        on_the_carriers_list(world, attempt, Progress.COMPLETED if attempt.channel is Channel.CALL else Progress.ANSWERED)  # fmt: skip
    on_the_carriers_list(world, texts[0], Progress.ANSWERED, sid="SM" + "7" * 32)
    on_the_carriers_list(world, texts[0], Progress.ANSWERED, sid="SM" + "8" * 32, sender="+8610000")
    wrote(world, "9")
    found = compare(world.engine, MONDAY)
    assert (found.messages, found.incoming, found.recovered) == (3, 1, 1)
    assert found.calls == found.settled > 0
    assert {(one.sid, one.attempt_id, one.says) for one in found.differences} == {
        ("SM" + "7" * 32, "", "the store has no such attempt"),
        (texts[2].sid, texts[2].id, "the carrier does not know it"),
    }
    assert compare(world.engine, MONDAY).recovered == 0


def test_the_carriers_prices_correct_what_we_reckoned(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    world.tick()
    texts = [world.attempt(s) for s in ("T1", "T2", "T3")]
    for attempt, price, currency in zip(texts, ("0.0712", "0.0712", None), ("CNY", "USD", "CNY"), strict=True):  # fmt: skip
        world.message_event(attempt, "delivered")
        told = None if price is None else Decimal(price)
        on_the_carriers_list(world, attempt, Progress.ANSWERED, sid=attempt.sid, price=told, currency=currency)  # fmt: skip
    assert compare(world.engine, MONDAY).priced == 1
    assert [one.price for one in map(world.attempt_by_id, (t.id for t in texts))] == [Decimal("0.0712"), None, None]  # fmt: skip
    assert compare(world.engine, MONDAY).priced == 0


def test_a_withdrawn_attempt_that_reached_somebody_is_a_difference(begun: Begin) -> None:
    world = begun("pulse")
    attempt = placed_call(world)
    world.call_event(attempt, "canceled")
    on_the_carriers_list(world, attempt, Progress.COMPLETED)
    said = {one.attempt_id: one.says for one in compare(world.engine, MONDAY).differences}
    assert said[attempt.id] == "it was withdrawn here, and reached somebody"


def test_each_night_compares_the_day_before_once(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    attempt = world.attempt("T1")
    on_the_carriers_list(world, attempt, Progress.ANSWERED, sid="SM" + "7" * 32, body="Not ours.")
    world.at("01:59", MONDAY + timedelta(days=1))
    world.tick()
    assert "difference" not in world.alarms()
    world.at("02:00", MONDAY + timedelta(days=1))
    world.tick()
    told = world.alarms().count("difference")
    assert told == 4  # one unknown here, three unknown there
    world.later(hours=3)
    world.tick()
    assert world.alarms().count("difference") == told


def test_what_the_night_could_not_ask_it_asks_later(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.carrier.away = True
    world.at("03:00", MONDAY + timedelta(days=1))
    world.tick()
    world.carrier.away = False
    world.later(minutes=1)
    world.tick()
    assert "difference" in world.alarms()

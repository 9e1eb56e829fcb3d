"""Money: put aside before an attempt, settled at its end, given back where nothing was sent, never over a limit."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.locks import lock_attempts
from db.tables import Attempt, ContactState, Spend
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.port import Declined, Listing, NotTaken, Progress, Uncertain
from outbound.engine.attempts import money
from outbound.engine.attempts.dispatch import dispatch
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from outbound.engine.campaigns import lifecycle
from outbound.engine.inbox.reconcile import reconcile
from outbound.engine.life.actor import COMMAND_LINE
from tests.world import World

CALL = Decimal("4.5")  # half an hour at 0.15
PART = Decimal("0.05")

Rich = Callable[..., World]


@pytest.fixture
def with_spend(make_world: Callable[..., World], store_url: str) -> Rich:
    """A world with these limits, in which pulse (calls) and texts have begun at nine."""

    def make(spend: str, *campaigns: str, own: str = "") -> World:
        world = make_world(store_url)
        file = world.engine.workspace.centre_file
        kept = file.read_text("utf-8").partition("spend:")[0]
        file.write_text(f"{kept}spend: {spend}\n", "utf-8")
        for name in campaigns if own else ():
            file = world.engine.workspace.campaign_file(name)
            file.write_text(f"{file.read_text('utf-8')}spend: {own}\n", "utf-8")
        world.launch(*(campaigns or ("pulse",)))
        world.tick()
        world.at("09:00")
        return world

    return make


def counters(world: World) -> dict[str, tuple[Decimal, Decimal]]:
    rows = world.everything(Spend)
    return {row.name: (row.reserved, row.settled) for row in rows}  # type: ignore[attr-defined]


def aside(world: World, name: str = "campaign pulse") -> Decimal:
    return counters(world)[name][0]


def paid(world: World, name: str = "campaign pulse") -> Decimal:
    return counters(world)[name][1]


def reserve_all(world: World, *subscribers: str) -> list[str]:
    contacts = [world.contact(one).id or 0 for one in subscribers]
    return [one.attempt_id for one in reserve(world.engine, contacts, world.now)]


def test_the_most_that_a_call_can_cost_is_put_aside_under_every_limit(with_spend: Rich) -> None:
    world = with_spend("{hour: 100, day: 100, campaign: 100, countries: {CN: 100, other: 0}}")
    reserve_all(world, "P1")
    assert counters(world) == {
        "campaign pulse": (CALL, 0), "country CN 2026-11-23": (CALL, 0),
        "day 2026-11-23": (CALL, 0), "hour 2026-11-23 09": (CALL, 0),
    }  # fmt: skip
    attempt = world.attempt("P1")
    assert (attempt.cost, attempt.country) == (CALL, "CN")


def test_a_call_is_settled_by_the_minutes_that_it_began(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    attempt = world.attempt("P1")
    world.answer(attempt)
    world.later(seconds=61)
    world.call_event(attempt, "completed")
    assert (aside(world), paid(world)) == (0, Decimal("0.30"))
    assert world.attempt("P1").cost == Decimal("0.30")


def test_a_call_of_which_only_the_end_was_told_is_paid_by_its_length(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.later(minutes=10)
    world.call_event(world.attempt("P1"), "completed", CallDuration="61")
    assert (aside(world), paid(world)) == (0, Decimal("0.30"))


def test_of_two_lengths_of_a_call_the_longer_is_paid(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.later(minutes=1)
    world.answer(world.attempt("P1"))  # told late, or a clock was put back
    world.call_event(world.attempt("P1"), "completed", CallDuration="130")
    assert (aside(world), paid(world)) == (0, Decimal("0.45"))


def test_a_call_of_unknown_length_is_paid_from_when_it_was_placed(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.later(minutes=10)
    world.call_event(world.attempt("P1"), "completed")
    assert (aside(world), paid(world)) == (0, Decimal("1.50"))


def test_a_call_that_only_the_carriers_listing_tells_of_is_paid(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    ids = reserve_all(world, "P1")
    world.carrier.next_replies.append(Uncertain("no answer"))
    place(world.engine, ids)
    attempt = world.attempt("P1")
    row = Listing(
        "CA" + "7" * 32, Channel.CALL, attempt.number, attempt.sender, Progress.COMPLETED, None, world.now,
        timedelta(seconds=200),
    )  # fmt: skip
    world.carrier.listings[row.sid] = row
    world.later(minutes=10)
    reconcile(world.engine)
    assert (aside(world), paid(world)) == (0, Decimal("0.60"))


@pytest.mark.parametrize("word", ["busy", "no-answer", "failed", "canceled"])
def test_a_call_that_nobody_answers_costs_nothing(with_spend: Rich, word: str) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.call_event(world.attempt("P1"), word)
    assert counters(world) == {"campaign pulse": (0, 0)}


def test_no_call_costs_more_than_the_longest(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.answer(world.attempt("P1"))
    world.later(hours=2)  # the end was told late
    world.call_event(world.attempt("P1"), "completed")
    assert (aside(world), paid(world)) == (0, CALL)


def test_a_message_is_paid_by_its_own_length_once_it_is_sent(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}", "notice")
    world.at("09:30")
    world.tick()
    assert [a.cost for a in (world.attempt("N1"), world.attempt("N2"))] == [PART, PART]
    assert aside(world, "campaign notice") == 3 * PART
    world.message_event(world.attempt("N1"), "delivered")
    world.message_event(world.attempt("N2"), "undelivered")
    assert counters(world)["campaign notice"] == (PART, 2 * PART)


def test_a_reply_of_ours_costs_too(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}", "texts")
    dispatch(world.engine, world.now)
    before = aside(world, "campaign texts")
    world.text(world.contact("T1").number, "8")
    reply = world.attempt("T1")
    assert (reply.turn, reply.country) == (1, "CN")
    assert aside(world, "campaign texts") == before + PART


def test_what_was_never_sent_comes_back(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    first, second, third = reserve_all(world, "P1", "P2", "P3")
    world.carrier.next_replies.extend([NotTaken(timedelta(0), "away"), Declined(21211, "invalid")])
    place(world.engine, [first])
    place(world.engine, [second])
    assert aside(world) == CALL
    lifecycle.change(world.engine, "pulse", lifecycle.Step.STOP, COMMAND_LINE, "enough")
    assert world.attempt_by_id(third).state is State.WITHDRAWN
    assert counters(world) == {"campaign pulse": (0, 0)}


def test_an_attempt_whose_fate_is_unknown_keeps_its_money(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    ids = reserve_all(world, "P1")
    world.carrier.next_replies.append(Uncertain("no answer"))
    place(world.engine, ids)
    assert world.attempt("P1").state is State.UNKNOWN
    world.later(days=2)
    world.tick()
    assert (world.attempt("P1").state, world.attempt("P1").cost) == (State.UNKNOWN, CALL)
    assert aside(world) >= CALL


def test_the_carriers_own_price_counts(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    attempt = world.attempt("P1")
    world.answer(attempt)
    with world.engine.store.write() as session:
        session.get_one(Attempt, attempt.id).price = Decimal("1.25")
    world.call_event(attempt, "completed")
    assert paid(world) == Decimal("1.25")


def test_a_price_told_after_the_end_corrects_what_was_paid(with_spend: Rich) -> None:
    world = with_spend("{campaign: 100}")
    place(world.engine, reserve_all(world, "P1"))
    world.answer(world.attempt("P1"))
    world.later(seconds=30)
    world.call_event(world.attempt("P1"), "completed")
    with world.engine.store.write() as session:
        lock_attempts(session, [world.attempt("P1").id])
        changed = money.correct(session, [(session.get_one(Attempt, world.attempt("P1").id), Decimal("-0.2"))])  # fmt: skip
    assert changed == 1
    assert (paid(world), world.attempt("P1").cost) == (Decimal("0.2"), Decimal("0.2"))


LIMITS = [
    ("{day: 5}", "no money left for today (spend.day 5 CNY)", "2026-11-24 09:00"),
    ("{hour: 5}", "no money left for this hour (spend.hour 5 CNY)", "2026-11-23 10:00"),
    ("{countries: {CN: 5}}", "no money left for CN today (spend.countries.CN 5 CNY)", "2026-11-24 09:00"),
    ("{countries: {other: 5}}", "no money left for CN today (spend.countries.other 5 CNY)", "2026-11-24 09:00"),
]  # fmt: skip


@pytest.mark.parametrize(("spend", "reason", "until"), LIMITS)
def test_without_money_the_next_one_waits_for_more(
    with_spend: Rich, spend: str, reason: str, until: str
) -> None:
    world = with_spend(spend)
    place(world.engine, reserve_all(world, "P1"))
    world.answer(world.attempt("P1"))
    world.later(seconds=290)
    world.call_event(world.attempt("P1"), "completed")  # 0.75
    assert reserve_all(world, "P2") == []
    contact = world.contact("P2")
    assert contact.reason == reason
    assert contact.next_at is not None
    assert f"{contact.next_at.astimezone(world.engine.zone):%Y-%m-%d %H:%M}" == until
    assert ("decided", "wait") in world.ledger("P2")
    world.at(until[11:], date.fromisoformat(until[:10]))
    assert len(reserve_all(world, "P2")) == 1


def test_money_that_is_only_set_aside_is_waited_for_a_little(with_spend: Rich) -> None:
    world = with_spend("{day: 5}")
    assert len(reserve_all(world, "P1", "P2")) == 1
    contact = world.contact("P2")
    assert contact.reason == (
        "the money left for today is set aside for attempts under way (spend.day 5 CNY)"
    )
    assert contact.next_at == world.now + timedelta(minutes=5)


def test_a_campaign_that_has_spent_all_ends_its_contacts(with_spend: Rich) -> None:
    world = with_spend("{day: 500}", "texts", own="0.06")
    dispatch(world.engine, world.now)
    sent = [one for one in ("T1", "T2", "T3") if world.attempts(one)]
    assert (len(sent), aside(world, "campaign texts")) == (1, PART)
    world.text(world.contact(sent[0]).number, "T")  # and so it ends
    world.later(minutes=6)
    dispatch(world.engine, world.now)
    for one in {"T1", "T2", "T3"} - set(sent):
        assert world.contact(one).reason == "no money left for the campaign (spend 0.06 CNY)"
        assert world.contact(one).state is ContactState.CLOSED


def test_a_reply_without_money_stays_owed(with_spend: Rich) -> None:
    world = with_spend("{hour: 0.16}", "texts")
    dispatch(world.engine, world.now)
    assert aside(world, "hour 2026-11-23 09") == 3 * PART
    world.text(world.contact("T1").number, "8")
    reply = world.attempt("T1")
    assert (reply.turn, reply.state, reply.cost) == (1, State.RESERVED, None)
    assert reply.reason.startswith("the money left for this hour is set aside")
    assert len(world.carrier.orders) == 3


def test_racing_workers_never_take_more_than_there_is(with_spend: Rich) -> None:
    world = with_spend("{day: 10}", "pulse", "texts")
    everybody = [world.contact(one).id or 0 for one in ("P1", "P2", "P3")]
    barrier, made = threading.Barrier(3), []

    def work(contact_id: int) -> None:
        barrier.wait()
        made.extend(reserve(world.engine, [contact_id], world.now))

    threads = [threading.Thread(target=work, args=(one,)) for one in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert counters(world)["day 2026-11-23"] == (2 * CALL, 0)


def test_only_what_is_limited_is_counted(with_spend: Rich) -> None:
    world = with_spend("{countries: {FR: 5}}")
    reserve_all(world, "P1")
    assert (counters(world), world.attempt("P1").cost) == ({}, None)

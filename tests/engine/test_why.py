"""Why, why not, and what next: one person's story as it stands, told without reserving anything."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from db.tables import Attempt, ContactState
from outbound.dialing.port import Declined, Uncertain
from outbound.engine.attempts.suppress import Source, suppress
from outbound.engine.campaigns import lifecycle
from outbound.engine.desk import acts
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.life.transitions import Step
from outbound.engine.pages import person
from outbound.engine.pages.person_view import Coming
from outbound.errors import NotFoundError
from tests.engine.conftest import Begin
from tests.world import ZONE, World

TUESDAY = date(2026, 11, 24)


def story_of(world: World, subscriber: str, campaign: str | None = None) -> person.Story:
    return person.story(world.engine, subscriber, campaign, world.now)


def next_of(world: World, subscriber: str, at: datetime | None = None) -> Coming:
    [found] = person.story(world.engine, subscriber, None, at or world.now).coming
    return found


def test_who_may_go_now_is_told_so_and_nothing_is_reserved(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    found = next_of(world, "P1")
    assert (found.at, found.reason, found.holds) == (world.now, "", ())
    assert (found.campaign_id, found.step, found.steps, found.mode) == ("pulse", 1, 2, "voice")
    assert (found.zone, found.state) == ("Asia/Shanghai", "waiting")
    assert world.everything(Attempt) == []


def test_what_follows_if_nobody_is_reached_is_what_then_follows(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    world.tick()
    under_way = next_of(world, "P1")
    assert under_way.at is None
    assert under_way.reason == "an attempt on this contact is open"
    busy = next(told for told in under_way.follows if told.outcome == "busy")
    world.later(seconds=20)  # as long as it rings
    world.call_event(world.attempt("P1"), "busy")
    contact = world.contact("P1")
    assert (busy.result, busy.at, busy.reason) == ("wait", contact.next_at, contact.reason)


def test_a_wait_is_told_with_its_reason_and_what_comes_after_it(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    world.call_event(world.attempt("P1"), "busy")
    found = next_of(world, "P1")
    assert found.reason == "busy: again after 20m"
    assert found.at == world.contact("P1").next_at
    assert [(held.reason, held.until) for held in found.holds] == [(found.reason, found.at)]
    ends = {told.outcome: told for told in found.follows}
    assert ends["busy"].result == "step"
    assert ends["busy"].reason == "busy: on to sms, 2h later"
    assert ends["no-answer"].at > found.at


def test_closed_hours_are_told_with_the_moment_at_which_they_open(begun: Begin) -> None:
    world = begun("pulse", at="12:30")
    found = next_of(world, "P1")
    assert found.reason == "outside the hours"
    assert found.at == datetime(2026, 11, 23, 14, tzinfo=ZONE)


def test_it_is_told_as_it_stands_at_another_moment(begun: Begin) -> None:
    world = begun("pulse")
    night = datetime(2026, 11, 23, 22, tzinfo=ZONE)
    found = next_of(world, "P1", at=night)
    assert (found.reason, found.at) == ("outside the hours", datetime(2026, 11, 24, 9, tzinfo=ZONE))


def test_a_pause_holds_without_a_moment(begun: Begin) -> None:
    world = begun("pulse")
    lifecycle.change(world.engine, "pulse", Step.PAUSE, COMMAND_LINE)
    found = next_of(world, "P1")
    assert (found.at, found.reason) == (None, "the campaign is paused")
    assert [(held.until, held.final) for held in found.holds] == [(None, False)]


def test_a_suppression_is_told_as_final(begun: Begin) -> None:
    world = begun("pulse")
    with world.engine.store.write() as session:
        number = world.contact("P1").number
        suppress(session, number, world.now, Source("command"), scope="purpose:research")
    found = next_of(world, "P1")
    assert (found.at, found.reason) == (None, "suppressed for purpose:research")
    assert [held.final for held in found.holds] == [True]
    assert found.follows == ()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Declined(99999, "no"), "held until the cause of the carrier's refusal is cleared"),
        (Uncertain("no reply"), "held for evidence: it may have rung or not"),
    ],
)
def test_who_is_held_is_told_for_what(
    begun: Begin, reply: Declined | Uncertain, reason: str
) -> None:
    world = begun("texts")
    world.carrier.next_replies.append(reply)
    world.tick()
    found = next_of(world, "T1")
    assert (found.state, found.at, found.reason) == ("held", None, reason)


def test_caps_are_told_with_their_counts(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    world.tick()
    lines = {(cap.whose, cap.counted): cap for cap in next_of(world, "N1").caps}
    own = lines["the campaign", "contacts"]
    assert (own.allowed, own.per, own.of, own.used) == (1, "3d", "care", 1)
    number = lines["the number", "attempts"]
    assert (number.allowed, number.used, number.frees_at) == (3, 1, None)


def test_a_promise_is_told_with_its_window(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    promised = datetime(2026, 11, 24, 16, tzinfo=ZONE)
    acts.finish(world.engine, "lin", call.id, "callback-agreed", "", promised)
    found = next_of(world, "S1")
    assert found.promised == (promised, promised + timedelta(hours=1))
    assert (found.at, found.reason) == (promised, "callback agreed")
    broken = {told.reason for told in found.follows}
    assert broken == {"broken appointment: again after 15m"}


def test_another_campaign_in_the_way_is_named(begun: Begin) -> None:
    world = begun("pulse", "texts")
    with world.engine.store.write() as session:
        contact = world.contact("T1")
        contact.number, contact.subscriber_id = world.contact("P1").number, "P1"
        session.merge(contact)
    found = {told.campaign_id: told for told in story_of(world, "P1").coming}
    rivals = {held.reason for told in found.values() for held in told.holds}
    assert rivals in ({"held by pulse"}, {"held by texts"})


def test_attempts_are_told_with_code_and_money(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    with world.engine.store.write() as session:
        attempt = world.attempt("P1")
        attempt.price = Decimal("0.15")
        session.merge(attempt)
    [tried] = story_of(world, "P1").attempts
    assert (tried.outcome, tried.code, tried.cost) == ("not-in-service", 13224, Decimal("0.15"))


def test_only_one_campaign_is_told_where_one_is_named(begun: Begin) -> None:
    world = begun("pulse")
    story = story_of(world, "P1", "pulse")
    assert {decision.campaign for decision in story.decisions} == {"pulse"}
    assert story_of(world, "P1", "survey").coming == ()


def test_who_is_on_no_list_has_nothing_ahead(begun: Begin) -> None:
    world = begun("pulse")
    story = story_of(world, "S1")
    assert story.coming == ()
    with pytest.raises(NotFoundError):
        story_of(world, "nobody")


def test_a_closed_contact_has_nothing_ahead(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    world.tick()
    world.message_event(world.attempt("N1"), "delivered")
    assert world.contact("N1").state is ContactState.CLOSED
    assert story_of(world, "N1").coming == ()


def test_of_two_that_end_on_one_day_the_one_with_fewer_hours_goes_first(world: World) -> None:
    folder = world.engine.workspace.path / "campaigns"
    retention = folder / "retention.yaml"
    body = retention.read_text("utf-8").replace("priority: 70", "priority: 40")
    mornings = body.replace("09:00-12:00,14:00-20:00; Sa 10:00-12:00", "09:00-12:00")
    retention.write_text(mornings, "utf-8")
    world.launch("texts", "retention")
    world.tick()
    world.at("09:00")
    with world.engine.store.write() as session:
        contact = world.contact("T1")
        contact.number, contact.subscriber_id = world.contact("R1").number, "R1"
        session.merge(contact)
    held = {told.campaign_id: told.reason for told in story_of(world, "R1").coming}
    assert held["texts"] == "held by retention"
    assert held["retention"] != "held by texts"

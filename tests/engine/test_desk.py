"""The agent's desk: the next customer, answers as they come, outcomes, offers, callbacks."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from db.tables import (
    Answer,
    ContactState,
    DeskState,
    FollowUp,
    Grant,
    ResponseState,
    SuppressionEvent,
)
from outbound.dialing.attempt import State
from outbound.dialing.choosable import CHOOSABLE, Outcome
from outbound.dialing.outcome import Detail
from outbound.engine.attempts import desks
from outbound.engine.desk import acts
from outbound.errors import InputError, RefusedError
from tests.engine.conftest import Begin
from tests.world import ZONE, World

TUESDAY = date(2026, 11, 24)


def talking(world: World, subscriber: str = "S1", agent: str = "lin") -> str:
    """The id of the attempt whose customer has just picked up."""
    world.agent(agent)
    world.ready(agent)
    attempt = world.attempt(subscriber)
    world.answer(attempt)
    return attempt.id


def finish(world: World, attempt_id: str, outcome: str, **more: object) -> acts.Desk:
    given = {"words": "", "callback": None} | more
    return acts.finish(world.engine, "lin", attempt_id, outcome, **given)


def answer(world: World, attempt_id: str, question: str, raw: str) -> acts.Desk:
    return acts.answer(world.engine, "lin", attempt_id, question, raw)


# Taking the next


def test_looking_at_a_desk_writes_nothing(small_world: World) -> None:
    """On SQLite a reader that wants to write waits for whoever writes, and may never get its turn."""
    small_world.agent()
    small_world.agent("wang")
    with small_world.engine.store.write() as session:
        desks.desk_of(session, "wang", small_world.now)
        session.flush()
        assert acts.show(small_world.engine, "lin").state == "break"
    assert small_world.desk_row() is None


def test_a_ready_agent_gets_the_first_of_the_list(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    world.agent()
    seen = world.ready()
    assert (seen.state, seen.line) == ("dialing", "placed")
    assert (seen.contact.name, seen.contact.masked_number) == ("Person 1", "138****8001")


def test_nobody_due_leaves_the_agent_waiting_for_the_tick(begun: Begin) -> None:
    world = begun("survey", at="08:50")
    world.agent()
    assert world.ready().state == "ready"
    world.at("09:00")
    assert world.tick().served == 1
    assert world.desk_row().state is DeskState.DIALING


def test_the_higher_priority_goes_first(begun: Begin) -> None:
    world = begun("survey", "retention")
    world.agent()
    assert world.ready().contact.campaign_id == "retention"


def test_an_agent_gets_only_whom_they_can_speak_with(begun: Begin) -> None:
    world = begun("survey")
    world.agent(languages="en")
    assert world.ready().contact.name == "Person 3"


def test_a_contact_in_hand_must_be_finished_first(begun: Begin) -> None:
    world = begun("survey")
    talking(world)
    for act in (acts.ready, acts.take_break):
        with pytest.raises(RefusedError, match="still in hand"):
            act(world.engine, "lin")


def test_a_call_that_nobody_answers_gives_the_agent_back(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    world.call_event(world.attempt("S1"), "no-answer")
    assert world.desk_row().state is DeskState.READY
    contact = world.contact("S1")
    assert (contact.state, contact.spent) == (ContactState.WAITING, 1)
    assert contact.next_at >= world.at("12:00") + timedelta(hours=2)  # three open hours later


# The talk


def test_the_customers_line_joins_the_agents_room(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    assert "desk-lin" in world.said[-1]
    assert world.desk_row().state is DeskState.TALKING
    assert world.attempt_by_id(attempt_id).state is State.CONNECTED


def test_each_answer_is_stored_as_it_is_given_and_opens_its_branch(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    attempt_id = talking(world)
    seen = answer(world, attempt_id, "overall", "3")
    asked = {s.question.id: s.question for s in seen.contact.steps if s.question}
    assert (asked["overall"].answered, asked["overall"].shown) == (True, "3")
    assert asked["why"].applies
    assert world.answers("S1") == {"overall": 3}


def test_a_correction_is_a_further_revision(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    attempt_id = talking(world)
    answer(world, attempt_id, "overall", "3")
    seen = answer(world, attempt_id, "overall", "8")
    asked = {s.question.id: s.question for s in seen.contact.steps if s.question}
    assert not asked["why"].applies
    kept = [(a.revision, a.number, a.current) for a in world.everything(Answer)]
    assert sorted(kept) == [(1, 3.0, False), (2, 8.0, True)]


def test_an_answer_that_is_none_is_refused_and_nothing_stored(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    with pytest.raises(InputError, match="does not answer"):
        answer(world, attempt_id, "overall", "eleven")
    assert world.answers("S1") == {}


def test_a_contact_of_another_desk_is_refused(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    world.agent("mei")
    with pytest.raises(RefusedError, match="no longer on this desk"):
        acts.answer(world.engine, "mei", attempt_id, "overall", "3")


def test_hanging_up_leaves_the_outcome_to_be_named(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    seen = acts.hang_up_line(world.engine, "lin", attempt_id)
    assert seen.state == "wrap-up"
    assert world.carrier.hung_up == [(world.attempt("S1").sid, True)]
    world.call_event(world.attempt("S1"), "completed")
    assert world.attempt("S1").outcome is None
    assert world.contact("S1").state is ContactState.TRYING


# Naming the outcome


def test_a_survey_with_questions_open_is_not_completed(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    answer(world, attempt_id, "overall", "9")
    with pytest.raises(RefusedError, match="Not every question"):
        finish(world, attempt_id, "completed")
    answer(world, attempt_id, "recommend", "10")
    finish(world, attempt_id, "completed")
    contact = world.contact("S1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.COMPLETED)
    assert world.response("S1").state is ResponseState.COMPLETE
    assert world.attempt("S1").provisional is False
    assert world.desk_row().attempt_id is None


def test_the_line_is_closed_with_the_outcome(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    finish(world, attempt_id, "refused")
    assert world.carrier.hung_up == [(world.attempt("S1").sid, True)]
    world.call_event(world.attempt("S1"), "completed")
    assert world.attempt("S1").outcome is Outcome.REFUSED  # the agent's word stands


def test_a_low_score_opens_its_follow_up_once(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    answer(world, attempt_id, "overall", "2")
    finish(world, attempt_id, "partial")
    assert [f.kind for f in world.everything(FollowUp)] == ["recover"]


@pytest.mark.parametrize("outcome", [o.value for o in CHOOSABLE if o is not Outcome.COMPLETED])
def test_every_outcome_leaves_the_contact_waiting_or_closed(begun: Begin, outcome: str) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    later = datetime(2026, 11, 23, 15, tzinfo=ZONE) if outcome == "callback-agreed" else None
    finish(world, attempt_id, outcome, callback=later)
    contact, attempt = world.contact("S1"), world.attempt("S1")
    assert attempt.outcome is Outcome(outcome)
    assert (attempt.state, attempt.holds) == (State.ENDED, None)
    assert contact.state in (ContactState.WAITING, ContactState.CLOSED)
    assert (contact.next_at is None) == (contact.state is ContactState.CLOSED)


def test_a_hard_refusal_forbids_the_number_or_what_the_person_named(begun: Begin) -> None:
    world = begun("survey")
    finish(world, talking(world), "refused-hard", scope="purpose:survey")
    assert [event.scope for event in world.everything(SuppressionEvent)] == ["purpose:survey"]


def test_a_scope_that_is_none_is_refused(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    with pytest.raises(InputError, match="scope"):
        finish(world, attempt_id, "refused-hard", scope="everything ever")
    assert world.attempt("S1").outcome is None


@pytest.mark.parametrize("word", ["busy", "delivered", "great"])
def test_what_an_agent_cannot_know_is_not_named(begun: Begin, word: str) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    with pytest.raises(InputError, match="no outcome that an agent names"):
        finish(world, attempt_id, word)


def test_a_forgotten_outcome_is_taken_from_what_happened_and_flagged(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    attempt_id = talking(world)
    answer(world, attempt_id, "overall", "9")
    world.call_event(world.attempt("S1"), "completed")
    world.later(minutes=9)
    world.tick()
    assert world.attempt("S1").outcome is None
    world.later(minutes=2)
    world.tick()
    attempt = world.attempt("S1")
    assert (attempt.outcome, attempt.provisional) == (Outcome.PARTIAL, True)
    assert world.desk_row().state is DeskState.BREAK
    assert "wrap-up" in world.alarms()


# Callbacks


def test_too_few_answers_are_no_response_whatever_the_agent_calls_them(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    finish(world, attempt_id, "partial")
    assert world.attempt("S1").detail is Detail.BELOW_MINIMUM


def test_half_of_the_core_questions_are_a_partial_response(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    answer(world, attempt_id, "overall", "9")
    finish(world, attempt_id, "partial")
    assert (world.attempt("S1").outcome, world.attempt("S1").detail) == (Outcome.PARTIAL, None)


def test_a_language_barrier_leads_to_an_agent_with_the_language(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    world.agent("mei", languages="zh")
    finish(world, attempt_id, "language-barrier:en")
    contact = world.contact("S1")
    assert (contact.language, contact.reason) == ("en", "language-barrier: again after 1d")
    world.at("19:00", TUESDAY)
    with_only(world, "S1")
    assert world.ready("mei").contact is None
    assert world.ready("lin").contact.language == "en"


def with_only(world: World, subscriber: str) -> None:
    """Nobody else is left to call."""
    with world.engine.store.write() as session:
        for n in range(1, 7):
            if f"S{n}" != subscriber:
                contact = world.contact(f"S{n}")
                contact.state, contact.next_at = ContactState.CLOSED, None
                session.merge(contact)


def test_where_nobody_speaks_the_language_the_contact_ends(begun: Begin) -> None:
    world = begun("survey")
    world.agent("lin", languages="zh")
    world.ready()
    world.answer(world.attempt("S1"))
    finish(world, world.attempt("S1").id, "language-barrier:en")
    assert world.attempt("S1").detail is Detail.NO_SPEAKER
    contact = world.contact("S1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.LANGUAGE_BARRIER)


@pytest.mark.parametrize("outcome", ["refused", "callback-agreed"])
def test_somebody_else_may_refuse_or_ask_for_another_time(begun: Begin, outcome: str) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    later = datetime(2026, 11, 24, 10, tzinfo=ZONE)
    finish(world, attempt_id, f"{outcome}:by-someone-else", callback=later)
    assert world.attempt("S1").detail is Detail.BY_SOMEONE_ELSE
    assert not world.contact("S1").confirmed  # the subscriber was not spoken to


@pytest.mark.parametrize(
    "outcome", ["refused:loudly", "completed:en", "language-barrier:xx", "machine:by-someone-else"]
)
def test_an_outcome_turns_only_on_what_it_knows(begun: Begin, outcome: str) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    for question in ("overall", "recommend"):
        answer(world, attempt_id, question, "9")
    with pytest.raises(InputError):
        finish(world, attempt_id, outcome)
    assert world.attempt("S1").outcome is None


def test_who_refused_once_is_asked_again_by_another_agent(world: World) -> None:
    file = world.engine.workspace.campaign_file("survey")
    body = file.read_text(encoding="utf-8").replace("retry: {", "retry: {refused: 1w, ")
    file.write_text(body, encoding="utf-8")
    world.launch("survey")
    world.tick()
    world.at("09:00")
    finish(world, talking(world), "refused")
    assert world.contact("S1").reason == "refused: again after 1w"
    assert world.everything(SuppressionEvent) == []
    with world.engine.store.write() as session:
        for n in range(2, 7):
            contact = world.contact(f"S{n}")
            contact.state, contact.next_at = ContactState.CLOSED, None
            session.merge(contact)
    world.at("19:00", date(2026, 12, 1))
    world.agent("mei")
    assert world.ready("lin").contact is None
    assert world.ready("mei").contact.name == "Person 1"
    world.answer(world.attempt("S1"))
    acts.finish(world.engine, "mei", world.attempt("S1").id, "refused", "", None)
    assert world.contact("S1").state is ContactState.CLOSED  # once, not more
    assert [event.scope for event in world.everything(SuppressionEvent)] == ["campaign:survey"]


def test_an_offer_is_granted_once_and_within_its_budget(begun_anywhere: Begin) -> None:
    world = begun_anywhere("retention")
    for place, subscriber in enumerate(("R1", "R2")):
        attempt_id = talking(world, subscriber)
        [pack, _] = acts.show(world.engine, "lin").contact.offers
        assert pack.grantable
        seen = acts.grant(world.engine, "lin", attempt_id, "data-pack")
        assert seen.contact.offers[0].granted
        with pytest.raises(RefusedError, match="granted"):
            acts.grant(world.engine, "lin", attempt_id, "data-pack")
        answer(world, attempt_id, "cause", "price")
        finish(world, attempt_id, "completed")
        assert len(world.everything(Grant)) == place + 1
    attempt_id = talking(world, "R3")  # 60 of 60 are spent
    with pytest.raises(RefusedError, match="budget"):
        acts.grant(world.engine, "lin", attempt_id, "data-pack")
    assert sum(grant.value for grant in world.everything(Grant)) == Decimal(60)


def test_an_offer_above_the_agents_authority_is_refused(begun: Begin) -> None:
    world = begun("retention")
    attempt_id = talking(world, "R1")
    with pytest.raises(RefusedError, match="authority"):
        acts.grant(world.engine, "lin", attempt_id, "renewal")


def test_an_offer_that_does_not_exist_is_refused(begun: Begin) -> None:
    world = begun("retention")
    attempt_id = talking(world, "R1")
    with pytest.raises(RefusedError, match="not for this customer"):
        acts.grant(world.engine, "lin", attempt_id, "moon")

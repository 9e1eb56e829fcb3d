"""A survey begins on the phone, is cut off, and is finished by text."""

from datetime import date

from db.tables import ContactState, FollowUp, Kind
from outbound.dialing.outcome import Outcome
from outbound.engine.desk import acts
from tests.stories.conftest import Story

MON, TUE, WED, THU = (date(2026, 11, day) for day in (23, 24, 25, 26))


def test_the_survey_that_begins_on_the_phone_and_ends_by_sms(story: Story) -> None:
    # ── Monday 08:00: launched, the week's list is built ──────────────────────────────
    story.world.launch("survey")
    world = story.at(MON, "08:00")
    world.agent("lin")
    assert world.contact("S1").state is ContactState.WAITING
    assert world.ready("lin").state == "ready"  # nobody is called before nine

    # ── Monday 09:00: the first call; the customer gives one answer, the line drops ───
    world = story.at(MON, "09:00")
    call = world.attempt("S1")
    world.call_event(call, "ringing")
    assert "desk-lin" in world.answer(call)
    acts.answer(world.engine, "lin", call.id, "overall", "3")
    world.call_event(call, "completed")
    assert acts.show(world.engine, "lin").suggested == "partial"
    acts.finish(world.engine, "lin", call.id, "partial", "line dropped", None)
    assert world.contact("S1").reason == "partial: again after 1d"
    assert [f.kind for f in world.everything(FollowUp)] == ["recover"]  # a 3 is a 3

    # ── Monday 09:30: the others on the list would rather not ─────────────────────────
    world = story.at(MON, "09:30")
    world.agent("mei")
    for nth in range(2, 7):
        world.ready("mei")
        other = world.attempt(f"S{nth}")
        world.answer(other)
        acts.finish(world.engine, "mei", other.id, "refused", "", None)

    # ── Tuesday 14:00: called again, nobody answers; the calls are spent ──────────────
    world = story.at(TUE, "14:00")
    world.ready("lin")
    again = world.attempt("S1")
    assert again.id != call.id
    world.call_event(again, "no-answer")
    contact = world.contact("S1")
    assert (contact.step, contact.reason) == (1, "no-answer: on to sms, 2h later")

    # ── Tuesday 17:00: the text goes on where the phone stopped ───────────────────────
    world = story.at(TUE, "17:00")
    text = world.attempt("S1")
    assert text.body.startswith("海港：还剩几个。 哪里不好？")
    world.message_event(text, "delivered")
    number = text.number
    world.text(number, "网络")
    assert "会推荐吗" in world.carrier.texts[-1]

    # ── Tuesday 21:30: after hours, but the customer is the one who writes ────────────
    world = story.at(TUE, "21:30")
    world.text(number, "4")
    assert world.carrier.texts[-1] == "谢谢。"
    assert world.answers("S1") == {"overall": 3, "why": "network", "recommend": 4}
    contact = world.contact("S1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.COMPLETED)

    # ── Thursday: nothing more is ever sent ───────────────────────────────────────────
    sent = world.carrier.numbers.count(number)
    for day in (WED, THU):
        world = story.at(day, "10:00")
    assert world.carrier.numbers.count(number) == sent
    reached_out = [a for a in world.attempts("S1") if a.kind is Kind.CONTACT]
    assert [a.outcome for a in reached_out] == [
        Outcome.PARTIAL,
        Outcome.NO_ANSWER,
        Outcome.COMPLETED,
    ]

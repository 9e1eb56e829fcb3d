"""Laws of conversations: they end, they ask nothing twice too often, they record only what fits."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outbound.campaign.schema import Mode, Question
from outbound.errors import InputError
from outbound.script.conversation import (
    NOBODY_THERE,
    RETRIES,
    Ask,
    Close,
    Closing,
    Conversation,
    OptOut,
    Record,
    begin,
    hear,
    progress,
    record,
)
from outbound.script.plan import Plan, Texts
from outbound.script.questionnaire import applicable, standings

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
CHOICES = {"network": "network", "price": "price", "service": "service"}


def ask(name: str, answer: str = "scale 1-10", **more: Any) -> Question:
    return Question.model_validate({"id": name, "ask": f"{name}?", "answer": answer} | more)


QUESTIONS = (
    ask("overall"),
    ask("why", "many-of", options=CHOICES, when="overall <= 6", core=False),
    ask("shops", rotate="b", when="channel = 'shops'", skip="not visited"),
    ask("hotline", rotate="b"),
    ask("payment", rotate="b"),
    ask("solved", "one-of", options=CHOICES, when="shops <= 3 or hotline <= 3 or payment <= 3"),
    ask("told", "yes-no", modes=["agent", "sms"]),
    ask("recommend", "scale 0-10"),
    ask("wish", "text", when="told", core=False),
)

utterances = st.one_of(
    st.none(),
    st.sampled_from(
        ["8", "0", "10", "88", "*", "#", "", "1", "2", "3", "9分", "十", "8 or 9", "没用过"]
    ),
    st.text(max_size=12),
)
plans = st.builds(
    lambda subscriber, channel: Plan(
        QUESTIONS, "zh", subscriber, NOON,
        texts=Texts(opening="hi", closing="bye"), facts={"channel": channel},
    ),
    st.text(min_size=1, max_size=8),
    st.sampled_from(["shops", "hotline", None]),
)  # fmt: skip
spoken_modes = st.sampled_from([Mode.SMS, Mode.VOICE])


def stored(conversation: Conversation) -> Conversation:
    return Conversation.from_json(json.loads(json.dumps(conversation.to_json())))


@given(plans, spoken_modes, st.lists(utterances, max_size=60))
def test_written_down_and_read_back_nothing_changes(
    plan: Plan, mode: Mode, heard: list[str | None]
) -> None:
    conversation, _ = begin(plan, mode)
    for utterance in heard:
        again = stored(conversation)
        assert again == conversation
        assert hear(plan, again, utterance) == hear(plan, conversation, utterance)
        conversation, _ = hear(plan, conversation, utterance)


@given(plans, spoken_modes, st.lists(utterances, min_size=40, max_size=60))
def test_every_talk_ends_and_says_so_once(plan: Plan, mode: Mode, heard: list[str | None]) -> None:
    conversation, acts = begin(plan, mode)
    closings = [act for act in acts if isinstance(act, Close)]
    for utterance in heard:
        conversation, acts = hear(plan, stored(conversation), utterance)
        if not any(isinstance(act, OptOut) for act in acts):
            closings += [act for act in acts if isinstance(act, Close)]
    assert conversation.closed is not None
    assert len(closings) <= 1


@given(plans, spoken_modes, st.lists(utterances, max_size=60))
def test_no_question_is_asked_more_often_than_its_mode_allows(
    plan: Plan, mode: Mode, heard: list[str | None]
) -> None:
    conversation, acts = begin(plan, mode)
    asked = [act.question_id for act in acts if isinstance(act, Ask)]
    for utterance in heard:
        conversation, acts = hear(plan, stored(conversation), utterance)
        asked += [act.question_id for act in acts if isinstance(act, Ask)]
    assert all(asked.count(name) <= 1 + RETRIES[mode] for name in asked)


@given(plans, spoken_modes, st.lists(utterances, max_size=40))
def test_what_is_recorded_fits_its_question_and_was_asked(
    plan: Plan, mode: Mode, heard: list[str | None]
) -> None:
    conversation, _ = begin(plan, mode)
    for utterance in heard:
        at = conversation.at
        conversation, acts = hear(plan, stored(conversation), utterance)
        for act in acts:
            if isinstance(act, Record):
                assert act.question_id == at
                kind = QUESTIONS[[q.id for q in QUESTIONS].index(act.question_id)].answer
                if act.value is not None and kind.high:
                    assert isinstance(act.value, int)
                    assert kind.low <= act.value <= kind.high
                    assert act.number == act.value


@given(plans, st.lists(utterances, max_size=20), st.sampled_from(["STOP", "退订", "别再发了"]))
def test_an_opt_out_is_heard_at_any_point(plan: Plan, heard: list[str | None], words: str) -> None:
    conversation, _ = begin(plan, Mode.SMS)
    for utterance in heard:
        conversation, _ = hear(plan, stored(conversation), utterance)
    conversation, acts = hear(plan, stored(conversation), words)
    assert acts == (OptOut(words), Close(Closing.OPTED_OUT))


@given(plans, st.integers(1, 20))
def test_silence_ends_a_call_soon(plan: Plan, turns: int) -> None:
    conversation, _ = begin(plan, Mode.VOICE)
    for _ in range(turns):
        conversation, _ = hear(plan, stored(conversation), None)
    assert (conversation.closed is not None) == (turns >= NOBODY_THERE)


@given(plans, st.lists(utterances, max_size=25), st.lists(utterances, max_size=25))
def test_the_next_mode_asks_nothing_that_was_answered(
    plan: Plan, first: list[str | None], second: list[str | None]
) -> None:
    called, _ = begin(plan, Mode.VOICE)
    for utterance in first:
        called, _ = hear(plan, stored(called), utterance)
    conversation, acts = begin(plan, Mode.SMS, stored(called).answers)
    asked = [act.question_id for act in acts if isinstance(act, Ask)]
    for utterance in second:
        conversation, acts = hear(plan, stored(conversation), utterance)
        asked += [act.question_id for act in acts if isinstance(act, Ask)]
    assert not set(asked) & set(called.answers)


pressed = st.lists(
    st.tuples(
        st.sampled_from([q.id for q in QUESTIONS]),
        st.sampled_from(["1", "2", "3", "7", "10", "skip"]),
    ),
    max_size=30,
)


@given(plans, pressed)
def test_corrections_keep_every_answer_and_apply_branches_anew(
    plan: Plan, given_answers: list[tuple[str, str]]
) -> None:
    conversation, _ = begin(plan, Mode.AGENT)
    taken: dict[str, int] = {}
    for name, raw in given_answers:
        try:
            conversation, (act,) = record(plan, stored(conversation), name, raw)
        except InputError:
            continue
        assert isinstance(act, Record)
        taken[name] = taken.get(name, 0) + 1
        assert act.revision == taken[name]
    assert {name: a.revision for name, a in conversation.answers.items()} == taken
    stands = {s.question.id: s for s in standings(plan, Mode.AGENT, conversation.answers)}
    assert {name for name, s in stands.items() if s.answer is not None} == set(taken)
    overall = stands["overall"].answer
    low = overall is not None and isinstance(overall.value, int) and overall.value <= 6
    assert stands["why"].applies == low
    assert sum(s.applies for s in stands.values() if s.question.rotate) >= 1


@given(plans, spoken_modes, st.lists(utterances, max_size=40))
def test_complete_means_that_nothing_applicable_is_open(
    plan: Plan, mode: Mode, heard: list[str | None]
) -> None:
    conversation, _ = begin(plan, mode)
    for utterance in heard:
        conversation, _ = hear(plan, stored(conversation), utterance)
    came = progress(plan, conversation)
    open_ = [
        q for q in applicable(plan, mode, conversation.answers) if q.id not in conversation.answers
    ]
    assert came.complete == (not open_)
    assert not (came.complete and came.partial)
    assert came.answered_core <= came.applicable_core
    if conversation.closed is Closing.COMPLETE:
        assert came.complete

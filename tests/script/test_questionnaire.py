"""Who is asked what: branches, rotation, modes, progress."""

from outbound.campaign.schema import Mode, Question
from outbound.script.questionnaire import (
    Answer,
    Answers,
    applicable,
    next_question,
    progress,
    standings,
)
from tests.script.questions import plan, question


def answers(**values: object) -> Answers:
    return {
        name: Answer(
            value, float(value) if isinstance(value, int) else None, str(value), Mode.AGENT
        )  # type: ignore[arg-type]
        for name, value in values.items()
    }


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [q.id for q in questions]


OVERALL = question()
WHY = question("why", when="overall <= 6", answer="text")
DETAIL = question("detail", when="why is not null", answer="text")


def test_a_branch_opens_by_its_answer_and_stays_shut_while_unknown() -> None:
    p = plan(OVERALL, WHY)
    assert ids(applicable(p, Mode.AGENT, {})) == ["overall"]
    assert ids(applicable(p, Mode.AGENT, answers(overall=6))) == ["overall", "why"]
    assert ids(applicable(p, Mode.AGENT, answers(overall=7))) == ["overall"]


def test_an_answer_whose_branch_closed_is_kept_and_opens_nothing_further() -> None:
    p = plan(OVERALL, WHY, DETAIL)
    given = answers(overall=9, why="slow")
    told = {
        s.question.id: (s.applies, s.answer is not None) for s in standings(p, Mode.AGENT, given)
    }
    assert told == {"overall": (True, True), "why": (False, True), "detail": (False, False)}


def test_facts_of_the_subscriber_open_branches() -> None:
    shops = question("shops", when="channel_used = 'shops'")
    assert next_question(plan(shops, facts={"channel_used": "shops"}), Mode.AGENT, {}) == shops
    assert next_question(plan(shops, facts={"channel_used": None}), Mode.AGENT, {}) is None


def test_a_mode_skips_what_it_does_not_ask() -> None:
    p = plan(question(modes=["agent"]), question("short", modes=["agent", "sms"]))
    assert ids(applicable(p, Mode.SMS, {})) == ["short"]


def test_nobody_keys_in_a_text() -> None:
    p = plan(OVERALL, question("wish", answer="text"))
    assert ids(applicable(p, Mode.VOICE, {})) == ["overall"]


ROTATED = tuple(question(name, rotate="b") for name in ("shops", "hotline", "payment"))


def test_of_a_rotation_group_each_person_is_asked_one_always_the_same() -> None:
    asked = {
        subscriber: ids(applicable(plan(*ROTATED, subscriber=subscriber), Mode.AGENT, {}))
        for subscriber in map(str, range(300))
    }
    assert all(len(turn) == 1 for turn in asked.values())
    shares = [sum(turn == [q.id] for turn in asked.values()) for q in ROTATED]
    assert min(shares) > 60


def test_rotation_chooses_among_those_that_apply() -> None:
    group = (
        question("shops", rotate="b", when="channel_used = 'shops'"),
        question("hotline", rotate="b", when="channel_used = 'hotline'"),
    )
    for subscriber in map(str, range(20)):
        p = plan(*group, subscriber=subscriber, facts={"channel_used": "hotline"})
        assert ids(applicable(p, Mode.AGENT, {})) == ["hotline"]


def test_a_group_that_has_its_answer_asks_no_second_question() -> None:
    for q in ROTATED:
        assert ids(applicable(plan(*ROTATED), Mode.SMS, answers(**{q.id: 8}))) == [q.id]


def test_half_of_the_core_questions_make_a_partial_response() -> None:
    p = plan(OVERALL, question("a"), question("b"), question("extra", core=False))
    assert not progress(p, Mode.AGENT, answers(extra=8)).partial
    assert not progress(p, Mode.AGENT, answers(overall=8)).partial
    two = progress(p, Mode.AGENT, answers(overall=8, a=7))
    assert (two.answered_core, two.applicable_core, two.partial, two.complete) == (
        2,
        3,
        True,
        False,
    )


def test_complete_when_nothing_applicable_is_open() -> None:
    p = plan(OVERALL, WHY)
    assert progress(p, Mode.AGENT, answers(overall=9)).complete
    assert not progress(p, Mode.AGENT, answers(overall=3)).complete
    assert progress(p, Mode.AGENT, answers(overall=3, why="slow")).complete


def test_not_used_counts_as_answered() -> None:
    assert progress(plan(OVERALL), Mode.AGENT, answers(overall=None)).complete

from typing import Any

import pytest

from outbound.campaign.schema import Campaign, Mode
from outbound.rehearsal.case_file import CaseFile, case_of
from outbound.rehearsal.document import text
from outbound.rehearsal.replay import replay
from outbound.rehearsal.talking import whole
from tests.rehearsal.stages import CAMPAIGN, QUESTIONS, asking, campaign, stage

TYPED = ("3", "network", "yes", "nothing", "/outcome completed")


def body(mode: Mode = Mode.AGENT, *typed: str, **setting: Any) -> str:
    return text(whole(stage(mode, **setting), typed or TYPED))


def read(body: str) -> CaseFile:
    case, problems = case_of(body, "case.yaml")
    assert problems == []
    assert case is not None
    return case


def recorded(mode: Mode = Mode.AGENT, *typed: str, **setting: Any) -> CaseFile:
    return read(body(mode, *typed, **setting))


def differences(
    case: CaseFile, of: Campaign | None = None, scripts: dict[str, str] | None = None
) -> list[tuple[int, int, str]]:
    """Line, column and words of each difference."""
    now = stage(of=of, scripts=scripts)
    found = replay(case, now.campaign, now.centre, now.environment)
    at = case.source.position
    told = [case.source.problem(at(d.trail), "rehearsal", d.message) for d in found]
    return [(problem.line, problem.column, problem.message) for problem in told]


def line_of(words: str, mode: Mode = Mode.AGENT, *typed: str) -> int:
    lines = body(mode, *typed).splitlines()
    return next(n for n, line in enumerate(lines, 1) if words in line)


def changed(place: int, **keys: Any) -> Campaign:
    questions = [dict(question) for question in QUESTIONS]
    questions[place] |= keys
    return asking(*questions)


@pytest.mark.parametrize("mode", [Mode.AGENT, Mode.VOICE, Mode.SMS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_just_recorded_replays_without_a_difference(mode: Mode, language: str) -> None:
    typed = TYPED if mode is Mode.AGENT else ("3", "2", "1")
    assert differences(recorded(mode, *typed, language=language)) == []


def test_a_word_changed_in_a_script_shows_at_its_line() -> None:
    case = recorded()
    script = {
        "small/agent.md.j2": stage()
        .environment.source("small/agent.md.j2")
        .replace("Goodbye", "Bye")
    }
    ((line, column, message),) = differences(case, scripts=script)
    assert (line, column) == (line_of("- say: Goodbye."), 14)
    assert message == "expected 'Goodbye.', got 'Bye.'."


def test_a_question_put_otherwise_shows_at_its_line() -> None:
    case = recorded()
    ((line, _, message),) = differences(case, changed(1, ask="What is bad?"))
    assert line == line_of("- ask: What is wrong?")
    assert "What is bad?" in message


def test_a_question_that_is_gone_is_told_plainly() -> None:
    case = recorded()
    (found,) = differences(case, asking(QUESTIONS[0], *QUESTIONS[2:]), {
        "small/agent.md.j2": stage().environment.source("small/agent.md.j2").replace('{{ ask("why") }}', "")
    })  # fmt: skip
    assert found == (line_of("of: why"), 13, "small has no question why any more.")


def test_after_another_question_the_rest_is_not_compared() -> None:
    case = recorded()
    found = differences(case, changed(1, when="overall <= 2"))
    assert {line for line, _, _ in found} <= set(range(1, line_of("typed: network")))


def test_an_alert_that_no_longer_holds_shows_at_the_end() -> None:
    case = recorded()
    ((line, _, message),) = differences(case, campaign(alerts=[]))
    assert line == line_of("follow-ups:") + 1
    assert message.endswith("got nothing.")


def test_a_segment_that_is_gone_is_told_plainly() -> None:
    case = recorded()
    now = campaign(audience=CAMPAIGN["audience"] | {"segments": [{"name": "everyone"}]})
    told = "small has no segment gold any more; it has everyone."
    assert differences(case, now) == [(line_of("segment: gold"), 10, told)]


def test_a_mode_that_is_gone_is_told_plainly() -> None:
    case = recorded(Mode.VOICE, "9")
    now = campaign(contact=CAMPAIGN["contact"] | {"channels": [{"sms": {"from": "survey"}}]})
    told = "small has no voice step any more; it has sms."
    assert differences(case, now) == [(line_of("mode: voice", Mode.VOICE, "9"), 7, told)]


def test_a_talk_that_ends_earlier_says_so() -> None:
    case = recorded(Mode.VOICE, "9", "1")
    (*_, last) = differences(case, asking(QUESTIONS[0]))
    assert last[2] in {
        "small has no question again any more.",
        "The conversation is over before this is said.",
    }


def test_a_script_that_cannot_be_rendered_is_a_difference() -> None:
    case = recorded()
    script = {"small/agent.md.j2": "{% block opening %}{{ subscriber.moon }}{% endblock %}"}
    ((_, _, message),) = differences(case, scripts=script)
    assert message.startswith("The script cannot be rendered: scripts/small/agent.md.j2:1")


def test_quotes_in_the_file_make_no_difference() -> None:
    loose = body().replace("typed: '3'", "typed: 3")
    assert loose != body()
    assert differences(read(loose)) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("mode: agent", "mode: fax", "bad-value"),
        ("now: 2026", "now: soon 2026", "bad-value"),
        ("segment: gold", "sgment: gold", "unknown-key"),
        ("  - typed: '3'", "  - tiped: '3'", "unknown-key"),
        ("language: en", "language: *en", "anchor"),
    ],
)
def test_a_case_misspelt_by_hand_is_told_at_its_place(before: str, after: str, code: str) -> None:
    source = body()
    assert before in source
    case, problems = case_of(source.replace(before, after), "case.yaml")
    assert case is None
    place = source[: source.index(before)].count("\n") + 1
    assert (place, code) in {(problem.line, problem.code) for problem in problems}

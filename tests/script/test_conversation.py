"""One questionnaire in every mode; the state goes through JSON between every two steps."""

import json

import pytest

from outbound.campaign.schema import Mode
from outbound.errors import InputError
from outbound.script.conversation import (
    Act,
    Ask,
    Close,
    Closing,
    Conversation,
    OptOut,
    Record,
    Say,
    Turn,
    begin,
    hear,
    leave,
    progress,
    record,
)
from outbound.script.plan import Plan, Texts
from outbound.script.questionnaire import Answer
from tests.script.questions import plan, question


def stored(conversation: Conversation) -> Conversation:
    """The conversation as it comes back from the store."""
    read = Conversation.from_json(json.loads(json.dumps(conversation.to_json())))
    assert read == conversation
    return read


def talk(
    p: Plan, mode: Mode, *utterances: str | None
) -> tuple[Conversation, list[tuple[Act, ...]]]:
    """The whole talk, through the store at every step."""
    conversation, acts = begin(p, mode)
    told = [acts]
    for utterance in utterances:
        conversation, acts = hear(p, stored(conversation), utterance)
        told.append(acts)
    return stored(conversation), told


def gist(acts: tuple[Act, ...]) -> list[str]:
    """The acts in short."""
    return [
        act.question_id if isinstance(act, Ask | Record)
        else act.how.value if isinstance(act, Close) else type(act).__name__
        for act in acts
    ]  # fmt: skip


THREE = plan(
    question(),
    question("why", when="overall <= 6", answer="text", modes=["agent", "sms"]),
    question("recommend", answer="scale 0-10"),
    texts=Texts(opening="Hello.", closing="Goodbye.", resumed="Hello again."),
)


def test_an_sms_survey_from_opening_to_closing() -> None:
    _, told = talk(THREE, Mode.SMS, "8分", "10")
    assert told == [
        (Say("Hello."), Ask("overall", "overall? Reply 1-10.", 2)),
        (Record("overall", 8, 8.0, "8分"), Ask("recommend", "recommend? Reply 0-10.", 2)),
        (Record("recommend", 10, 10.0, "10"), Say("Goodbye."), Close(Closing.COMPLETE)),
    ]


def test_a_low_score_opens_its_branch_at_once() -> None:
    _, told = talk(THREE, Mode.SMS, "3", "too slow", "2")
    assert [gist(acts) for acts in told] == [
        ["Say", "overall"],
        ["overall", "why"],
        ["why", "recommend"],
        ["recommend", "Say", "complete"],
    ]


def test_sms_asks_once_more_then_leaves_the_question() -> None:
    conversation, told = talk(THREE, Mode.SMS, "8 or 9", "fine", "7")
    assert [gist(acts) for acts in told[1:]] == [
        ["Say", "overall"],
        ["recommend"],
        ["recommend", "Say", "unanswered"],
    ]
    assert progress(THREE, conversation).partial


ORDER = plan(
    question("confirm", ask="Reply Y to start.", answer="yes-no", code="Y"),
    texts=Texts(opening="Video Pack.", closing="Not started.", confirmed="Started."),
)


@pytest.mark.parametrize(
    ("said", "last"), [("y", "Started."), ("Y!", "Started."), ("no thanks", "Not started.")]
)
def test_an_order_starts_at_its_code_alone(said: str, last: str) -> None:
    conversation, told = talk(ORDER, Mode.SMS, said)
    assert told[0] == (Say("Video Pack."), Ask("confirm", "Reply Y to start.", 2))
    assert told[1][1:] == (Say(last), Close(Closing.COMPLETE))
    assert conversation.answers["confirm"].value is (last == "Started.")


@pytest.mark.parametrize("said", [["ok", "yes"], ["1", "who is this"], [None]])
def test_an_order_never_starts_at_a_doubtful_word_or_at_silence(said: list[str | None]) -> None:
    conversation, told = talk(ORDER, Mode.SMS, *said)
    assert "confirm" not in conversation.answers
    assert Say("Started.") not in told[-1]


def test_voice_asks_twice_more_then_moves_on() -> None:
    _, told = talk(THREE, Mode.VOICE, "88", None, "77")
    assert [gist(acts) for acts in told] == [
        ["Say", "overall"],
        ["Say", "overall"],
        ["Say", "overall"],
        ["recommend"],
    ]


def test_six_silences_in_a_row_mean_that_nobody_is_there() -> None:
    _, told = talk(THREE, Mode.VOICE, *[None] * 6)
    assert told[-1] == (Close(Closing.REFUSED),)


def test_voice_explains_the_keys_once_and_again_when_they_were_missed() -> None:
    two = plan(question("a"), question("b"))
    _, told = talk(two, Mode.VOICE, "8", "99")
    asked = [act.text for acts in told for act in acts if isinstance(act, Ask)]
    assert ["key in" in text for text in asked] == [True, False, True]


def test_star_repeats_and_hash_skips() -> None:
    p = plan(question("a", skip="not used"), question("b"), question("c"))
    conversation, told = talk(p, Mode.VOICE, "*", "#", "#", "5")
    assert [gist(acts) for acts in told[1:]] == [
        ["a"],
        ["a", "b"],
        ["c"],
        ["c", "Say", "unanswered"],
    ]
    assert conversation.answers["a"].value is None
    assert "b" not in conversation.answers


def test_star_without_end_is_a_miss() -> None:
    conversation, _ = talk(plan(), Mode.VOICE, "*", "*", "*")
    assert (conversation.passed, conversation.closed) == (("overall",), Closing.UNANSWERED)


@pytest.mark.parametrize("words", ["STOP", "退订", "ｔｄ", "别再发了", "stop pls"])
@pytest.mark.parametrize("before", [(), ("8",), ("3", "slow"), ("8", "9")])
def test_an_opt_out_ends_an_sms_talk_at_any_point(words: str, before: tuple[str, ...]) -> None:
    conversation, told = talk(THREE, Mode.SMS, *before, words)
    assert told[-1] == (OptOut(words), Close(Closing.OPTED_OUT))
    assert len(conversation.answers) == len(before)


def test_a_reply_after_the_end_changes_nothing() -> None:
    _, told = talk(THREE, Mode.SMS, "8", "9", "10")
    assert told[-1] == ()


def test_the_reply_window_ends_with_what_was_answered_kept() -> None:
    conversation, told = talk(THREE, Mode.SMS, "8", None)
    assert told[-1] == (Close(Closing.UNANSWERED),)
    assert set(conversation.answers) == {"overall"}


def test_another_mode_resumes_at_the_first_open_question() -> None:
    called, _ = begin(THREE, Mode.AGENT)
    called, _ = record(THREE, stored(called), "overall", "4")
    conversation, acts = begin(THREE, Mode.SMS, stored(called).answers)
    assert acts == (Say("Hello again."), Ask("why", "why?", 2))
    conversation, acts = hear(THREE, stored(conversation), "slow")
    assert gist(acts) == ["why", "recommend"]
    assert conversation.answers["overall"].mode is Mode.AGENT


def test_resuming_a_complete_response_only_closes() -> None:
    given = {
        "overall": Answer(9, 9.0, "9", Mode.AGENT),
        "recommend": Answer(9, 9.0, "9", Mode.AGENT),
    }
    _, acts = begin(THREE, Mode.SMS, given)
    assert acts == (Say("Goodbye."), Close(Closing.COMPLETE))


def test_the_agent_answers_in_any_order_and_corrects() -> None:
    conversation, acts = begin(THREE, Mode.AGENT)
    assert gist(acts) == ["Say", "overall"]
    steps: list[Turn] = []
    for name, raw in [("recommend", "9"), ("overall", "3"), ("why", "slow"), ("overall", "9")]:
        steps.append(record(THREE, stored(conversation), name, raw))
        conversation = steps[-1][0]
    assert steps[-1][1] == (Record("overall", 9, 9.0, "9", revision=2),)
    assert conversation.answers["why"].value == "slow"
    assert progress(THREE, conversation).complete
    assert conversation.at is None


def test_the_agent_learns_what_was_not_understood() -> None:
    conversation, _ = begin(THREE, Mode.AGENT)
    with pytest.raises(InputError, match="not on the scale") as caught:
        record(THREE, conversation, "overall", "0")
    assert caught.value.where == "overall"
    with pytest.raises(InputError, match="no question 'nonsense'"):
        record(THREE, conversation, "nonsense", "1")


def test_hanging_up_before_the_first_answer_is_a_refusal() -> None:
    silent, _ = begin(THREE, Mode.VOICE)
    assert leave(stored(silent))[1] == (Close(Closing.REFUSED),)
    answered, _ = hear(THREE, silent, "8")
    assert leave(stored(answered))[1] == (Close(Closing.UNANSWERED),)
    assert leave(leave(answered)[0])[1] == ()


def test_what_is_no_stored_conversation_is_told_plainly() -> None:
    with pytest.raises(InputError, match="no stored conversation"):
        Conversation.from_json({"mode": "telepathy"})


def test_chinese_prompts_tell_how_to_answer() -> None:
    options = {"network": {"zh": "网络"}, "price": {"zh": "资费"}}
    p = plan(
        question(ask={"zh": "整体打几分？"}),
        question("why", ask={"zh": "为什么？"}, answer="one-of", options=options),
        language="zh",
    )
    _, told = talk(p, Mode.SMS, "8")
    assert told[0] == (Ask("overall", "整体打几分？（回复1-10的数字）", 2),)
    assert told[1][-1] == Ask("why", "为什么？（回复1网络，2资费）", 2)
    _, told = talk(p, Mode.VOICE, "0")
    assert told[0] == (
        Ask("overall", "整体打几分？请用按键打分，1最低，0键代表10分，星号键重听，井号键跳过。", 2),
    )
    assert told[1][-1] == Ask("why", "为什么？网络请按1，资费请按2。", 2)

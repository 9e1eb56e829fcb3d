"""What people say, key and type, and what it counts as."""

import pytest

from outbound.campaign.schema import Mode
from outbound.script.understand import Unclear, Understood, understand
from tests.script.questions import question

TEN = question()
LIKELY = question("recommend", answer="scale 0-10")
TOLD = question("told", answer="yes-no")
WHY = question(
    "why",
    answer="many-of",
    options={
        "network": {"zh": "网络", "en": "network"},
        "price": {"zh": "资费", "en": "price"},
        "service": {"zh": "服务", "en": "service"},
    },
)
SOLVED = question(
    "solved",
    answer="one-of",
    options={
        "solved": {"zh": "解决了", "en": "solved"},
        "partly": {"zh": "部分解决", "en": "partly"},
        "not-solved": {"zh": "没有解决", "en": "not solved"},
    },
)


CONFIRM = question("confirm", answer="yes-no", code="Y")
LATER = question("later", answer="yes-no", code="2")


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("8", 8), ("８", 8), ("8分", 8), ("8分吧", 8), ("８分！", 8), ("⑧", 8), ("8️⃣", 8),
        ("十", 10), ("满分", 10), ("10分", 10), ("满分10分", 10), ("十分", 10), ("滿分", 10),
        ("我给8分", 8), ("给打个九分吧", 9), ("打分：7", 7), ("八", 8), ("两分", 2),
        ("eight", 8), ("I'd give it a 9", 9), ("I’d say nine, thanks", 9), ("8 points", 8),
        ("8.0", 8), ("8, definitely 8", 8), ("5G网络8分", 8), ("score:7", 7), (" 1 ", 1),
    ],
)  # fmt: skip
def test_one_number_is_the_score(said: str, score: int) -> None:
    assert understand(TEN, said, Mode.SMS) == Understood(score, float(score))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("0", "not on the scale"), ("11", "not on the scale"), ("-3", "not on the scale"),
        ("二十", "not on the scale"), ("8.5", "not a whole number"),
        ("8 or 9", "more than one number"), ("8-9", "more than one number"),
        ("8,9", "more than one number"), ("8/10", "more than one number"),
        ("很好", "no number"), ("", "no number"), ("???", "no number"),
    ],
)  # fmt: skip
def test_anything_doubtful_is_asked_again_never_rounded(said: str, reason: str) -> None:
    assert understand(TEN, said, Mode.SMS) == Unclear(reason)


@pytest.mark.parametrize(
    "said",
    [
        "十分不满意",
        "5G网络很差",
        "等了3小时",
        "被扣了8元",
        "one thing I hate",
        "一般",
        "100%",
        "10 minutes",
    ],
)
def test_numbers_that_count_something_else_are_no_score(said: str) -> None:
    assert isinstance(understand(TEN, said, Mode.SMS), Unclear)


@pytest.mark.parametrize(
    "said", ["没用过", "没用过。", "不知道", "Don't know.", "N/A", "not used", "skip"]
)
def test_not_used_is_stored_as_such_and_is_never_a_score(said: str) -> None:
    assert understand(TEN, said, Mode.SMS) == Understood(None)


def test_a_question_s_own_skip_words_count_too() -> None:
    shops = question("shops", skip={"zh": "没去过", "en": "not visited"})
    assert understand(shops, "没去过呢", Mode.SMS) == Understood(None)
    assert understand(shops, "Not visited", Mode.AGENT) == Understood(None)


def test_key_0_is_ten_on_the_telephone_only() -> None:
    assert understand(TEN, "0", Mode.VOICE) == Understood(10, 10.0)
    assert understand(TEN, "10", Mode.VOICE) == Understood(10, 10.0)
    assert understand(TEN, "0#", Mode.VOICE) == Understood(10, 10.0)
    assert understand(TEN, "0", Mode.SMS) == Unclear("not on the scale")


def test_key_0_is_nought_where_the_scale_begins_there() -> None:
    assert understand(LIKELY, "0", Mode.VOICE) == Understood(0, 0.0)
    assert understand(LIKELY, "7#", Mode.VOICE) == Understood(7, 7.0)
    assert understand(LIKELY, "0", Mode.SMS) == Understood(0, 0.0)
    assert understand(LIKELY, "10", Mode.VOICE) == Understood(10, 10.0)


def test_a_key_pressed_twice_is_not_guessed() -> None:
    assert understand(TEN, "88", Mode.VOICE) == Unclear("not on the scale")


@pytest.mark.parametrize("said", ["1", "是", "是的", "对", "Yes!", "y", "OK", "好的"])
def test_yes(said: str) -> None:
    assert understand(TOLD, said, Mode.SMS) == Understood(True, 1.0)


@pytest.mark.parametrize("said", ["2", "否", "不是", "没有", "No.", "nope", "不一致"])
def test_no(said: str) -> None:
    assert understand(TOLD, said, Mode.SMS) == Understood(False, 0.0)


@pytest.mark.parametrize("said", ["3", "maybe", "", "yes and no"])
def test_neither_yes_nor_no(said: str) -> None:
    assert isinstance(understand(TOLD, said, Mode.SMS), Unclear)


@pytest.mark.parametrize(
    ("said", "value"),
    [("1", "solved"), ("3", "not-solved"), ("解决了", "solved"), ("没有解决", "not-solved"),
     ("not solved", "not-solved"), ("It is solved", "solved"), ("partly", "partly")],
)  # fmt: skip
def test_one_of_by_number_or_label(said: str, value: str) -> None:
    assert understand(SOLVED, said, Mode.SMS) == Understood(value)


@pytest.mark.parametrize("said", ["4", "0", "1 2", "never solved", "solved partly", "whatever"])
def test_one_of_refuses_what_is_not_exactly_one(said: str) -> None:
    assert isinstance(understand(SOLVED, said, Mode.SMS), Unclear)


@pytest.mark.parametrize(
    ("said", "value"),
    [("1", ["network"]), ("13", ["network", "service"]), ("3,1", ["network", "service"]),
     ("网络和资费", ["network", "price"]), ("price, service", ["price", "service"])],
)  # fmt: skip
def test_many_of_in_the_questionnaire_s_order(said: str, value: list[str]) -> None:
    assert understand(WHY, said, Mode.SMS) == Understood(value)


def test_a_choice_beside_a_no_is_not_guessed() -> None:
    assert isinstance(understand(WHY, "不是网络", Mode.SMS), Unclear)


def test_a_text_is_kept_word_for_word() -> None:
    wish = question("wish", answer="text")
    assert understand(wish, " 快一点, 8分! ", Mode.SMS) == Understood("快一点, 8分!")
    assert understand(wish, "don't know", Mode.SMS) == Understood("don't know")
    assert understand(wish, "  ", Mode.SMS) == Unclear("nothing said")


def test_a_number_may_have_decimals() -> None:
    age = question("years", answer="number")
    assert understand(age, "about 2.5", Mode.SMS) == Understood(2.5, 2.5)
    assert understand(age, "3", Mode.SMS) == Understood(3, 3.0)


@pytest.mark.parametrize("said", ["2026-08-05", "2026年8月5日", "2026/8/5", "20260805"])
def test_a_date_in_any_usual_form(said: str) -> None:
    assert understand(question("day", answer="date"), said, Mode.SMS) == Understood("2026-08-05")


@pytest.mark.parametrize("said", ["2026-02-30", "8月5日", "tomorrow"])
def test_a_date_without_a_year_or_that_does_not_exist(said: str) -> None:
    assert isinstance(understand(question("day", answer="date"), said, Mode.SMS), Unclear)


@pytest.mark.parametrize("said", ["Y", "y", "Ｙ", " y. "])
def test_only_the_code_says_yes(said: str) -> None:
    assert understand(CONFIRM, said, Mode.SMS) == Understood(True, 1.0)
    assert understand(LATER, "2", Mode.SMS) == Understood(True, 1.0)


@pytest.mark.parametrize("said", ["1", "yes", "好的", "可以", "Y or N?", "什么意思"])
def test_no_other_word_stands_for_the_code(said: str) -> None:
    assert isinstance(understand(CONFIRM, said, Mode.SMS), Unclear)


@pytest.mark.parametrize("said", ["no", "不用", "No thanks"])
def test_a_no_is_a_no_where_a_code_says_yes(said: str) -> None:
    assert understand(CONFIRM, said, Mode.SMS) == Understood(False, 0.0)
    assert understand(LATER, said, Mode.SMS) == Understood(False, 0.0)


def test_a_code_is_for_messages_only() -> None:
    assert understand(CONFIRM, "yes", Mode.AGENT) == Understood(True, 1.0)

import pytest

from outbound.campaign.schema import Mode
from outbound.rehearsal.nouns import Manner
from outbound.rehearsal.talking import begin, end
from tests.rehearsal.stages import campaign, notes, said, stage, texts

NOTICE = campaign(survey=None, alerts=[])
CALLS = "please don't call me, text me instead"


def test_opening_and_first_question_are_one_message() -> None:
    (line,) = begin(stage(Mode.SMS)).lines
    assert line.text == "Hello Ann. How do you rate us? Reply 1-10."
    assert line.of == "1 message, gsm-7, 42"


def test_chinese_is_counted_in_ucs_2() -> None:
    (line,) = begin(stage(Mode.SMS, language="zh")).lines
    assert line.of.startswith("1 message, ucs-2, ")


def test_a_long_message_costs_several() -> None:
    (line,) = begin(stage(Mode.SMS, facts={"name": "A" * 200})).lines
    assert line.of.startswith("2 messages, gsm-7, ")


def test_the_answers_lead_to_the_end() -> None:
    on = stage(Mode.SMS)
    scene = said(on, "2", "network", "yes")
    assert scene.over
    assert texts(scene, Manner.SEND) == ["Thank you."]
    found = end(on, scene.stored)
    assert found["closed"] == "complete"
    assert found["scores"] == {"overall": {"overall": 2}}
    assert found["follow-ups"] == [
        {"kind": "recover", "to": "care", "within": "1d", "because": "overall <= 3 (overall: 2)"}
    ]


@pytest.mark.parametrize("typed", ["T", "t.", "别再发了", "please stop texting me"])
def test_a_stop_in_any_words_is_confirmed_once(typed: str) -> None:
    on = stage(Mode.SMS)
    scene = said(on, "2", typed)
    assert scene.over
    assert texts(scene, Manner.SEND) == ["Done: we will not contact you again."]
    found = end(on, scene.stored)
    assert found["closed"] == "opted out"
    assert found["suppressed"] == ["all"]
    assert "follow-ups" not in found


def test_the_carriers_own_keywords_are_not_confirmed_again() -> None:
    scene = said(stage(Mode.SMS), "STOP")
    assert texts(scene, Manner.SEND) == []
    assert "the carrier confirms it by itself" in notes(scene.lines)


def test_who_wants_no_calls_may_go_on_by_message() -> None:
    on = stage(Mode.SMS)
    scene = said(on, CALLS)
    assert not scene.over
    assert texts(scene, Manner.SEND) == ["Noted: we will do as you ask."]
    again = said(on, CALLS, CALLS)
    assert again.lines == ()
    assert end(on, said(on, CALLS, "9", "1").stored)["closed"] == "complete"


def test_no_reply_ends_it() -> None:
    on = stage(Mode.SMS)
    scene = said(on, "")
    assert scene.over
    assert end(on, scene.stored)["closed"] == "not answered"


def test_a_notice_is_told_and_asks_nothing() -> None:
    on = stage(Mode.SMS, NOTICE, {"small/sms.txt.j2": "Balance low. T = stop."})
    assert texts(begin(on)) == ["Balance low. T = stop."]
    scene = said(on, "thanks")
    assert notes(scene.lines) == ["kept for a person to read; nothing is answered"]
    assert not scene.over
    assert end(on, scene.stored) == {"closed": "told", "outcome": "delivered"}
    assert end(on, said(on, "T").stored)["closed"] == "opted out"

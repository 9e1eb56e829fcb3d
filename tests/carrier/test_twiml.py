from datetime import timedelta

import pytest

from outbound.carrier.simulator.markup import TwimlError, duration, parse
from outbound.carrier.twilio import twiml


def test_a_question_keeps_hash_as_a_key_and_tells_silence_too():
    document = twiml.say_and_gather(["打几分？"], "zh", "http://a/b", timeout=timedelta(seconds=8))
    (gather,) = parse(document)
    assert gather.attributes == {
        "action": "http://a/b",
        "actionOnEmptyResult": "true",
        "finishOnKey": "",
        "input": "dtmf",
        "method": "POST",
        "numDigits": "1",
        "timeout": "8",
    }
    (say,) = gather.inside
    assert (say.text, say.attributes) == ("打几分？", {"language": "zh-CN"})


@pytest.mark.parametrize("text", ["</Say><Hangup/>", "a & b", "]]>", '"quoted"', "<!--"])
def test_no_text_breaks_out_of_its_verb(text):
    verbs = parse(twiml.say_and_hangup([text], "en"))
    assert [(verb.name, verb.text) for verb in verbs] == [("Say", text), ("Hangup", "")]


def test_empty_texts_are_not_said():
    assert [v.name for v in parse(twiml.say_and_hangup(["", " "], "en"))] == ["Hangup"]


def test_a_conference_may_outlive_the_call_that_leaves_it():
    (dial,) = parse(twiml.conference("desk", "http://s", ends=False))
    (room,) = dial.inside
    assert room.text == "desk"
    assert room.attributes["endConferenceOnExit"] == "false"
    assert room.attributes["beep"] == "false"


def test_the_other_answers():
    assert [v.text for v in parse(twiml.redirect("http://x?a=1&b=2"))] == ["http://x?a=1&b=2"]
    assert [v.name for v in parse(twiml.reject())] == ["Reject"]
    assert parse(twiml.nothing()) == []


@pytest.mark.parametrize(
    ("language", "tag"), [("zh", "zh-CN"), ("en", "en-US"), ("zh-TW", "zh-TW"), ("xx", "en-US")]
)
def test_languages_have_a_voice(language, tag):
    assert twiml.language_tag(language) == tag


@pytest.mark.parametrize(
    "document", ["", "x", "<Response>", "<Response><Message/></Response>", "<Say/>"]
)
def test_what_twilio_would_not_play_is_refused(document):
    with pytest.raises(TwimlError):
        parse(document)


def test_saying_takes_time_by_its_length():
    chinese, english = parse("<Response><Say>一二三四五六七八九</Say><Say>aaa</Say></Response>")
    assert duration(chinese) == timedelta(seconds=2)
    assert duration(english) == timedelta(seconds=0.5)
    pause, play = parse('<Response><Pause length="4"/><Play loop="2">u</Play></Response>')
    assert (duration(pause), duration(play)) == (timedelta(seconds=4), timedelta(seconds=10))

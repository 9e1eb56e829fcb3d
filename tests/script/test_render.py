"""What the agent's page, the voice menu and the messages get from the scripts."""

from typing import Any

import pytest

from outbound.campaign.schema import Campaign, Mode, Offer
from outbound.errors import NotFoundError
from outbound.script.environment import ScriptEnvironment
from outbound.script.fault import ScriptError
from outbound.script.lookup import find
from outbound.script.plan import Texts
from outbound.script.render import (
    AgentScript,
    Objection,
    Step,
    render_agent,
    render_offer,
    render_sms,
    render_sms_texts,
)
from outbound.script.sandbox import Named


def campaign(*questions: dict[str, Any]) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "c",
            "title": "C",
            "purpose": "survey",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * *"},
            "audience": {"segments": [{"name": "vip", "script": "s/vip"}, {"name": "all"}]},
            "contact": {"channels": [{"call": {"from": "x"}}]},
            "script": "s",
            "survey": {"questions": questions or [asks("a"), asks("b")]},
        }
    )


def asks(name: str, **changes: object) -> dict[str, Any]:
    return {"id": name, "ask": f"{name}?", "answer": "scale 1-10"} | changes


def agent(text: str, *questions: dict[str, Any], **values: object) -> AgentScript:
    environment = ScriptEnvironment.of_texts({"s/agent.md.j2": text})
    return render_agent(environment, campaign(*questions), "all", "en", "zh", values)


def test_questions_stand_where_the_script_asks_them() -> None:
    script = agent('{% block opening %}Hi{% endblock %} {{ ask("b") }} And: {{ ask("a") }}')
    assert script.steps == (
        Step("opening", "<p>Hi</p>"),
        Step("", question="b"),
        Step("", "<p>And:</p>"),
        Step("", question="a"),
    )


def test_questions_not_placed_come_before_the_closing() -> None:
    script = agent("Hi {% block closing %}Bye{% endblock %}")
    assert [step.question or step.html for step in script.steps] == [
        "<p>Hi</p>",
        "a",
        "b",
        "<p>Bye</p>",
    ]


def test_questions_that_agents_do_not_ask_have_no_step() -> None:
    script = agent('{{ ask("a") }}', asks("a", modes=["sms"]), asks("b", modes=["sms"]))
    assert script.steps == ()


def test_a_question_asked_twice_stands_once() -> None:
    assert len(agent('{{ ask("a") }}{{ ask("b") }}{{ ask("a") }}').steps) == 2


def test_a_question_that_the_campaign_lacks_is_an_error() -> None:
    with pytest.raises(ScriptError, match="'zzz'"):
        agent('{{ ask("zzz") }}')


def test_a_stage_direction_is_to_do_not_to_say() -> None:
    (step, *_) = agent("Hello\n\n> smile").steps
    assert step.html == '<p>Hello</p>\n<blockquote class="do">\n<p>smile</p>\n</blockquote>'


def test_objections_are_kept_ready_and_a_segment_replaces_one_by_name() -> None:
    script = agent(
        '{% objection "price", "Too dear" %}Old{% endobjection %}'
        '{% objection "busy" %}Later{% endobjection %}'
        '{% objection "price", "Too dear" %}New{% endobjection %}Hi'
    )
    assert script.objections == (
        Objection("price", "Too dear", "<p>New</p>"),
        Objection("busy", "busy", "<p>Later</p>"),
    )
    assert script.steps[0].html == "<p>Hi</p>"


def test_offers_have_their_place() -> None:
    assert agent("Hi {{ offers() }}").steps[1] == Step("", offers=True)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("**Li**", "<p>**Li**</p>"),
        ("# Li", "<p># Li</p>"),
        ("> Li", "<p>&gt; Li</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("a&amp;b", "<p>a&amp;amp;b</p>"),
        ("1. Li\n\n2. Na", "<p>1. Li 2. Na</p>"),
        ("\ue000ask:a\ue001", "<p>ask:a</p>"),
        ("`x` \\ ~~y~~", "<p>`x` \\ ~~y~~</p>"),
    ],
)
def test_values_are_text_not_markup(value: str, html: str) -> None:
    steps = agent("{{ subscriber.name }}", subscriber=Named("subscriber", {"name": value})).steps
    assert steps[0].html.replace("<p> ", "<p>").replace(" </p>", "</p>") == html


def test_a_script_s_own_markdown_has_no_html_links_or_images() -> None:
    html = (
        agent("**loud** <b>x</b> [x](http://a.example) ![x](http://a.example/x.png)").steps[0].html
    )
    assert "<strong>loud</strong>" in html
    assert not any(tag in html for tag in ("<b>", "<a", "<img"))


def test_an_inherited_block_keeps_its_markup() -> None:
    texts = {
        "s/agent.md.j2": "{% block opening %}**Hi**{% endblock %}",
        "s/vip/agent.md.j2": '{% extends "s/agent.md.j2" %}{% block opening %}{{ super() }} Li{% endblock %}',
    }
    script = render_agent(ScriptEnvironment.of_texts(texts), campaign(), "vip", "en", "zh", {})
    assert script.steps[0] == Step("opening", "<p><strong>Hi</strong> Li</p>")


def test_the_texts_around_an_sms_talk() -> None:
    text = "{% block opening %} Hi {% endblock %}{% block closing %}Bye{% endblock %}"
    environment = ScriptEnvironment.of_texts({"s/sms.txt.j2": text})
    found = render_sms_texts(environment, campaign(), "all", "en", "zh", {})
    assert found == Texts(opening="Hi", closing="Bye")


def test_a_message_too_long_for_sms_is_refused() -> None:
    environment = ScriptEnvironment.of_texts({"s/sms.txt.j2": "x" * 1601})
    with pytest.raises(ScriptError, match="1600"):
        render_sms(environment, campaign(), "all", "en", "zh", {})


def test_an_offer_has_its_own_words() -> None:
    offer = Offer.model_validate({"id": "o", "script": "o/data", "value": 1, "budget": 2})
    environment = ScriptEnvironment.of_texts({"o/data/agent.en.md.j2": "**{{ n }}** GB"})
    assert (
        render_offer(environment, offer, ("fr", "en"), {"n": 5}) == "<p><strong>5</strong> GB</p>"
    )


@pytest.mark.parametrize(
    ("files", "language", "expected"),
    [
        (["s.en", "s.zh", "s"], "en", "s.en"),
        (["s.zh", "s"], "en", "s.zh"),
        (["s"], "en", "s"),
        (["v.en", "s.en"], "en", "v.en"),
        (["v.zh", "s.en"], "en", "s.en"),
        (["v.zh", "s.zh"], "en", "v.zh"),
        (["v", "s.en"], "en", "v"),
        (["s.en", "s.zh"], "fr", "s.zh"),
    ],
)
def test_the_language_is_the_subscriber_s_then_the_centre_s_then_none(
    files: list[str], language: str, expected: str
) -> None:
    def path(short: str) -> str:
        script, _, tag = short.partition(".")
        return f"{script}/sms.{tag + '.' if tag else ''}txt.j2"

    environment = ScriptEnvironment.of_texts({path(short): "x" for short in files})
    assert find(environment, ("v", "s"), Mode.SMS, (language, "zh")) == path(expected)


def test_a_missing_script_is_told_with_the_file_to_write() -> None:
    with pytest.raises(NotFoundError) as caught:
        find(ScriptEnvironment.of_texts({}), ("s/vip", "s"), Mode.AGENT, ("en", "zh"))
    assert caught.value.where == "scripts/s/vip/agent.en.md.j2"

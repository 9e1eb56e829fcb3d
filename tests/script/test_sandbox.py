"""Scripts cannot escape, run away or print what was not meant."""

import pytest

from outbound.script.environment import ScriptEnvironment
from outbound.script.fault import ScriptError
from outbound.script.sandbox import Named

VALUES = {
    "subscriber": Named(
        "subscriber", {"name": "Li", "spend": 30.5, "balance": None, "year": "9" * 40}
    ),
    "names": ["a", "b"],
    "many": list(range(101)),
    "language": "en",
}


def render(text: str, name: str = "x/sms.txt.j2", **others: str) -> str:
    return ScriptEnvironment.of_texts({name: text, **others}).render(name, VALUES)


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ subscriber._name }}",
    "{{ _x }}",
    "{{ ''|attr('__class__') }}",
    "{{ subscriber.name|attr('format') }}",
    "{{ '%s'|format(subscriber) }}",
    "{{ '{0.__class__}'.format(subscriber) }}",
    "{{ subscriber.name.format() }}",
    "{{ ask.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.x() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ {'a': 1} }}",
    "{{ 'a' * 10**9 }}",
    "{{ 10**(10**7) }}",
    "{{ 7 % 3 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'x'|center(900000000) }}",
    "{{ 'x'|replace('x', 'xx') }}",
    "{{ names|map('upper')|list }}",
    "{{ names|sum(start='') }}",
    "{{ names[0:1] }}",
    "{{ names[subscriber.name] }}",
    "{% set x = 1 %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% with x = 1 %}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% import 'x/sms.txt.j2' as x %}",
    "{% from 'x/sms.txt.j2' import y %}",
    "{% include subscriber.name %}",
    "{% extends subscriber.name %}",
    "{% include ['a.j2', 'b.j2'] %}",
    "{% for a in names %}{% for b in names %}{% endfor %}{% endfor %}",
    "{% for a in names recursive %}{% endfor %}",
    "{% for a in names %}{% block b %}{% endblock %}{% endfor %}",
    "{% for a in names %}{% include 'x/sms.txt.j2' %}{% endfor %}",
    "{% block b %}{{ super() }}{{ super() }}{% endblock %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% call ask('x') %}{% endcall %}",
    "{{ ask(subscriber.name) }}",
    "{{ ask('a', 'b') }}",
    "{{ offers(1) }}",
    "{{ x is defined }}",
    "{{ 1 is odd }}",
    "{% do names.append(1) %}",
    "{{ 'a' if false }}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_what_is_not_allowed_is_refused_before_it_runs(text: str) -> None:
    environment = ScriptEnvironment.of_texts({"x/sms.txt.j2": "\n" + text})
    with pytest.raises(ScriptError) as caught:
        environment.blocks("x/sms.txt.j2")
    assert caught.value.line == 2
    assert caught.value.where.startswith("scripts/x/sms.txt.j2:2")


@pytest.mark.parametrize(
    "text",
    [
        "{{ subscriber.name * 1000000000 }}",
        "{{ subscriber.name + subscriber.name }}",
        "{{ subscriber.spend / 0 }}",
        "{{ subscriber.year * subscriber.name }}",
        "{% for c in subscriber.name %}{{ c }}{% endfor %}",
        "{% for n in many %}{{ n }}{% endfor %}",
        "{{ subscriber.name|join('x') }}",
        "{{ names.append(1) }}",
        "{{ subscriber.nam }}",
        "{{ subscriber.items }}",
        "{{ subscriber.name.upper }}",
        "{{ nobody }}",
        "{{ nobody.name }}",
        "{{ subscriber.balance }}",
        "{{ subscriber.balance < 3 }}",
    ],
)
def test_what_goes_wrong_while_rendering_names_its_line(text: str) -> None:
    with pytest.raises(ScriptError) as caught:
        render("one\n\n" + text)
    assert caught.value.where.startswith("scripts/x/sms.txt.j2:3")


def test_an_undefined_variable_is_named() -> None:
    with pytest.raises(ScriptError, match=r"'subscriber\.nam' is undefined"):
        render("Dear {{ subscriber.nam }}")


def test_null_is_an_error_unless_it_has_a_default() -> None:
    with pytest.raises(ScriptError, match="null"):
        render("{{ subscriber.balance }}")
    assert render("{{ subscriber.balance|default('none') }}") == "none"


def test_output_has_a_bound() -> None:
    environment = ScriptEnvironment.of_texts({"x/sms.txt.j2": "1234567890"})
    assert environment.render("x/sms.txt.j2", {}, limit=10) == "1234567890"
    with pytest.raises(ScriptError, match="more than 9 characters"):
        environment.render("x/sms.txt.j2", {}, limit=9)


def test_a_script_whose_work_would_be_unbounded_is_refused() -> None:
    long = "{% for n in names %}" + "{{ n }}" * 300 + "{% endfor %}"
    with pytest.raises(ScriptError, match="too long to render safely"):
        render(long)


@pytest.mark.parametrize("tag", ["extends", "include"])
def test_a_script_that_comes_back_to_itself_is_refused(tag: str) -> None:
    with pytest.raises(ScriptError, match="comes back to itself"):
        render(f"{{% {tag} 'b.j2' %}}", **{"b.j2": f"{{% {tag} 'x/sms.txt.j2' %}}"})


def test_includes_that_double_at_each_level_are_refused() -> None:
    texts = {f"n{i}.j2": f"{{% include 'n{i + 1}.j2' %}}" * 9 for i in range(6)} | {"n6.j2": "x"}
    with pytest.raises(ScriptError, match="too long to render safely"):
        ScriptEnvironment.of_texts(texts).render("n0.j2", {})


def test_a_missing_parent_is_told_at_its_place() -> None:
    with pytest.raises(ScriptError, match="no script gone") as caught:
        render("\n{% extends 'gone/sms.txt.j2' %}")
    assert caught.value.where == "scripts/x/sms.txt.j2:2:12"


def test_values_are_data_never_template_text() -> None:
    values = {"name": "{{ 7 * 7 }}{% include 'x' %}"}
    environment = ScriptEnvironment.of_texts({"a.txt.j2": "{{ name }}"})
    assert environment.render("a.txt.j2", values) == values["name"]


def test_numbers_and_days_read_as_people_write_them() -> None:
    text = "{{ subscriber.spend * 2 }} {{ 7 / 2 }} {{ '2026-08-05'|date }} {{ 8.6|money }} {{ 2.5|round }}"
    assert render(text) == "61 3.5 5 Aug 8.60 3"


def test_amounts_and_months_are_as_short_as_people_say_them() -> None:
    text = "{{ 58 | amount }} {{ 58.5 | amount }} {{ 7 | month }} {{ '12' | month }} {{ '2026-08-05' | month }}"
    environment = ScriptEnvironment.of_texts({"a.txt.j2": text})
    assert environment.render("a.txt.j2", {"language": "en"}) == "58 58.50 July December August"
    assert environment.render("a.txt.j2", {"language": "zh"}) == "58 58.50 7月 12月 8月"
    with pytest.raises(ScriptError, match="not a month"):
        render("{{ 13 | month }}")


def test_invisible_characters_in_values_become_blanks() -> None:
    environment = ScriptEnvironment.of_texts({"a.txt.j2": "{{ name }}"})
    assert (
        environment.render("a.txt.j2", {"name": "Li\r\n\ue000ask:x\ue001\u2028Na"}) == "Li ask:x Na"
    )

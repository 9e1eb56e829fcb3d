"""Laws of scripts: whatever is written, they render within bounds or fail with a place."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from outbound.script.environment import ScriptEnvironment
from outbound.script.fault import ScriptError
from outbound.script.inspection import variables
from outbound.script.markdown import to_html
from outbound.script.marks import Mark, split
from outbound.script.sandbox import Named
from outbound.script.sms_length import segments

pieces = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "if",
        "for",
        "in",
        "else",
        "endif",
        "endfor",
        "block",
        "endblock",
        "x",
        "a.b",
        "subscriber",
        "subscriber.name",
        "|",
        "default",
        "upper",
        "join",
        "(",
        ")",
        "[",
        "]",
        "'text'",
        '"t"',
        "0",
        "10",
        "1e9",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "~",
        "==",
        "<",
        "and",
        "or",
        "not",
        "is",
        "none",
        "range(9)",
        "ask('x')",
        "super()",
        "objection",
        "endobjection",
        "include",
        "extends",
        "set",
        "macro",
        "import",
        "__class__",
        "._",
        ".format",
        "{{ask}}",
        ".",
        ",",
        ":",
        "=",
        "{{subscriber.name}}",
        "{{a}}",
        "{%block",
        "b%}{%endblock%}",
    ]
)
VALUES = {"subscriber": Named("subscriber", {"name": "Li"}), "a": [1, 2], "x": 3, "language": "en"}


@given(st.lists(pieces, max_size=25).map(" ".join), st.sampled_from(["a.txt.j2", "a.md.j2"]))
@example("{{ x }}", "a.txt.j2")
def test_any_text_renders_or_is_a_script_error(text: str, name: str) -> None:
    environment = ScriptEnvironment.of_texts({name: text})
    try:
        variables(environment, name)
        assert len(environment.render(name, VALUES)) <= 64_000
    except ScriptError as fault:
        placed = fault.where.startswith(f"scripts/{name}")
    else:
        placed = True
    assert placed


@given(st.text())
def test_no_value_becomes_markup_or_a_mark(value: str) -> None:
    environment = ScriptEnvironment.of_texts({"a.md.j2": "x {{ name }} x"})
    rendered = environment.render("a.md.j2", {"name": value})
    assert not any(isinstance(piece, Mark) for piece in split(rendered))
    html = to_html(rendered)
    assert html.startswith("<p>x ")
    assert html.endswith(" x</p>")
    assert not re.search("<(?!/?p>)", html)


@given(st.text())
def test_a_value_arrives_word_for_word_in_a_message(value: str) -> None:
    environment = ScriptEnvironment.of_texts({"a.txt.j2": "{{ name }}"})
    printable = "".join(c for c in value if c.isprintable() and not "\ue000" <= c <= "\uf8ff")
    assert environment.render("a.txt.j2", {"name": printable}) == printable


@given(st.text(max_size=400))
def test_a_message_s_parts_hold_its_units(text: str) -> None:
    length = segments(text)
    alone, joined = (160, 153) if length.encoding == "gsm-7" else (70, 67)
    assert (length.segments == 1) == (length.units <= alone)
    assert length.units <= max(alone, length.segments * joined)
    assert length.segments == 1 or length.units > (length.segments - 1) * (joined - 1)

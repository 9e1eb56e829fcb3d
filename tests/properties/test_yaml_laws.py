"""Any text is a document or problems with places; every character of a scalar is found in the file."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.campaign.source import read_yaml, source_of

PIECES = st.sampled_from(
    ["a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n"]
) | st.sampled_from(
    [
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "# c",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\t",
        "客户",
        "<<: ",
        "@",
    ]
)
LETTERS = st.text("ab '\"\\:#客户{}[],-\n", min_size=1, max_size=40)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_is_a_document_or_problems_inside_it(text):
    source, problems = source_of(text, "f.yaml")
    assert source is not None or problems
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= max(map(len, lines)) + 2


@settings(max_examples=400, deadline=None)
@given(LETTERS, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans())
def test_every_visible_character_is_found_where_it_stands(value, style, unicode):
    dumped = yaml.safe_dump(
        {"key": value},
        default_style=style,
        allow_unicode=unicode,
        width=20,
        default_flow_style=False,
    )
    source = read_yaml(dumped, "f.yaml")
    trail = next(iter(source.values.keys() - {()}))
    if source.data["key"] != value:
        return  # read as a number or a word, not as this text
    lines = dumped.split("\n")
    for offset, character in enumerate(value):
        if not character.isspace():
            line, column, _ = source.locate(trail, offset)
            assert lines[line - 1][column - 1] in (character, "\\"), (dumped, offset)

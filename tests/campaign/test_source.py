import pytest

from outbound.campaign.problems import Problem
from outbound.campaign.source import MAX_BYTES, read_source, read_yaml, source_of
from outbound.errors import ProblemsError


def problems(text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in source_of(text, "f.yaml")[1]]


def test_scalars_are_those_of_yaml_1_2():
    text = (
        "a: [21:00, NO, 010, yes, 0x1F, 1_000, 5, -7, 1.5, .5, 1e3, true, null, ~, '5', 2026-11-23]"
    )
    values = [
        "21:00",
        "NO",
        "010",
        "yes",
        "0x1F",
        "1_000",
        5,
        -7,
        1.5,
        0.5,
        1000.0,
        True,
        None,
        None,
    ]
    assert read_yaml(text, "f").data == {"a": [*values, "5", "2026-11-23"]}


def test_numbers_too_large_for_a_computer_stay_text():
    assert read_yaml(f"a: {'9' * 5000}\nb: 1e999", "f").data == {"a": "9" * 5000, "b": "1e999"}


def test_keys_stay_as_written():
    assert read_yaml("{1: a, true: b, 010: c}", "f").data == {"1": "a", "true": "b", "010": "c"}


def test_columns_count_characters_of_any_language():
    source = read_yaml("标题: {中文: 客户, b: [1, 二]}", "f")
    assert source.position(("标题", "b", 1)) == (1, 21, "f")
    assert source.key_position(("标题", "b")) == (1, 14, "f")


def test_an_absent_value_is_placed_at_its_parents_key():
    source = read_yaml("a: 1\nb:\n  c: 2\n", "f")
    assert source.position(("b", "nothing")) == (2, 1, "f")
    assert source.position(("nothing",)) == (1, 1, "f")


def test_a_byte_order_mark_moves_no_column(tmp_path):
    file = tmp_path / "f.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: &x 1\n")
    _, found = read_source(file, "f.yaml")
    assert (found[0].line, found[0].column) == (1, 4)


def test_find_follows_lists_and_mappings():
    source = read_yaml("a: [{b: 1}, {c: 2}, {b: 3}]\nu: {x: 4, y: 5}", "f")
    assert list(source.find("a", "*", "b")) == [(("a", 0, "b"), 1), (("a", 2, "b"), 3)]
    assert [value for _, value in source.find("u", "*")] == [4, 5]
    assert list(source.find("a", "b")) == []


@pytest.mark.parametrize(
    ("yaml", "offset", "line", "column"),
    [
        ("k: status and x", 11, 1, 15),
        ("k: status\n   and x", 11, 2, 8),
        ("k: 'it''s x'", 5, 1, 11),
        ('k: "a \\"b\\" x"', 6, 1, 13),
        ('k: "a\\u0020b\\n x"', 5, 1, 16),
        ('k: "a \\\n   b x"', 4, 2, 6),
        ("k: |\n  one\n    two x\n", 10, 3, 9),
        ("k: >-  # folded\n  one\n  two x\n", 8, 3, 7),
        ("k: >\n  客户等级 =\n  '金卡'\n", 7, 3, 3),
        ("k: {in: [a, 'b c']}", 0, 1, 4),
        ("k: ab", 99, 1, 6),
        ("k: 'ab'", 99, 1, 7),
    ],
)
def test_a_character_of_a_text_is_found_in_the_file(yaml, offset, line, column):
    assert read_yaml(yaml, "f").locate(("k",), offset) == (line, column, "f")


def test_reading_raises_with_every_problem():
    with pytest.raises(ProblemsError) as caught:
        read_yaml("a: 1\na: 2\nb: 1\nb: 2\n", "f.yaml")
    assert len(caught.value.problems) == 2
    assert str(caught.value).startswith("f.yaml:2:1: duplicate-key The key a stands twice")


def test_a_doubled_key_names_both_places():
    problem = source_of("title: a\npurpose: b\ntitle: c\n", "f")[1][0]
    assert (problem.line, problem.column) == (3, 1)
    assert "first at line 1, column 1" in problem.message


def test_a_problem_reads_as_compilers_write_them():
    problem = Problem("campaigns/a.yaml", 3, 7, "unknown-key", "error", "There is no such key.")
    assert str(problem) == "campaigns/a.yaml:3:7: unknown-key There is no such key."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (1, 1, "empty-file")),
        (b"  \n\n", (1, 1, "empty-file")),
        (b"# only a comment\n", (1, 1, "empty-file")),
        ("a: 标题\nb: \xe9".encode("latin-1", "ignore"), (2, 4, "encoding")),
        ("标题: x".encode("gb18030"), (1, 1, "encoding")),
        ("a: 1".encode("utf-16"), (1, 1, "encoding")),
        (b"a: 1\nb: x\x00y", (2, 5, "bad-character")),
        ("a: x\u2028y".encode(), (1, 5, "bad-character")),
        (b"a: " + b"x" * MAX_BYTES, (1, 1, "too-large")),
        (b"a: [" + b"1," * 20_001 + b"1]", (1, 39_999, "too-large")),
        (b"[" * 200, (1, 34, "too-large")),
    ],
)
def test_a_file_that_cannot_be_yaml_is_one_clear_problem(tmp_path, content, expected):
    file = tmp_path / "f.yaml"
    file.write_bytes(content)
    source, found = read_source(file, "f.yaml")
    assert source is None
    assert [(p.line, p.column, p.code) for p in found] == [expected]


def test_a_missing_file_is_a_problem(tmp_path):
    _, found = read_source(tmp_path / "none.yaml", "none.yaml")
    assert [p.code for p in found] == ["missing-file"]
    _, found = read_source(tmp_path, "folder")
    assert [p.code for p in found] == ["missing-file"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: &a x\nowner: *a\n", [(1, 8, "anchor"), (2, 8, "anchor")]),
        ("title: !!python/object/apply:os.system ['true']\n", [(1, 8, "tag")]),
        ("title: ! x\n", [(1, 8, "tag")]),
        ("<<: {a: 1}\n", [(1, 1, "anchor")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "several-documents")]),
        ("? [a, b]\n: c\n", [(1, 3, "bad-key")]),
        ("?\n: c\n", [(1, 2, "bad-key")]),
        (": c\n", [(1, 1, "syntax")]),
        ("a: {x: 1, x: 2}\n", [(1, 11, "duplicate-key")]),
        ("title: [unclosed\n", [(1, 8, "syntax")]),
        ("title: {unclosed: 1\n", [(1, 8, "syntax")]),
        ("title: 'unclosed\n", [(1, 8, "syntax")]),
        ("a: b: c\n", [(1, 5, "syntax")]),
        ("a:\n\t- x\n", [(2, 1, "syntax")]),
        ("a: @x\n", [(1, 4, "syntax")]),
        ("a: 1\n b: 2\n", [(2, 3, "syntax")]),
        ("- a\nb: 1\n", [(2, 1, "syntax")]),
        ('a: "\\q"\n', [(1, 5, "syntax")]),
        ("a: [1,,2]\n", [(1, 7, "syntax")]),
        ('a: "x" y\n', [(1, 8, "syntax")]),
        ("%YAML 9.9\n---\na: 1\n", [(1, 1, "syntax")]),
    ],
)
def test_what_these_files_do_not_use_is_refused_at_its_place(text, expected):
    assert problems(text) == expected

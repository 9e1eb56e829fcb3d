"""Scripts in files: found only inside the folder, extended by segment, read once."""

from pathlib import Path

import pytest

from outbound.script.environment import ScriptEnvironment
from outbound.script.fault import ScriptError

COMMON = "{% block a %}common {{ who }}{% endblock %}|{% block b %}b{% endblock %}"
SPECIAL = "{% extends 'common.txt.j2' %}{% block a %}special, {{ super() }}{% endblock %}"


def test_a_script_extends_another() -> None:
    environment = ScriptEnvironment.of_texts({"common.txt.j2": COMMON, "s.txt.j2": SPECIAL})
    assert environment.render("s.txt.j2", {"who": "Li"}) == "special, common Li|b"


def test_one_block_with_its_parents_behind_it() -> None:
    environment = ScriptEnvironment.of_texts({"common.txt.j2": COMMON, "s.txt.j2": SPECIAL})
    assert environment.render_block("s.txt.j2", "a", {"who": "Li"}) == "special, common Li"
    assert environment.render_block("s.txt.j2", "b", {}) == "b"
    assert environment.render_block("s.txt.j2", "none", {}) == ""


def test_what_a_script_reaches_is_what_a_snapshot_keeps() -> None:
    texts = {"common.txt.j2": COMMON, "s.txt.j2": SPECIAL, "other.txt.j2": "x"}
    kept = ScriptEnvironment.of_texts(texts).reachable(["s.txt.j2"])
    assert set(kept) == {"common.txt.j2", "s.txt.j2"}
    assert ScriptEnvironment.of_texts(kept).render("s.txt.j2", {"who": "Li"})


@pytest.mark.parametrize(
    "name",
    ["../secret.txt.j2", "/etc/passwd", "a/../../secret.txt.j2", "link.txt.j2", "a//b.j2", ""],
)
def test_nothing_outside_the_folder_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt.j2").write_text("secret")
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "link.txt.j2").symlink_to(tmp_path / "secret.txt.j2")
    environment = ScriptEnvironment.of_folder(scripts)
    assert not environment.has(name)
    with pytest.raises(ScriptError, match="no such script"):
        environment.render(name, {})


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt.j2").write_bytes(b"fine\n\xff\xfe")
    with pytest.raises(ScriptError, match="not UTF-8") as caught:
        ScriptEnvironment.of_folder(tmp_path).render("a.txt.j2", {})
    assert caught.value.where == "scripts/a.txt.j2:2"


def test_a_file_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt.j2").write_text("x" * 64_001)
    with pytest.raises(ScriptError, match="longer than 64000"):
        ScriptEnvironment.of_folder(tmp_path).render("a.txt.j2", {})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n  {{ name", "a.txt.j2:2:3"),
        ("a\n中文 {{ name other }}", "a.txt.j2:2:12"),
        ("a\n{% blok x %}", "a.txt.j2:2:4"),
        ("{{ name|nofilter }}", "a.txt.j2:1:9"),
        ("{% if x %}", "a.txt.j2:1:4"),
    ],
)
def test_a_syntax_error_has_line_and_column(text: str, place: str) -> None:
    with pytest.raises(ScriptError) as caught:
        ScriptEnvironment.of_texts({"a.txt.j2": text}).blocks("a.txt.j2")
    assert caught.value.where == f"scripts/{place}"

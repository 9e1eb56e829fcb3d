"""Every code has a page, and its examples are so: the wrong one yields the code, the right one does not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outbound.campaign.problems import CODES, Problem
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.check.explanations import explanation
from outbound.check.profile import KnownProfile
from outbound.errors import UsageError
from tests.check.worlds import CAMPAIGN, CENTRE, COLUMNS, NOW, RETENTION, make, problems

FENCE = re.compile(r"```(\w+)(?: (\S+))?\n(.*?)```\n", re.DOTALL)
SHOWN = {"wrong": 2, "right": 3}


def example(code: str, part: str) -> list[tuple[str, str, str]]:
    """The part's blocks: language, file and text."""
    section = re.split(r"^## ", explanation(code), flags=re.MULTILINE)[SHOWN[part]]
    return [(lang, file, text) for lang, file, text in FENCE.findall(section + "\n")]


def keys(text: str) -> Iterator[tuple[str, str]]:
    """The top-level keys of a file, each with its lines."""
    for part in re.split(r"^(?=\w)", text, flags=re.MULTILINE):
        if part.strip():
            yield part.partition(":")[0], part


def laid_over(whole: str, fragment: str) -> str:
    return "".join((dict(keys(whole)) | dict(keys(fragment))).values())


def world(root: Path, code: str, part: str) -> Workspace:
    """The whole workspace with the example laid over it."""
    blocks = example(code, part)
    campaign, centre, others = CAMPAIGN, CENTRE, dict[str, str]()
    for _, file, text in blocks:
        if file == "":
            campaign = laid_over(RETENTION if "\noffers:" in f"\n{text}" else CAMPAIGN, text)
        elif file == "outbound.yaml":
            centre = laid_over(CENTRE, text)
        else:
            others[file] = text
    scripts = {f.removeprefix("scripts/"): t for f, t in others.items() if f.startswith("scripts")}
    workspace = make(root, campaign, centre, **scripts)
    for file, text in others.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return workspace


EXECUTABLE = [code for code in CODES if example(code, "wrong")[0][0] != "console"]


@pytest.mark.parametrize("code", EXECUTABLE)
def test_the_wrong_example_yields_the_code_and_the_right_one_does_not(tmp_path, code):
    wrong, right = (problems(world(tmp_path / p, code, p)) for p in ("wrong", "right"))
    assert code in {p.code for p in wrong}
    assert code not in {p.code for p in right}
    # An example is a fragment: a question that it leaves out is still asked by the script around it.
    assert {p.code for p in right if p.is_error} <= {"script-variable"}


def missing_file(root: Path) -> list[Problem]:
    return check_workspace(make(root), [Path("campaigns/winter.yml")], COLUMNS, NOW)


def named(root: Path) -> list[Problem]:
    place = make(root)
    (place.campaigns_dir / "Winter Survey.yaml").write_text(CAMPAIGN, encoding="utf-8")
    return problems(place)


def encoded(root: Path) -> list[Problem]:
    place = make(root)
    place.campaign_file("c").write_bytes(CAMPAIGN.encode("gbk"))
    return problems(place)


def no_base(root: Path) -> list[Problem]:
    return problems(make(root), columns=None)


def shared(root: Path) -> list[Problem]:
    return problems(make(root), profile=KnownProfile(shared_numbers=3))


def long_row(root: Path) -> list[Problem]:
    place = make(root, "extends: templates/t0\n" + CAMPAIGN)
    place.templates_dir.mkdir()
    for n in range(20):
        file = place.templates_dir / f"t{n}.yaml"
        file.write_text(f"extends: templates/t{n + 1}\n", encoding="utf-8")
    return problems(place)


ELSEWHERE: dict[str, Callable[[Path], list[Problem]]] = {
    "missing-file": missing_file,
    "file-name": named,
    "encoding": encoded,
    "bad-character": lambda root: problems(make(root, CAMPAIGN.replace("Survey", "Sur\ufeffvey"))),
    "no-base": no_base,
    "shared-numbers": shared,
    "extends-too-long": long_row,
}
"""Codes whose examples are no file's text: the same is built here."""

BY_OTHERS = {"rehearsal"}
"""Codes that replaying rehearsals tells, and that its own tests show."""


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_no_file_can_show_yields_the_code_too(tmp_path, code):
    assert code in {p.code for p in ELSEWHERE[code](tmp_path / "w")}


def test_every_code_is_shown_by_an_example():
    assert {*EXECUTABLE, *ELSEWHERE, *BY_OTHERS} == set(CODES)
    assert not set(EXECUTABLE) & {*ELSEWHERE, *BY_OTHERS}


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_its_parts(code):
    page = explanation(code)
    assert page.startswith(f"# {code}\n")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == ["Why it matters", "Wrong", "Right"]
    assert max(map(len, page.splitlines())) <= 140


def test_there_is_no_page_without_its_code():
    folder = Path(__file__).parents[2] / "outbound" / "check" / "pages"
    assert {file.stem for file in folder.glob("*.md")} == set(CODES)


def test_an_unknown_code_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="no kind of problem") as refused:
        explanation("segment-nevr")
    assert "segment-never" in refused.value.hint

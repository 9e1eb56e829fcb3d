"""Whatever a tired author does to a good campaign: problems inside the file, or exactly what is written."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.campaign.loader import campaign_problems
from outbound.campaign.problems import CODES
from outbound.campaign.schema import Campaign
from outbound.campaign.source import Source
from outbound.campaign.values import parse_duration, parse_fraction, parse_time_of_day
from tests.check.worlds import CAMPAIGN, RETENTION, make, problems

# fmt: off
ODD = st.sampled_from([
    "", "~", "null", "true", "NO", "yes", "010", "1e3", "0x1F", "21:00", "12:30:45", "-1", "1_000",
    "2026-11-31", "2026-11-23", "5%", "500%", "3d", "3 days", "[]", "{}", "[a, b]", "{a: b}",
    "'", '"', "|", ">-", "&a x", "*a", "!!int 3", "@x", "%x", "# gone", "- x", "a: b", "客户",
    "status = 'active'", "((((", "a" * 3000, "\x00", "\u2028", "\ufeff", "\t", "1" * 40, ".inf",
])
# fmt: on
Lines = list[str]
Change = Callable[[Lines, int, Any], Lines]


def delete(lines: Lines, at: int, odd: str) -> Lines:
    return lines[:at] + lines[at + 1 :]


def double(lines: Lines, at: int, odd: str) -> Lines:
    return [*lines[: at + 1], *lines[at:]]


def indent(lines: Lines, at: int, odd: str) -> Lines:
    return [*lines[:at], " " * (1 + len(odd) % 3) + lines[at], *lines[at + 1 :]]


def outdent(lines: Lines, at: int, odd: str) -> Lines:
    return [*lines[:at], lines[at][1 + len(odd) % 2 :], *lines[at + 1 :]]


def swap(lines: Lines, at: int, odd: str) -> Lines:
    return [*lines[:at], *reversed(lines[at : at + 2]), *lines[at + 2 :]]


def replace_value(lines: Lines, at: int, odd: str) -> Lines:
    key, colon, _ = lines[at].partition(": ")
    return [*lines[:at], f"{key}: {odd}" if colon else odd, *lines[at + 1 :]]


def replace_inner_value(lines: Lines, at: int, odd: str) -> Lines:
    key, colon, rest = lines[at].rpartition(": ")
    end = "".join(c for c in rest if c in "}])")
    return [*lines[:at], f"{key}: {odd}{end}" if colon else odd, *lines[at + 1 :]]


def retype(lines: Lines, at: int, odd: str) -> Lines:
    key, colon, rest = lines[at].partition(": ")
    quoted = rest.strip("'\"") if rest[:1] in ("'", '"') else f"'{rest}'"
    return [*lines[:at], f"{key}{colon}{quoted}", *lines[at + 1 :]]


def insert(lines: Lines, at: int, odd: str) -> Lines:
    line, place = lines[at], len(odd) * 7 % (len(lines[at]) + 1)
    return [*lines[:at], line[:place] + odd + line[place:], *lines[at + 1 :]]


def shorten(lines: Lines, at: int, odd: str) -> Lines:
    place = len(odd) * 5 % (len(lines[at]) + 1)
    return [*lines[:at], lines[at][:place]]


def widen(lines: Lines, at: int, odd: str) -> Lines:
    wide = str.maketrans("':,()", "’：，（）")  # what an input method gives
    return [*lines[:at], lines[at].translate(wide), *lines[at + 1 :]]


CHANGES: list[Change] = [
    delete,
    double,
    indent,
    outdent,
    swap,
    replace_value,
    replace_inner_value,
    retype,
    insert,
    shorten,
    widen,
]
STEPS = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 60), ODD), min_size=1, max_size=3
)


def broken(text: str, steps: list[tuple[Change, int, str]]) -> str:
    lines = text.split("\n")
    for change, at, odd in steps:
        lines = change(lines, at % len(lines), odd) or [""]
    return "\n".join(lines)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.sampled_from([CAMPAIGN, RETENTION]), STEPS)
def test_a_changed_campaign_is_told_at_places_that_exist_or_loads_as_written(whole, steps):
    text = broken(whole, steps)
    with TemporaryDirectory() as folder:
        workspace = make(Path(folder) / "w", text)
        found = problems(workspace)
        campaign, source, own = campaign_problems(workspace, workspace.campaign_file("c"))
    lines = text.replace("\r\n", "\n").split("\n")
    for problem in found:
        assert problem.code in CODES
        if problem.file == "campaigns/c.yaml":
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    if campaign is None:
        assert any(problem.is_error for problem in own)
    else:
        assert source is not None
        assert list(changed(campaign, source)) == []


def changed(campaign: Campaign, source: Source) -> Iterator[tuple[object, ...]]:
    """Every scalar that is not loaded as it is written."""
    loaded = campaign.model_dump(mode="json", by_alias=True)
    for trail, mark in source.values.items():
        if mark.style is not None and trail[-1:] != ("",):
            value = at(loaded, trail)
            if not same(str(mark.text), mark.style, value):
                yield trail, mark.text, value


def at(value: Any, trail: tuple[str | int, ...]) -> Any:
    for part in trail:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
    return value


def same(written: str, style: str, loaded: object) -> bool:
    if isinstance(loaded, bool):
        return written == str(loaded).lower()
    if loaded is None:
        return style == "" and written in ("", "~", "null")
    if written.strip() == str(loaded):
        return True
    readers: tuple[Callable[[Any], object], ...] = (
        Decimal,
        parse_duration,
        parse_fraction,
        parse_time_of_day,
    )
    return any(read(written, reader) == read(str(loaded), reader) for reader in readers)


def read(text: str, reader: Callable[[Any], object]) -> object:
    """What the reader makes of the text; a thing of its own, equal to nothing, where it refuses."""
    try:
        return reader(text)
    except (ValueError, InvalidOperation):
        return object()

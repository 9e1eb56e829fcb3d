"""Pictures: bars that add up, intervals where there is a value, and nothing where there is none."""

from xml.etree import ElementTree

import pytest

from outbound.picture.bars import Bar, BarGroup, bars
from outbound.picture.cells import CellProgress, cells
from outbound.picture.shares import shares
from outbound.picture.svg import fitted, share, signed, standalone, text_width
from outbound.picture.waterfall import LABELS, Fall, waterfall
from outbound.score.nouns import Flag, Score
from outbound.score.pictures.hours import hours
from outbound.score.pictures.multiples import multiples
from outbound.score.pictures.whiskers import Reference, Row, standing, whiskers

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def texts(drawn: str) -> list[str]:
    return ["".join(t.itertext()) for t in parsed(drawn).iter(f"{SVG}text")]


def rects(drawn: str) -> list[tuple[float, float]]:
    """(from, to) of every bar, top to bottom."""
    found = [
        (float(r.attrib["x"]), float(r.attrib["width"])) for r in parsed(drawn).iter(f"{SVG}rect")
    ]
    return [(x, x + width) for x, width in found]


def score(
    value: float | None, low: float = 0, high: float = 0, base: int = 100, process: str = "p"
) -> Score:
    flag = Flag.SUPPRESSED if value is None else Flag.SMALL if base < 60 else None
    ends = (None, None) if value is None else (low, high)
    return Score("score", process, {}, value, *ends, base, flag, "", base)


def test_waterfall_bars_add_up_from_the_base_to_the_list() -> None:
    drawn = waterfall(
        "list",
        Fall("base", 1000, level=True),
        [Fall("outside", 600), Fall("nobody", 0), Fall("held out", 100)],
        Fall("listed", 300, level=True),
    )
    base, outside, held, listed = rects(drawn)
    assert base[0] == listed[0] == LABELS
    assert outside[1] == pytest.approx(base[1], abs=0.2)
    assert held[1] == pytest.approx(outside[0], abs=0.2)
    assert listed[1] == pytest.approx(held[0], abs=0.2)
    assert (base[1] - base[0]) * 0.3 == pytest.approx(listed[1] - listed[0], abs=0.2)
    assert "−600" in "".join(texts(drawn))
    assert "nobody" not in texts(drawn)


def test_bars_begin_at_zero_and_carry_their_counts() -> None:
    drawn = bars("outcomes", [BarGroup("Talked", (Bar("done", 50), Bar("half", 25)))], 200)
    (start, end), (also, half) = rects(drawn)
    assert start == also
    assert half - start == pytest.approx((end - start) / 2, abs=0.2)
    assert "5025%" in texts(drawn)


def test_a_group_without_counts_is_not_drawn() -> None:
    drawn = bars(
        "outcomes", [BarGroup("Talked", (Bar("done", 1),)), BarGroup("Never", (Bar("x", 0),))], 1
    )
    assert not any("Never" in words for words in texts(drawn))


def test_a_score_is_never_drawn_without_its_interval() -> None:
    drawn = parsed(whiskers("scores", [Row("Tariff", score(57, 50, 64))], "en"))
    (dot,) = drawn.iter(f"{SVG}circle")
    (whisker,) = [x for x in drawn.iter(f"{SVG}line") if "whisker" in x.attrib["class"]]
    left, middle, right = (
        float(v) for v in (whisker.attrib["x1"], dot.attrib["cx"], whisker.attrib["x2"])
    )
    assert left < middle < right
    assert middle - left == pytest.approx(right - middle, abs=0.2)


def test_a_suppressed_score_is_hatched_with_a_dash_and_its_base() -> None:
    drawn = whiskers("scores", [Row("Rewards", score(None, base=17))], "en")
    assert not list(parsed(drawn).iter(f"{SVG}circle"))
    assert "url(#p" in drawn
    assert "–" in texts(drawn)
    assert "n 17 · sample too small" in texts(drawn)


def test_a_small_base_is_hollow_and_says_so() -> None:
    drawn = whiskers("scores", [Row("Hotline", score(61, 50, 72, base=45))], "zh")
    (dot,) = parsed(drawn).iter(f"{SVG}circle")
    assert "hollow" in dot.attrib["class"]
    assert "n 45 · 样本偏少" in texts(drawn)


@pytest.mark.parametrize(
    ("low", "high", "base", "expected"),
    [
        (71, 75, 100, "good"),
        (60, 69, 100, ""),
        (50, 55, 100, "bad"),
        (71, 75, 45, ""),
        (65.5, 70, 100, ""),
    ],
)
def test_only_a_whole_interval_beyond_the_reference_stands_out(
    low: float, high: float, base: int, expected: str
) -> None:
    assert standing(score((low + high) / 2, low, high, base), Reference("whole", 65)) == expected


def test_standing_out_is_told_by_shape_as_well_as_colour() -> None:
    rows = [Row("a", score(80, 78, 82)), Row("b", score(40, 38, 42))]
    drawn = texts(whiskers("scores", rows, "en", reference=Reference("whole", 60)))
    assert "▲" in drawn
    assert "▼" in drawn
    assert "whole 60" in drawn


def test_small_multiples_have_a_panel_a_place_and_a_row_a_process() -> None:
    rows = [Row("Tariff", score(57, 50, 64, process="tariff"))]
    panels = [
        ("north", {"tariff": score(70, 66, 74)}),
        ("south", {"tariff": score(None, base=9)}),
        ("west", {}),
    ]
    drawn = texts(multiples("by region", panels, rows, "en"))
    assert {"north", "south", "west", "Tariff", "70▲", "–"} <= set(drawn)


def test_shares_fill_the_width() -> None:
    drawn = rects(shares("nps", [("no", 0.25, "bad"), ("so", 0.25, "bar"), ("yes", 0.5, "good")]))
    assert drawn[0][0] == 0
    assert drawn[-1][1] == pytest.approx(718)


def test_a_full_cell_is_ticked_and_never_overflows() -> None:
    drawn = cells("cells", [CellProgress("north/gold", 22, 10), CellProgress("south/gold", 0, 10)])
    full_back, full, empty_back = rects(drawn)
    assert full == full_back
    assert empty_back[0] > full_back[1]
    assert any("✓" in words for words in texts(drawn))


def test_hours_show_gaps_as_gaps() -> None:
    drawn = texts(hours("hours", {9: 10, 11: 20}, {9: 3}, "en"))
    assert {"09", "10", "11", "20"} <= set(drawn)
    assert hours("hours", {}, {}, "en")


def test_every_picture_is_told_in_words_and_escapes_what_it_is_given() -> None:
    drawn = bars("a <b> & c", [BarGroup("g", (Bar("<script>", 3),))], 3)
    root = parsed(drawn)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "a <b> & c"
    assert description is not None
    assert description.text == "<script>: 3"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]


def test_a_picture_can_stand_alone() -> None:
    alone = standalone(shares("nps", [("all", 1.0, "good")]))
    (style,) = parsed(alone).iter(f"{SVG}style")
    assert "prefers-color-scheme" in (style.text or "")


def test_words_that_do_not_fit_are_cut() -> None:
    assert fitted("complaint handling", 500) == "complaint handling"
    cut = fitted("complaint handling", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60
    assert text_width("网络") > text_width("ne")


def test_figures_read_well() -> None:
    assert [signed(v) for v in (-12.4, -0.3, 0.0, 7.6)] == ["−12", "0", "0", "8"]
    assert [share(*v) for v in ((0, 10), (1, 1000), (5, 10), (1, 0))] == ["0%", "<1%", "50%", "–"]

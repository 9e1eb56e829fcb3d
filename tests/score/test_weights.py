"""Weights by hand-computed examples."""

import numpy as np
import pytest

from outbound.errors import InputError
from outbound.score.weights import (
    Margin,
    kish_deff,
    merge_thin,
    nonresponse_factors,
    rake,
    rake_and_trim,
    trim,
    unevenness,
)


def test_kish_of_equal_weights_is_one() -> None:
    assert kish_deff(np.full(7, 3.0)) == pytest.approx(1)


def test_kish_of_one_and_three() -> None:
    assert kish_deff(np.array([1.0, 3.0])) == pytest.approx(2 * 10 / 16)


def test_uneven_weights_warn_then_block() -> None:
    assert unevenness(np.ones(10)) == ""
    assert unevenness(np.array([1.0] * 9 + [5.0])) == "weights uneven (deff 1.73)"
    assert "too uneven to publish" in unevenness(np.array([1.0] * 99 + [60.0]))


def test_nonresponse_gives_the_silent_back_to_their_class() -> None:
    a, b = ("c", "young"), ("c", "old")
    factors = nonresponse_factors([a, a, b], np.array([2.0, 2.0, 2.0]), {a: 12.0, b: 4.0})
    assert factors.tolist() == [3.0, 3.0, 2.0]


def test_a_class_of_unknown_total_keeps_its_weights() -> None:
    assert nonresponse_factors([("c", "x")], np.array([5.0]), {}).tolist() == [1.0]


def test_thin_and_silent_classes_share_one_class_of_their_campaign() -> None:
    thick, thin, silent = ("c", "thick"), ("c", "thin"), ("c", "silent")
    merged = merge_thin([thick] * 20 + [thin] * 19, {thick: 1, thin: 1, silent: 1})
    assert merged == {thick: thick, thin: ("c", "thin classes"), silent: ("c", "thin classes")}


def _margin(name: str, totals: dict[str, float], categories: list[str]) -> Margin:
    return Margin(name, categories, totals)


def test_raking_meets_both_margins() -> None:
    region = ["n"] * 40 + ["s"] * 60
    sex = (["f"] * 25 + ["m"] * 15) + (["f"] * 20 + ["m"] * 40)
    weights = rake(
        np.ones(100),
        [
            _margin("region", {"n": 500, "s": 500}, region),
            _margin("sex", {"f": 520, "m": 480}, sex),
        ],
    )
    assert weights[:40].sum() == pytest.approx(500)
    assert sum(w for w, s in zip(weights, sex, strict=True) if s == "f") == pytest.approx(520)


def test_raking_one_margin_is_poststratification() -> None:
    weights = rake(np.ones(60), [_margin("r", {"n": 40, "s": 80}, ["n"] * 20 + ["s"] * 40)])
    assert weights.tolist() == [2.0] * 60


def test_thin_categories_are_merged_before_raking() -> None:
    categories = ["a"] * 5 + ["b"] * 30 + ["c"] * 25
    weights = rake(np.ones(60), [_margin("r", {"a": 35, "b": 35, "c": 25}, categories)])
    assert weights.tolist() == [2.0] * 35 + [1.0] * 25


def test_an_empty_category_with_people_is_refused() -> None:
    with pytest.raises(InputError, match="nobody of 'c'"):
        rake(np.ones(30), [_margin("r", {"a": 20, "c": 10}, ["a"] * 30)])


def test_margins_of_different_totals_are_refused() -> None:
    margins = [_margin("r", {"a": 20}, ["a"] * 30), _margin("s", {"x": 30}, ["x"] * 30)]
    with pytest.raises(InputError, match="different totals: r 20, s 30"):
        rake(np.ones(30), margins)


def test_margins_that_cannot_both_hold_name_the_worst_category() -> None:
    first = ["a"] * 30 + ["b"] * 30
    margins = [
        _margin("r", {"a": 30, "b": 30}, first),
        _margin("s", {"a": 20, "b": 40}, first),
    ]
    with pytest.raises(InputError, match="did not converge: r "):
        rake(np.ones(60), margins)


def test_trimming_holds_weights_near_their_median() -> None:
    assert trim(np.array([0.1, 1.0, 1.0, 1.0, 9.0])).tolist() == [0.3, 1.0, 1.0, 1.0, 5.0]


def test_margins_win_over_trimming_and_the_rest_is_counted() -> None:
    categories = ["a"] * 80 + ["b"] * 20
    weights, outside = rake_and_trim(np.ones(100), [_margin("r", {"a": 80, "b": 2000}, categories)])
    assert weights[80:].sum() == pytest.approx(2000)
    assert outside == 20


def test_trimmed_and_raked_both_hold_where_they_can() -> None:
    weights = np.array([1.0] * 59 + [30.0])
    categories = ["a"] * 30 + ["b"] * 30
    raked, outside = rake_and_trim(weights, [_margin("r", {"a": 300, "b": 300}, categories)])
    assert outside == 0
    assert raked[:30].sum() == pytest.approx(300)
    assert raked.max() <= 5 * np.median(raked) * (1 + 1e-6)

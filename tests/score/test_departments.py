"""The composite and the departments' figures, whose intervals go through people."""

from math import sqrt

import numpy as np
import pytest

from outbound.campaign.centre import Centre
from outbound.score.composite import composite
from outbound.score.departments import attribution, bridge
from outbound.score.measures import scores
from outbound.score.nouns import Attribution, Flag, Respondent, ScaledAnswer, ScoreInput

CALLS = [10, 8, 6, 4, 2] * 20
BILLS = [9, 7, 7, 3, 4] * 20

SHARED = Attribution(
    weights={"network": 0.6, "bill": 0.2},
    shares={"network": {"net": 0.75, "sales": 0.25}, "bill": {"billing": 1.0}},
)


def survey(answers: dict[str, list[int]], shared: Attribution = SHARED) -> ScoreInput:
    """Person i gives the i-th answer of every process; 0 is no answer."""
    people = len(next(iter(answers.values())))
    return ScoreInput(
        [Respondent(i, "c", "", {"region": "north" if i % 2 else "south"}) for i in range(people)],
        [
            ScaledAnswer(i, process, process, None, value, 1, 10)
            for process, values in answers.items()
            for i, value in enumerate(values)
            if value
        ],
        attribution=shared,
    )


def linear(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return 100 * (np.array(values) - 1.0) / 9


def test_the_composite_is_the_weighted_mean_with_its_peoples_interval() -> None:
    whole = composite(survey({"network": CALLS, "bill": BILLS}))
    assert whole is not None
    mixed = 0.75 * linear(CALLS) + 0.25 * linear(BILLS)  # each person's own composite
    assert whole.value == pytest.approx(mixed.mean())
    assert whole.se == pytest.approx(mixed.std(ddof=1) / sqrt(100))
    assert (whole.measure, whole.process, whole.base) == ("composite", None, 100)


def test_the_composite_needs_four_fifths_of_the_weight() -> None:
    few = BILLS[:20] + [0] * 80
    whole = composite(survey({"network": CALLS, "bill": few}))
    assert whole is not None
    assert whole.flag is Flag.SUPPRESSED
    assert "75%" in whole.method


def test_without_weights_there_is_no_composite() -> None:
    assert composite(survey({"network": CALLS}, Attribution())) is None


def test_a_departments_figure_is_made_of_its_processes() -> None:
    found = scores(survey({"network": CALLS, "bill": BILLS}), by=["department"], measures=["score"])
    by = {s.by["department"]: s for s in found}
    assert list(by) == ["net", "sales", "billing"]
    assert by["net"].value == pytest.approx(linear(CALLS).mean())
    assert by["sales"].value == pytest.approx(by["net"].value)
    assert by["billing"].se == pytest.approx(linear(BILLS).std(ddof=1) / 10)
    assert by["net"].base == 100


def test_departments_by_region_are_domains_too() -> None:
    found = scores(survey({"network": CALLS * 2, "bill": BILLS * 2}), by=["department", "region"])
    assert {(s.measure, *s.by.values()) for s in found} == {
        (measure, department, region)
        for measure in ("score", "ten")
        for department in ("net", "sales", "billing")
        for region in ("north", "south")
    }
    assert {s.base for s in found} == {100}


def test_a_department_says_what_its_shown_processes_carry() -> None:
    shared = Attribution(
        weights={"network": 0.6, "brand": 0.2}, shares={"network": {"net": 1}, "brand": {"net": 1}}
    )
    found = scores(survey({"network": CALLS}, shared), by=["department"], measures=["score"])
    assert "carry 75% of the weight" in found[0].method


def test_a_department_of_thin_processes_is_suppressed() -> None:
    data = survey({"network": CALLS, "bill": [5] * 29 + [0] * 71})
    by = {s.by["department"]: s for s in scores(data, by=["department"], measures=["score"])}
    assert by["billing"].flag is Flag.SUPPRESSED


def test_shares_that_miss_one_are_refused() -> None:
    with pytest.raises(ValueError, match=r"network: .* add up to 0\.9"):
        Attribution({"network": 1.0}, {"network": {"net": 0.9}})


def test_the_centre_file_tells_the_attribution() -> None:
    centre = Centre.model_validate(
        {
            "centre": "X",
            "country": "CN",
            "zone": "Asia/Shanghai",
            "languages": ["zh"],
            "departments": {"net": "Network"},
            "processes": {
                "overall": {"title": "Overall"},
                "network": {"title": "Network", "weight": 0.4, "departments": {"net": 1}},
            },
        }
    )
    assert attribution(centre) == Attribution({"network": 0.4}, {"network": {"net": 1.0}})


def test_the_bridge_needs_a_process_scored_twice() -> None:
    assert bridge(SHARED, {"network": 70}, {"bill": 60}) is None
    found = bridge(SHARED, {"network": 70.0}, {"network": 66.0, "bill": 60.0})
    assert found is not None
    assert found.contributions == pytest.approx({"net": -3.0, "sales": -1.0})
    assert (found.before, found.after) == (70, 66)

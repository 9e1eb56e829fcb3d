"""Laws of scores: intervals hold their values, contributions add up, nothing hidden is revealed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.score.change import adjusted, kitagawa
from outbound.score.departments import bridge
from outbound.score.measures import scores
from outbound.score.nouns import (
    Attribution,
    Flag,
    Respondent,
    ScaledAnswer,
    Score,
    ScoreInput,
    Stratum,
)
from outbound.score.proportion import newcombe, nps_interval, wilson

REGIONS = ("north", "south", "east")
SHARES = st.floats(0, 1)
COUNTS = st.floats(1, 5000)


@dataclass(frozen=True)
class World:
    """A few numbers that a whole survey is grown from, so that a failure reads in one line."""

    people: int
    seed: int
    often: tuple[float, float, float]
    centre: int
    spread: int

    def survey(self) -> ScoreInput:
        """Uneven regions, cells, opinions and populations."""
        source = Random(self.seed)
        where = source.choices(REGIONS, self.often, k=self.people)
        cells = [source.choice("abc") for _ in where]
        strata = []
        for cell in "abc":
            asked = cells.count(cell) + source.randint(0, 30)
            known = source.random() < 0.8
            strata.append(
                Stratum("c", cell, asked + source.randint(0, 900) if known else None, asked)
            )
        people = enumerate(zip(cells, where, strict=True))
        return ScoreInput(
            [Respondent(i, "c", cell, {"region": region}) for i, (cell, region) in people],
            [answer for i in range(self.people) for answer in self.answers(i, source)],
            strata,
            attribution=SHARED,
        )

    def answers(self, person: int, source: Random) -> Iterator[ScaledAnswer]:
        """One person's answers: each process four times in five, and a recommendation."""

        def opinion(low: int) -> int:
            return min(10, max(low, self.centre + source.randint(-self.spread, self.spread)))

        for process in ("network", "bill"):
            if source.random() < 0.8:
                yield ScaledAnswer(person, process, process, None, opinion(1), 1, 10)
        yield ScaledAnswer(person, "recommend", None, "nps", opinion(0), 0, 10)


SHARED = Attribution(
    {"network": 0.7, "bill": 0.3},
    {"network": {"net": 0.8, "sales": 0.2}, "bill": {"billing": 1.0}},
)
OFTEN = st.floats(0.05, 1)
WORLDS = st.builds(
    World,
    people=st.integers(0, 150),
    seed=st.integers(0, 10**6),
    often=st.tuples(OFTEN, OFTEN, OFTEN),
    centre=st.integers(1, 10),
    spread=st.integers(0, 5),
)

RANGE = {"score": (0, 100), "ten": (0, 100), "nps": (-100, 100)}


def assert_sane(score: Score) -> None:
    if score.flag is Flag.SUPPRESSED:
        assert (score.value, score.low, score.high, score.se) == (None, None, None, None)
        return
    assert score.base >= 30
    assert score.value is not None
    assert score.low is not None
    assert score.high is not None
    least, most = RANGE[score.measure]
    assert least <= score.low <= score.value <= score.high <= most
    assert 0 < score.n_eff <= score.base + 1e-9


@given(WORLDS, st.sampled_from([(), ("region",), ("department",), ("department", "region")]))
def test_every_figure_is_inside_its_interval_or_not_shown(
    world: World, by: tuple[str, ...]
) -> None:
    for score in scores(world.survey(), by):
        assert_sane(score)
        if not by:
            assert score.published == (score.base >= 30)


@given(WORLDS)
def test_no_region_is_hidden_alone(world: World) -> None:
    families = defaultdict(list)
    for score in scores(world.survey(), ["region"]):
        families[score.measure, score.process].append(score.published)
    for shown in families.values():
        assert shown.count(False) != 1 or not any(shown)


@given(WORLDS)
def test_bases_of_regions_add_up_to_the_whole(world: World) -> None:
    whole = {(s.measure, s.process): s.base for s in scores(world.survey())}
    parts: dict[tuple[str, str | None], int] = defaultdict(int)
    for score in scores(world.survey(), ["region"]):
        parts[score.measure, score.process] += score.base
    assert parts == whole


SCORES = st.dictionaries(st.sampled_from("pqrst"), st.floats(0, 100))


@given(
    st.dictionaries(st.sampled_from("pqrst"), st.floats(0.01, 1), min_size=1),
    st.lists(SHARES, min_size=5, max_size=5),
    SCORES,
    SCORES,
)
def test_contributions_add_up_to_the_change(
    weights: dict[str, float], split: list[float], before: dict[str, float], after: dict[str, float]
) -> None:
    shares = {p: {"x": s, "y": 1 - s} for p, s in zip("pqrst", split, strict=True)}
    found = bridge(Attribution(weights, shares), before, after)
    if found is None:
        assert not set(weights) & set(before) & set(after)
    else:
        total = sum(found.contributions.values())
        assert total == pytest.approx(found.after - found.before, abs=1e-9)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(SHARES, st.floats(0, 100))),
    st.dictionaries(st.sampled_from("abcd"), st.tuples(SHARES, st.floats(0, 100))),
)
def test_mix_and_real_change_add_up(
    before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> None:
    found = kitagawa(before, after)
    change = sum(p * s for p, s in after.values()) - sum(p * s for p, s in before.values())
    assert found.mix + found.real == pytest.approx(change, abs=1e-9)


@given(SHARES, COUNTS)
def test_wilson_holds_its_share(share: float, n: float) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(SHARES, COUNTS, SHARES, COUNTS)
def test_newcombe_holds_the_difference_and_turns_round(
    first: float, n: float, second: float, m: float
) -> None:
    low, high = newcombe(first, n, second, m)
    assert low - 1e-9 <= first - second <= high + 1e-9
    back = newcombe(second, m, first, n)
    assert back == pytest.approx((-high, -low), abs=1e-9)


@given(SHARES, SHARES, COUNTS)
def test_an_nps_interval_stays_in_range(up: float, rest: float, n: float) -> None:
    low, high = nps_interval(up, (1 - up) * rest, n)
    assert -100 <= low <= high <= 100


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_p_is_never_smaller_and_keeps_the_order(p: list[float]) -> None:
    raised = adjusted(p)
    assert all(q >= old - 1e-12 for q, old in zip(raised, p, strict=True))
    assert all(q <= 1 for q in raised)
    ranked = [raised[i] for i in sorted(range(len(p)), key=lambda i: p[i])]
    assert ranked == sorted(ranked)

"""Weighted sums of process scores: the composite of the whole, and what departments are made of.

The same people score several processes, so a sum's interval goes through u_i = Σ c_p z_ip, one
figure per person, rather than through the processes' own standard errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from outbound.score.domain import Domains, domains, estimate, mode_mix
from outbound.score.estimate import Estimates, Floats, Integers, linearised, sums, variances
from outbound.score.nouns import Score, ScoreInput
from outbound.score.panel import Items, Panel, panel
from outbound.score.suppression import LEAST, flag, hidden

CARRIED = 0.8
"""The share of the processes' weight that must be publishable for the composite to be."""


@dataclass(frozen=True)
class ProcessScores:
    """Every process's score in every place, a place being one combination of dimension values.

    groups: the domains, process by place; place: each domain's place
    """

    data: Panel
    items: Items
    groups: Domains
    found: Estimates
    place: Integers
    places: tuple[Mapping[str, str], ...]

    @property
    def usable(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which domains' scores are publishable."""
        return (self.found.base >= LEAST) & (self.found.n_eff >= LEAST)


def process_scores(data: Panel, measure: str, by: Sequence[str]) -> ProcessScores:
    """The process scores that sums are made from, in every place that `by` tells apart."""
    items = data.items(measure)
    groups = domains(data, items, by)
    keys = [tuple(values.items()) for values in groups.values]
    number = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    place = np.array([number[key] for key in keys], dtype=np.int64)
    found = estimate(data, items, groups)
    return ProcessScores(data, items, groups, found, place, tuple(dict(key) for key in number))


@dataclass(frozen=True)
class Sums:
    """One weighted sum in each place; `carried` is the share of its weight that is publishable."""

    value: Floats
    variance: Floats
    df: Floats
    base: Integers
    n_eff: Floats
    carried: Floats


def weighted(scores: ProcessScores, coefficients: Mapping[str, float]) -> Sums:
    """Σ c_p S_p over the publishable processes of each place, c scaled to 1 over them."""
    data, places, place = scores.data, len(scores.places), scores.place
    by_process = np.array([coefficients.get(p, 0.0) for p in data.processes])
    c = np.where(scores.usable, by_process[scores.groups.process], 0.0)
    total = sums(place, c, places)
    c = c / np.where(total > 0, total, 1.0)[place]
    variance, df = _variance(scores, c)
    base, n_eff = _base(scores, c)
    return Sums(
        value=sums(place, c * scores.found.mean, places),
        variance=variance,
        df=df,
        base=base,
        n_eff=n_eff,
        carried=total / sum(coefficients.values()),
    )


def _variance(scores: ProcessScores, c: Floats) -> tuple[Floats, Floats]:
    data, items, groups, found = scores.data, scores.items, scores.groups, scores.found
    w = data.weight[items.response]
    _, _, z = linearised(groups.of, items.y, w, len(groups.values))
    variance, df = variances(
        scores.place[groups.of],
        data.unit[items.response],
        c[groups.of] * z,
        len(scores.places),
        data.strata,
    )
    # People cannot show the spread of a process whose answers are all equal: it is borrowed.
    borrowed = np.where(found.equal, found.variance, 0.0)
    return variance + sums(scores.place, c**2 * borrowed, len(scores.places)), df


def _base(scores: ProcessScores, c: Floats) -> tuple[Integers, Floats]:
    """Responses that enter each place's sum, and how many they are worth."""
    data, places = scores.data, len(scores.places)
    counted = c[scores.groups.of] > 0
    people = len(data.weight)
    pairs = np.unique(
        scores.place[scores.groups.of][counted] * people + scores.items.response[counted]
    )
    place, weights = pairs // people, data.weight[pairs % people]
    square = sums(place, weights**2, places)
    worth = sums(place, weights, places) ** 2 / np.where(square > 0, square, 1.0)
    return np.bincount(place, minlength=places), worth


def sum_scores(
    scores: ProcessScores, coefficients: Mapping[str, float], label: Mapping[str, str]
) -> list[Score]:
    """The weighted sum as a score in each place; `label` is added to the place's dimensions."""
    found = weighted(scores, coefficients)
    half = stdtrit(found.df, 0.975) * np.sqrt(found.variance)
    modes = mode_mix(scores.data, scores.items, _by_place(scores))
    figures = []
    for i, place in enumerate(scores.places):
        base, n_eff = int(found.base[i]), float(found.n_eff[i])
        value = min(100.0, max(0.0, float(found.value[i])))
        figure = Score(
            measure=scores.items.measure,
            process=None,
            by={**label, **place},
            value=value,
            low=min(value, max(0.0, value - float(half[i]))),
            high=max(value, min(100.0, value + float(half[i]))),
            base=base,
            flag=flag(base, n_eff),
            method=_method(float(found.df[i]), float(found.carried[i])),
            n_eff=n_eff,
            se=float(np.sqrt(found.variance[i])),
            df=float(found.df[i]),
            modes=modes[i],
        )
        figures.append(figure if base >= LEAST else hidden(figure, "sample too small"))
    return figures


def _method(df: float, carried: float) -> str:
    told = f"weighted mean of process scores; t interval through people, df {df:.0f}, 95 %"
    if carried > 1 - 1e-9:
        return told
    return f"{told}; the processes shown carry {carried:.0%} of the weight, rescaled"


def _by_place(scores: ProcessScores) -> Domains:
    of = scores.place[scores.groups.of]
    return Domains(of, np.zeros(len(scores.places), dtype=np.int64), scores.places)


def composite(data: ScoreInput | Panel, measure: str = "score") -> Score | None:
    """C = Σ ω_p S_p, ω scaled to the publishable processes.

    Suppressed where those carry less than 80 % of ω; None where no process has a weight or none
    was scored.
    """
    compiled = data if isinstance(data, Panel) else panel(data)
    weights = compiled.attribution.weights
    scores = process_scores(compiled, measure, ())
    if not scores.places or sum(weights.values()) <= 0:
        return None
    figure = replace(sum_scores(scores, weights, {})[0], measure="composite")
    carried = float(weighted(scores, weights).carried[0])
    if carried < CARRIED - 1e-9:
        return hidden(figure, f"publishable processes carry only {carried:.0%} of the weight")
    return figure

"""Scores by any dimensions: the 0-100 mean, the ten-point rate and NPS, each with its interval."""

from collections.abc import Sequence

import numpy as np

from outbound.score.departments import department_scores
from outbound.score.domain import Domains, domains, estimate, mode_mix
from outbound.score.estimate import Estimates, Floats, sums
from outbound.score.nouns import Score, ScoreInput
from outbound.score.panel import DIMENSIONS, MEASURES, Items, Panel, no_dimension, panel
from outbound.score.proportion import nps_interval, wilson
from outbound.score.suppression import LEAST, complement, flag, hidden
from outbound.score.weights import too_uneven, unevenness

RANGE = {"score": (0.0, 100.0), "ten": (0.0, 100.0), "nps": (-100.0, 100.0)}

SENTENCE = {
    "score": "mean on 0-100",
    "ten": "share answering 10 on 1-10",
    "nps": "share of 9-10 less share of 0-6",
}


def _figure(measure: str, found: Estimates, i: int, split: Floats) -> tuple[float, float, float]:
    """Value, low and high of domain i, inside the measure's range; the interval holds the value."""
    least, most = RANGE[measure]
    mean, n_eff = min(most, max(least, float(found.mean[i]))), float(found.n_eff[i])
    if measure == "ten":
        low, high = (100 * end for end in wilson(mean / 100, n_eff))
    elif measure == "nps":
        low, high = nps_interval(float(split[i, 0]), float(split[i, 1]), n_eff)
    else:
        ends = found.interval()
        low, high = float(ends[0][i]), float(ends[1][i])
    return mean, max(least, min(low, mean)), min(most, max(high, mean))


def _split(data: Panel, items: Items, groups: Domains, found: Estimates) -> Floats:
    """Each domain's weighted shares of promoters and detractors, columns 0 and 1."""
    w = data.weight[items.response]
    size = len(groups.values)
    safe = np.where(found.weight > 0, found.weight, 1.0)
    up = sums(groups.of, w * items.y.clip(min=0), size) / safe / 100
    down = sums(groups.of, w * (-items.y).clip(min=0), size) / safe / 100
    return np.column_stack([up, down])


def _method(measure: str, found: Estimates, i: int, warning: str) -> str:
    """How the figure was made, in one line."""
    interval = {
        "score": f"t interval, df {found.df[i]:.0f}",
        "ten": "Wilson interval",
        "nps": "adjusted Wald interval",
    }[measure]
    parts = [SENTENCE[measure], "weighted, stratified", f"{interval}, 95 %"]
    parts.append(f"worth {found.n_eff[i]:.0f} answers of a simple sample")
    if found.base[i] >= LEAST > found.n_eff[i]:
        parts.append("too few for a judgement")
    if found.equal[i]:
        parts.append("all answers equal, spread taken from the process")
    return "; ".join([*parts, *([warning] if warning else [])])


def _measured(data: Panel, measure: str, by: Sequence[str]) -> list[Score]:
    items = data.items(measure)
    groups = domains(data, items, by)
    if not groups.values:
        return []
    found = estimate(data, items, groups)
    split, modes = _split(data, items, groups, found), mode_mix(data, items, groups)
    weights = data.weight[np.unique(items.response)]
    warning, uneven = unevenness(weights), too_uneven(weights)
    scores = []
    for i, values in enumerate(groups.values):
        value, low, high = _figure(measure, found, i, split)
        up, down = float(split[i, 0]), float(split[i, 1])
        process = int(groups.process[i])
        base, n_eff = int(found.base[i]), float(found.n_eff[i])
        score = Score(
            measure=measure,
            process=data.processes[process] if process >= 0 else None,
            by=values,
            value=value,
            low=low,
            high=high,
            base=base,
            flag=flag(base, n_eff, uneven=uneven),
            method=_method(measure, found, i, warning),
            n_eff=n_eff,
            se=float(found.se[i]),
            df=float(found.df[i]),
            modes=modes[i],
            shares={"promoters": up, "passives": max(0.0, 1 - up - down), "detractors": down}
            if measure == "nps"
            else {},
        )
        scores.append(score if base >= LEAST else hidden(score, "sample too small"))
    return scores


def scores(
    data: ScoreInput | Panel,
    by: Sequence[str] = (),
    measures: Sequence[str] = MEASURES,
) -> list[Score]:
    """Every figure of the measures, broken down by process and by each dimension named.

    by: of DIMENSIONS; `process` goes without saying, `department` turns processes into the
    departments that answer for them (no NPS then). Figures with a base under 30 are suppressed,
    and so is what would reveal them. Raises UsageError for an unknown dimension or measure.
    """
    for name in by:
        if name not in DIMENSIONS:
            raise no_dimension(name)
    compiled = data if isinstance(data, Panel) else panel(data)
    names = [name for name in dict.fromkeys(by) if name != "process"]
    if "department" in names:
        return department_scores(compiled, names, measures)
    found = [score for measure in measures for score in _measured(compiled, measure, names)]
    return complement(found, names)

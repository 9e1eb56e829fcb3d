"""What each department answers for: its figure, and its part in the change of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outbound.campaign.centre import Centre
from outbound.score.composite import process_scores, sum_scores
from outbound.score.nouns import Attribution, Score
from outbound.score.panel import Panel
from outbound.score.suppression import complement


def attribution(centre: Centre) -> Attribution:
    """Who answers for what, as the centre's file says; raises ValueError if shares miss 1."""
    weighted = {name: p for name, p in centre.processes.items() if p.weight}
    return Attribution(
        weights={name: float(p.weight or 0) for name, p in weighted.items()},
        shares={
            name: {department: float(share) for department, share in p.departments.items()}
            for name, p in weighted.items()
        },
    )


def department_scores(
    data: Panel, by: Sequence[str], measures: Sequence[str] = ("score", "ten")
) -> list[Score]:
    """D_d = Σ a_dp ω_p S_p / Σ a_dp ω_p for each department, by further dimensions.

    `by` contains `department`. Only publishable processes count; the method says which share of the
    department's weight they carry. NPS belongs to no department and is left out.
    """
    names = [name for name in by if name != "department"]
    found: list[Score] = []
    for measure in (m for m in measures if m in ("score", "ten")):
        scores = process_scores(data, measure, names)
        for department in data.attribution.departments() if scores.places else ():
            coefficients = _coefficients(data.attribution, department)
            found += sum_scores(scores, coefficients, {"department": department})
    return complement(found, by)


def _coefficients(attribution: Attribution, department: str) -> dict[str, float]:
    """Process -> a_dp·ω_p."""
    return {
        process: weight * attribution.shares.get(process, {}).get(department, 0.0)
        for process, weight in attribution.weights.items()
    }


@dataclass(frozen=True)
class Bridge:
    """From one period's composite to the next; the contributions add up to the change."""

    before: float
    after: float
    contributions: Mapping[str, float]


def bridge(
    attribution: Attribution, before: Mapping[str, float], after: Mapping[str, float]
) -> Bridge | None:
    """K_d = Σ a_dp ω_p (S_p,t − S_p,t−1) over the processes scored in both periods.

    before, after: process -> score. ω is scaled to 1 over those processes, alike in both periods;
    None where no weighted process is scored in both.
    """
    common = [p for p, w in attribution.weights.items() if w > 0 and p in before and p in after]
    total = sum(attribution.weights[p] for p in common)
    if total <= 0:
        return None
    omega = {p: attribution.weights[p] / total for p in common}
    parts: dict[str, float] = {}
    for p in common:
        shares = attribution.shares[p]
        whole = sum(shares.values())  # 1 but for rounding in the centre file
        for department, share in shares.items():
            gain = share / whole * omega[p] * (after[p] - before[p])
            parts[department] = parts.get(department, 0.0) + gain
    return Bridge(
        before=sum(omega[p] * before[p] for p in common),
        after=sum(omega[p] * after[p] for p in common),
        contributions=parts,
    )

"""What scores are computed from, and what comes out: respondents, answers, strata, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Flag(Enum):
    """What a reader must know about a figure's base; none where 60 or more answered."""

    SMALL = "small"  # shown, not ranked, not used to judge people or shops
    SUPPRESSED = "suppressed"  # only the base is shown


@dataclass(frozen=True)
class Stratum:
    """One campaign's quota cell.

    population: members of the audience after `unless`, holdout included; None where unknown
    released: contacts that were called for, whether they answered or not
    """

    campaign: str
    cell: str
    population: int | None
    released: int


@dataclass(frozen=True)
class Respondent:
    """One response, complete or partial, and where its person belongs.

    dimensions: region, segment, tier, language, mode and the like; `campaign` is added by itself
    weight_class: the non-response class (segment, tenure band, first channel), "" for none
    cluster: household or account that several responses of a stratum share, "" for none
    """

    response: int | str
    campaign: str
    cell: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    weight_class: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class ScaledAnswer:
    """The current value of one scale question in one response.

    "Not used", "don't know" and refused answers have no value and never become one of these, nor
    do scores given after a recovery.
    """

    response: int | str
    question: str
    process: str | None
    measure: str | None  # None and "score" are scored; "nps" only as NPS; others by nobody yet
    value: float
    low: int
    high: int

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"{self.question}: {self.value} lies outside scale {self.low}-{self.high}"
            )


@dataclass(frozen=True)
class Attribution:
    """Which process weighs how much, and which departments answer for it.

    weights: process -> ω, any positive scale
    shares: process -> department -> share, adding up to 1 for every weighted process
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for process, weight in self.weights.items():
            total = sum(self.shares.get(process, {}).values())
            if weight > 0 and abs(total - 1) > 1e-6:
                raise ValueError(f"{process}: its departments' shares add up to {total:g}, not 1")

    def departments(self) -> tuple[str, ...]:
        """Every department that answers for a weighted process, in declared order."""
        named = (d for p in self.weights for d, a in self.shares.get(p, {}).items() if a > 0)
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class ScoreInput:
    """Everything scores are computed from; strata and respondents in declared order.

    eligible: (campaign, non-response class) -> sum of design weights of its eligible released
        contacts; responses of classes that are not told keep their design weights
    """

    respondents: Sequence[Respondent]
    answers: Sequence[ScaledAnswer]
    strata: Sequence[Stratum] = ()
    eligible: Mapping[tuple[str, str], float] = field(default_factory=dict)
    attribution: Attribution = field(default_factory=Attribution)


@dataclass(frozen=True)
class Score:
    """One published figure, or the trace of one that may not be published.

    value, low, high: 0-100 for `score`, `ten` (per cent) and `composite`, -100 to 100 for `nps`;
        all None when suppressed
    base: unweighted responses with an eligible answer
    n_eff: as many answers of a simple random sample would tell as much
    modes: mode -> share of the base
    shares: of `nps`, the weighted shares of promoters, passives and detractors
    """

    measure: str
    process: str | None
    by: Mapping[str, str]
    value: float | None
    low: float | None
    high: float | None
    base: int
    flag: Flag | None
    method: str
    n_eff: float
    se: float | None = None
    df: float | None = None
    modes: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def published(self) -> bool:
        """Whether the figure may be shown at all."""
        return self.value is not None

    def as_json(self) -> dict[str, Any]:
        """The figure as `outbound scores --json` prints it."""
        return {
            "measure": self.measure,
            "process": self.process,
            "by": dict(self.by),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "base": self.base,
            "flag": self.flag.value if self.flag else None,
            "method": self.method,
            "n_eff": round(self.n_eff, 1),
            "modes": dict(self.modes),
        }

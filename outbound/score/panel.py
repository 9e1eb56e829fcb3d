"""The columnar form of a score input: arrays, one row per response and one per answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from outbound.errors import InputError, UsageError
from outbound.expression.hint import nearest
from outbound.score.estimate import Floats, Integers, Strata, strata, sums
from outbound.score.nouns import Attribution, Respondent, ScaledAnswer, ScoreInput, Stratum
from outbound.score.weights import WeightClass, merge_thin, nonresponse_factors, trim

DIMENSIONS = ("process", "region", "segment", "campaign", "mode", "tier", "language", "department")
"""The dimensions that scores can be broken down by."""

MEASURES = ("score", "ten", "nps")
"""The measures that are computed, in the order in which they are shown."""


@dataclass(frozen=True)
class Codes:
    """A column of few different texts: the texts, sorted, and each row's number among them."""

    values: tuple[str, ...]
    of: Integers

    @staticmethod
    def from_texts(texts: Sequence[str]) -> "Codes":
        """Code a column."""
        values = sorted(set(texts))
        number = {value: i for i, value in enumerate(values)}
        return Codes(tuple(values), np.array([number[t] for t in texts], dtype=np.int64))


@dataclass(frozen=True)
class Items:
    """One value per response and process; `process` is -1 where the question has none."""

    measure: str
    response: Integers
    process: Integers
    y: Floats


@dataclass(frozen=True)
class Panel:
    """All responses with their weights, strata and dimensions, and all answers."""

    weight: Floats
    unit: Integers  # each response's sampling unit
    strata: Strata
    dimensions: Mapping[str, Codes]
    processes: tuple[str, ...]
    response: Integers  # of each answer, from here on
    process: Integers
    measure: Codes
    value: Floats
    low: Floats
    high: Floats
    attribution: Attribution = field(default_factory=Attribution)

    def dimension(self, name: str) -> Codes:
        """One dimension of the responses; raises UsageError for one that does not exist."""
        if name in self.dimensions:
            return self.dimensions[name]
        if name not in DIMENSIONS:
            raise no_dimension(name)
        return Codes(("",), np.zeros(len(self.weight), dtype=np.int64))

    def items(self, measure: str) -> Items:
        """What a measure averages: several questions of a process averaged inside a response.

        Raises UsageError for a measure that does not exist, InputError for NPS on a scale that is
        not 0-10.
        """
        rows, y = self._values(measure)
        key = self.response[rows] * (len(self.processes) + 1) + self.process[rows] + 1
        pairs, where = np.unique(key, return_inverse=True)
        mean = sums(where, y, len(pairs)) / np.bincount(where, minlength=len(pairs))
        response, process = np.divmod(pairs, len(self.processes) + 1)
        return Items(measure, response, process - 1, mean)

    def _values(self, measure: str) -> tuple[Integers, Floats]:
        word = np.array(self.measure.values, dtype=object)[self.measure.of]
        scored = (word == "score") & (self.process >= 0)
        if measure == "score":
            rows = np.flatnonzero(scored & (self.high > self.low))
            x, low, high = self.value[rows], self.low[rows], self.high[rows]
            return rows, 100 * (x - low) / (high - low)
        if measure == "ten":
            rows = np.flatnonzero(scored & (self.low == 1) & (self.high == 10))
            return rows, 100.0 * (self.value[rows] == 10)
        if measure != "nps":
            raise UsageError(
                f"There is no measure {measure}.", hint=f"One of {', '.join(MEASURES)}."
            )
        rows = np.flatnonzero(word == "nps")
        if ((self.low[rows] != 0) | (self.high[rows] != 10)).any():
            raise InputError("NPS is defined on the scale 0-10 only")
        x = self.value[rows]
        return rows, 100.0 * ((x >= 9).astype(float) - (x <= 6).astype(float))


def _strata_of(data: ScoreInput) -> tuple[list[Stratum], Integers]:
    """The declared strata, undeclared cells of respondents added, and each respondent's own."""
    declared = {(s.campaign, s.cell): s for s in data.strata}
    for r in data.respondents:
        declared.setdefault((r.campaign, r.cell), Stratum(r.campaign, r.cell, None, 0))
    number = {key: i for i, key in enumerate(declared)}
    of = [number[r.campaign, r.cell] for r in data.respondents]
    return list(declared.values()), np.array(of, dtype=np.int64)


def _weights(data: ScoreInput, declared: Sequence[Stratum], of: Integers) -> Floats:
    """Design weight N_h/n_h times the non-response factor of the class, trimmed."""
    design = [s.population / s.released if s.population and s.released else 1.0 for s in declared]
    weights = np.array(design)[of] if len(of) else np.zeros(0)
    if data.eligible and len(of):
        classes = [(r.campaign, r.weight_class) for r in data.respondents]
        merged = merge_thin(classes, data.eligible)
        totals: dict[WeightClass, float] = {}
        for one, total in data.eligible.items():
            totals[merged[one]] = totals.get(merged[one], 0.0) + total
        weights = weights * nonresponse_factors([merged[c] for c in classes], weights, totals)
    return trim(weights)


def _units(respondents: Sequence[Respondent], stratum: Integers) -> tuple[Integers, Integers]:
    """Each respondent's sampling unit, and each unit's stratum: clusters count once."""
    number: dict[tuple[int, str], int] = {}
    unit, of = [], []
    for i, (r, h) in enumerate(zip(respondents, stratum.tolist(), strict=True)):
        key = (h, f"cluster {r.cluster}" if r.cluster else f"response {i}")
        if key not in number:
            number[key] = len(number)
            of.append(h)
        unit.append(number[key])
    return np.array(unit, dtype=np.int64), np.array(of, dtype=np.int64)


def _dimensions(respondents: Sequence[Respondent]) -> dict[str, Codes]:
    names = sorted({name for r in respondents for name in r.dimensions})
    columns = {n: [r.dimensions.get(n, "") for r in respondents] for n in names}
    return {n: Codes.from_texts(c) for n, c in columns.items()} | {
        "campaign": Codes.from_texts([r.campaign for r in respondents])
    }


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=float)


def panel(data: ScoreInput) -> Panel:
    """The arrays of an input; answers of unknown responses are refused with InputError."""
    declared, of = _strata_of(data)
    unit, unit_stratum = _units(data.respondents, of)
    campaigns = Codes.from_texts([s.campaign for s in declared])
    over, _ = strata(unit_stratum, campaigns.of.tolist(), [s.population for s in declared])
    answers = data.answers
    processes = tuple(dict.fromkeys(a.process for a in answers if a.process is not None))
    number: dict[str | None, int] = {p: i for i, p in enumerate(processes)}
    return Panel(
        weight=_weights(data, declared, of),
        unit=unit,
        strata=over,
        dimensions=_dimensions(data.respondents),
        processes=processes,
        response=_responses(data.respondents, answers),
        process=np.array([number.get(a.process, -1) for a in answers], dtype=np.int64),
        measure=Codes.from_texts([a.measure or "score" for a in answers]),
        value=_floats(a.value for a in answers),
        low=_floats(a.low for a in answers),
        high=_floats(a.high for a in answers),
        attribution=data.attribution,
    )


def _responses(respondents: Sequence[Respondent], answers: Sequence[ScaledAnswer]) -> Integers:
    row = {r.response: i for i, r in enumerate(respondents)}
    if len(row) != len(respondents):
        raise InputError("a response is listed twice among the respondents")
    try:
        return np.array([row[a.response] for a in answers], dtype=np.int64)
    except KeyError as missing:
        raise InputError(f"an answer belongs to response {missing}, which is not listed") from None


def no_dimension(name: str) -> UsageError:
    """The plain words for a dimension that does not exist, with the nearest that does."""
    near = nearest(name, DIMENSIONS)
    hint = f"Did you mean {near}?" if near else f"One of {', '.join(DIMENSIONS)}."
    return UsageError(f"There is no dimension {name}.", hint=hint, where="--by")

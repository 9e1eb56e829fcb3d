"""What to know of a plan's figures: where each comes from, and what it rests on."""

from collections.abc import Iterator, Mapping

from outbound.campaign.schema import Campaign, EventBuild, Mode
from outbound.forecast.course import COMPLETES
from outbound.forecast.forecast import peak
from outbound.forecast.hints import name_of
from outbound.forecast.nouns import Remark
from outbound.forecast.odds import Odds
from outbound.forecast.reckoned import Reckoned
from outbound.forecast.totals import detectable
from outbound.forecast.words import remark
from outbound.policy.day_parts import DayPart

APART: float = 0.05
"""The author's expectation and the odds may differ by so much before it is worth a word."""


def expects(campaign: Campaign) -> bool:
    """Whether the author's own expectation leads: only a goal in completes rests on it."""
    sample = campaign.audience.sample
    return sample is not None and sample.completes is not None


def expects_spread(campaign: Campaign) -> bool:
    """Whether the sample is shared by how far the cells' scores lie apart."""
    sample = campaign.audience.sample
    return sample is not None and sample.allocation == "optimal"


def remarks(
    made: Reckoned, odds: Mapping[Mode, Odds], held_out: int, fault: str
) -> Iterator[Remark]:
    """All remarks on a plan; `fault`: why its texts could not be measured."""
    campaign = made.outlook.campaign
    if campaign.questions:
        yield from _rate(made)
    if expects_spread(campaign):
        yield _spread(made)
    for mode, known in odds.items():
        yield _odds(mode, known)
    if isinstance(campaign.schedule.build, EventBuild):
        yield remark("arrivals", column=campaign.schedule.build.on)
    yield from _agents(made)
    unreached = 1 - sum(place.weight for place in made.outlook.places)
    if unreached > 0.001:
        yield remark("unreachable", share=unreached)
    if fault:
        yield remark("unrendered", fault=fault)
    yield from _effect(made, held_out)
    yield remark("ranges")


def _rate(made: Reckoned) -> Iterator[Remark]:
    outlook, model = made.outlook, float(made.courses.whole[COMPLETES])
    closed = sum(cell.closed for cell in outlook.cells)
    kind = "rate-expected" if expects(outlook.campaign) else "rate-reckoned"
    yield remark(kind, expect=outlook.expect, closed=closed)
    if abs(outlook.expect - model) > APART:
        yield remark("rate-differs", expect=outlook.expect, model=model)


def _spread(made: Reckoned) -> Remark:
    spread = made.outlook.spread
    if spread is None:
        return remark("spread-unknown")
    own = sum(name_of(cell) in spread.own for cell in made.outlook.cells)
    pooled = len(made.outlook.cells) - own
    return remark("spread", responses=spread.responses, own=own, pooled=pooled, sd=spread.pooled)


def _odds(mode: Mode, odds: Odds) -> Remark:
    if odds.past:
        return remark("odds-learned", mode=mode.value, past=odds.past)
    parts = {part.value: odds.picked_up[part] for part in DayPart}
    return remark("odds-default", mode=mode.value, **parts)


def _agents(made: Reckoned) -> Iterator[Remark]:
    if made.fewest > 0 and made.outlook.agents is None:
        yield remark("unhurried", peak=peak(made), fewest=made.fewest)
    elif made.fewest > 0:
        yield remark("with-agents", agents=made.outlook.agents)


def _effect(made: Reckoned, held_out: int) -> Iterator[Remark]:
    contacted = float(made.goal.contacts.sum())
    effect, rare = detectable(contacted, held_out), detectable(contacted, held_out, 0.05)
    if effect is not None and rare is not None:
        many = round(contacted)
        yield remark("effect", held_out=held_out, contacted=many, effect=effect, rare=rare)

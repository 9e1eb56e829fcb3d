"""Published intervals contain the truth of a finite population, over twenty seeds."""

from dataclasses import dataclass
from random import Random
from statistics import mean

from outbound.score.measures import scores
from outbound.score.nouns import Respondent, ScaledAnswer, Score, ScoreInput, Stratum

REGIONS = {"north": 0.8, "south": 0.0, "east": -0.9}
TIERS = {"gold": 0.15, "standard": 0.85}


@dataclass(frozen=True)
class Person:
    """One subscriber's region, tier and opinions."""

    region: str
    tier: str
    network: int
    recommend: int


def population(source: Random) -> list[Person]:
    """2,000 people whose opinions lean high and depend on region and tier."""
    people = []
    for _ in range(2000):
        region = source.choice(list(REGIONS))
        tier = source.choices(list(TIERS), list(TIERS.values()))[0]
        centre = 7.4 + REGIONS[region] + (0.8 if tier == "gold" else 0)
        opinion = [round(min(10, max(1, source.gauss(centre, 2.2)))) for _ in range(2)]
        people.append(Person(region, tier, *opinion))
    return people


def survey(people: list[Person], source: Random) -> ScoreInput:
    """A stratified sample, gold over-sampled, in which one in three answers."""
    cells: dict[str, list[Person]] = {}
    for person in people:
        cells.setdefault(f"{person.region}/{person.tier}", []).append(person)
    respondents, answers, strata = [], [], []
    for cell, members in sorted(cells.items()):
        released = source.sample(members, min(len(members), 220))
        strata.append(Stratum("c", cell, len(members), len(released)))
        for person in (p for p in released if source.random() < 0.35):
            i = len(respondents)
            respondents.append(Respondent(i, "c", cell, {"region": person.region}, cell))
            answers += [
                ScaledAnswer(i, "network", "network", None, person.network, 1, 10),
                ScaledAnswer(i, "recommend", None, "nps", person.recommend, 0, 10),
            ]
    eligible = {("c", s.cell): float(s.population or 0) for s in strata}
    return ScoreInput(respondents, answers, strata, eligible)


def truth(people: list[Person], score: Score) -> float:
    """What the figure would be if everyone had answered."""
    mine = [p for p in people if score.by.get("region", p.region) == p.region]
    if score.measure == "score":
        return mean(100 * (p.network - 1) / 9 for p in mine)
    if score.measure == "ten":
        return mean(100.0 * (p.network == 10) for p in mine)
    return mean(100.0 * ((p.recommend >= 9) - (p.recommend <= 6)) for p in mine)


def test_nine_in_ten_published_intervals_hold_the_truth() -> None:
    held = shown = 0
    for seed in range(20):
        source = Random(seed)
        people = population(source)
        data = survey(people, source)
        for score in [*scores(data), *scores(data, ["region"])]:
            if score.low is not None and score.high is not None:
                shown += 1
                held += score.low <= truth(people, score) <= score.high
    assert shown == 20 * 12
    assert held / shown >= 0.93

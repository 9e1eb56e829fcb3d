"""Promise 3: no acknowledged answer is lost or doubled, whatever becomes of callbacks; the scores are those of what was said."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Final

from outbound.campaign.schema import Mode
from outbound.carrier.simulator.faults import Faults, Mishap
from outbound.engine.figures.scoring import score_input
from outbound.score.measures import scores
from outbound.score.nouns import ScaledAnswer
from outbound.script.understand import Understood, understand
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier
from proof.town import laws
from proof.town.campaigns import long_ones
from proof.town.centre import BEGINS
from proof.town.city import Mishaps
from proof.town.heard import Said
from proof.town.living import Life, settle, some_lag

PROMISE: Final = Promise(
    3, "answers", "no acknowledged answer is lost or doubled; scores are those of what was said",
    {Tier.COMMIT: 20_000, Tier.NIGHT: 200_000, Tier.RELEASE: 1_000_000}, unit="answers", durable=False,
)  # fmt: skip

MOST_PEOPLE, EACH = 600, 5
"""How many people a city has, and at least how many answers each of them gives."""

HOURS: Final = timedelta(hours=8)
CALLBACKS: Final = {Mishap.LOST: 0.05, Mishap.REPEATED: 0.20, Mishap.REORDERED: 0.30}
"""Of what only tells; what brings an answer fares no better."""

ANSWERS: Final = Mishaps(lost=0.05, doubled=0.20, reordered=0.30)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Cities in which people answer ten questions each, until so many answers were given."""
    living = settle(ground, min(MOST_PEOPLE, ceil(trials / EACH)), long_ones())
    tally, number, written = Tally(), 0, 0
    while tally.trials < trials and not tally.violations:
        number += 1
        name = f"{seed} {number}"
        chance = random.Random(name)
        faults = Faults(chance.getrandbits(32), {}, CALLBACKS, listing_lag=some_lag(chance))
        life = living.city(name, faults, ANSWERS)
        life.run(BEGINS + HOURS)
        said = _look(life, tally, number)
        tally.trials += len(said)
        written += sum(one.mode is Mode.SMS for one in said)
        life.close()
    tally.notes.append(f"{written:,} of the answers were written, the others keyed")
    return tally


def _look(life: Life, tally: Tally, number: int) -> list[Said]:
    """What was said and understood; the laws and the scores that do not hold are noted."""
    evidence = life.rest()
    kept = {message.sid for message in evidence.messages}
    broken = [*life.city.broken, *laws.broken(evidence), *_scores(life, evidence)]
    broken += [
        f"the text {one.about} was written, and is not in the store"
        for one in evidence.heard.in_mode(Mode.SMS)
        if one.about not in kept
    ]
    for words in broken:
        tally.broken(number, words)
    return [one for one in evidence.heard.said.values() if laws.means_something(one)]


def _scores(life: Life, evidence: laws.Evidence) -> Iterator[str]:
    """The store's scores beside those of what was said."""
    ours = score_input(life.office.engine)
    counted = {respondent.response for respondent in ours.respondents}
    spoken = (answer for answer in _answered(evidence) if answer.response in counted)
    stored, said = sorted(ours.answers, key=_order), sorted(spoken, key=_order)
    one, other = scores(replace(ours, answers=stored)), scores(replace(ours, answers=said))
    if len(one) != len(other):
        yield f"the store has {len(one)} scores, what was said {len(other)}"
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            yield f"the store scores {mine}, and what was said {theirs}"


def _order(answer: ScaledAnswer) -> tuple[str, str]:
    return str(answer.response), answer.question


def _answered(evidence: laws.Evidence) -> Iterator[ScaledAnswer]:
    """What was said, as answers on scales: the last of each person to each question."""
    contact_of = {(c.number, c.campaign_id): c.id or 0 for c in evidence.contacts}
    late = laws.not_an_answer(evidence)
    last: dict[tuple[int, str], ScaledAnswer] = {}
    for said in evidence.heard.said.values():
        question = said.question
        if question is None or not laws.means_something(said) or said.about in late:
            continue
        meant, kind = understand(question, said.raw, said.mode), question.answer
        assert isinstance(meant, Understood)  # it means something
        contact = contact_of[said.number, question.id.split("_")[0]]
        if meant.number is not None:
            last[contact, question.id] = ScaledAnswer(
                contact,
                question.id,
                question.process,
                question.measure,
                meant.number,
                kind.low,
                kind.high,
            )
    yield from last.values()

"""How far last year's scores lie apart in each quota cell of a campaign, from the answers in the store."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, select

from db.queries import past_scores
from db.tables import CampaignRow
from outbound.audience.decision import NO_VALUE
from outbound.audience.spread import Given, Spread, spread_of
from outbound.campaign.schema import Campaign, Question
from outbound.campaign.values import AnswerForm
from outbound.engine.running import RunningCampaigns

YEAR: Final = timedelta(days=365)
"""So far back are answers looked at."""


def last_year(
    session: Session, campaign: Campaign, moment: datetime, launched: RunningCampaigns
) -> Spread | None:
    """The spread of the scores that the campaign's own processes got in the year before the moment.

    None where the sample is not shared by it, or nobody answered. Whichever campaign asked, people
    count in the cell that their facts of then put them in.
    """
    sample = campaign.audience.sample
    processes = {q.process for q in campaign.questions if _is_scored(q)}
    if sample is None or sample.allocation != "optimal" or not processes:
        return None
    names = session.exec(select(CampaignRow.id).order_by(CampaignRow.id)).all()
    asked = {name: _asked(launched.named(name).campaign, processes) for name in names}
    asked = {name: questions for name, questions in asked.items() if questions}
    return spread_of(_given(session, sample.per, asked, moment))


def _is_scored(question: Question) -> bool:
    """Whether the question is a scale that counts for a process."""
    scale = question.answer.form is AnswerForm.SCALE and question.answer.high > question.answer.low
    return scale and question.process is not None and question.measure in (None, "score")


def _asked(campaign: Campaign, processes: Collection[str | None]) -> dict[str, Question]:
    return {q.id: q for q in campaign.questions if _is_scored(q) and q.process in processes}


def _given(
    session: Session,
    per: tuple[str, ...],
    asked: Mapping[str, Mapping[str, Question]],
    moment: datetime,
) -> Iterator[Given]:
    since = moment - YEAR
    cells = {
        row.response: "/".join(text_of(value) for value in row.values)
        for row in past_scores.people(session, list(asked), per, since, moment)
    }
    for one in past_scores.numbers(session, list(asked), since, moment):
        question = asked[one.campaign].get(one.question)
        if question is not None and one.response in cells:  # an answer may come in between
            low, high = question.answer.low, question.answer.high
            score = 100 * (one.number - low) / (high - low)
            yield Given(cells[one.response], question.process or "", one.response, score)


def text_of(value: Any) -> str:
    """A fact as a quota cell's name has it."""
    if value is None:
        return NO_VALUE
    return str(value).lower() if isinstance(value, bool) else str(value)

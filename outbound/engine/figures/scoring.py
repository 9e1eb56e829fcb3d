"""Scores from the store: current answers of counted responses, weighted back to the audience."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from db.queries import responses as stored
from db.tables import CampaignRow
from outbound.campaign.schema import Campaign, Question
from outbound.campaign.values import AnswerForm
from outbound.engine.context import Engine
from outbound.engine.running import Running
from outbound.errors import NotFoundError
from outbound.score.departments import attribution
from outbound.score.measures import scores
from outbound.score.nouns import Respondent, ScaledAnswer, Score, ScoreInput, Stratum


def measured(engine: Engine, by: Sequence[str] = (), campaign: str | None = None) -> list[Score]:
    """Every score, broken down by the dimensions named; of one campaign or of all that were launched.

    Raises UsageError for an unknown dimension, NotFoundError for a campaign that was never launched.
    """
    return scores(score_input(engine, campaign), by)


def score_input(engine: Engine, campaign: str | None = None) -> ScoreInput:
    """What the scores are computed from.

    The non-response class is the quota cell: cells are released at different rates, so the people
    who answered stand for their cell, whatever its response rate.
    """
    with engine.store.read() as session:
        running = _running(engine, session, campaign)
        names = sorted(running)
        respondents = [
            _respondent(row, running[row.campaign]) for row in stored.responded(session, names)
        ]
        answers = list(_answers(stored.answered(session, names), running))
        strata = _strata(session, names)
    eligible = {(s.campaign, s.cell): float(s.population or 0) for s in strata if s.population}
    return ScoreInput(respondents, answers, strata, eligible, attribution(engine.workspace.centre))


def _running(engine: Engine, session: Session, campaign: str | None) -> dict[str, Running]:
    rows = session.exec(select(CampaignRow)).all()
    found = {row.id: engine.running.named(row.id) for row in rows if campaign in (None, row.id)}
    if campaign is not None and not found:
        raise NotFoundError(f"{campaign} was never launched, so it has no scores.")
    return found


def _respondent(row: stored.Responded, running: Running) -> Respondent:
    columns = running.centre.base.columns
    dimensions: dict[str, Any] = {
        "region": row.region, "segment": row.segment, "language": row.language, "mode": row.mode.value,
        "tier": str(row.facts.get(columns.tier or "") or ""),
    }  # fmt: skip
    return Respondent(row.response, row.campaign, row.cell, dimensions, weight_class=row.cell)


def _answers(
    rows: Iterable[stored.Answered], running: Mapping[str, Running]
) -> Iterable[ScaledAnswer]:
    scales = {name: _scales(one.campaign) for name, one in running.items()}
    for row in rows:
        question = scales[row.campaign].get(row.question)
        if question is not None:
            kind = question.answer
            yield ScaledAnswer(
                row.response,
                question.id,
                question.process,
                question.measure,
                row.number,
                kind.low,
                kind.high,
            )


def _scales(campaign: Campaign) -> dict[str, Question]:
    return {q.id: q for q in campaign.questions if q.answer.form is AnswerForm.SCALE}


def _strata(session: Session, names: Sequence[str]) -> list[Stratum]:
    available = stored.available_by_cell(session, names)
    held_out = stored.held_out_by_cell(session, names)
    found = []
    for size in stored.cell_sizes(session, names):
        key = (size.campaign, size.cell)
        members = max(available.get(key, size.listed), size.listed) + held_out.get(key, 0)
        found.append(Stratum(size.campaign, size.cell, members, size.released))
    return found

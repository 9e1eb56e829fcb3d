"""A campaign's report: what became of everyone on its list, what was answered, and what it cost."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from sqlmodel import Session, col, select

from db.queries import counts
from db.tables import Attempt, Contact, FollowUp, Kind, Response, Wave
from outbound.audience.nouns import Drop
from outbound.campaign.schema import Campaign
from outbound.campaign.values import AnswerForm
from outbound.dialing.closing import Tried, closing
from outbound.dialing.outcome import CONTACTED
from outbound.dialing.rates import rates, tally
from outbound.engine.context import Engine
from outbound.engine.figures.account import accounted
from outbound.engine.figures.outturn import Outturn, figures
from outbound.engine.figures.scoring import measured
from outbound.engine.life.launched import launched
from outbound.engine.running import Running
from outbound.picture.cells import CellProgress
from outbound.score.nouns import Score
from outbound.score.report.nouns import CampaignReport, ReportedFollowUp, Verbatim

QUOTED: Final = 12
"""How many customers are quoted at the most."""


def report(engine: Engine, campaign_id: str) -> CampaignReport:
    """The campaign's report as it stands now. RefusedError where it was never launched."""
    with engine.store.read() as session:
        launched(session, engine.workspace, campaign_id)
    scores = measured(engine, (), campaign_id)
    with engine.store.read() as session:
        row = launched(session, engine.workspace, campaign_id)
        running = engine.running.named(campaign_id)
        actual = figures(session, running)
        told, plan = _report(session, running, actual, scores), row.plan
    return accounted(engine, told, actual, plan)


def _report(
    session: Session, running: Running, actual: Outturn, scores: Sequence[Score]
) -> CampaignReport:
    campaign, name = running.campaign, running.campaign.id
    waves = session.exec(
        select(Wave).where(Wave.campaign_id == name).order_by(col(Wave.moment))
    ).all()
    latest = waves[-1] if waves else None
    responses = counts.responses_by_state(session, name)
    return CampaignReport(
        campaign=name, title=campaign.title, purpose=campaign.purpose, base=latest.base if latest else 0,
        waterfall=tuple(Drop(**drop) for drop in latest.waterfall) if latest else (),
        holdout=latest.held_out if latest else 0, listed=latest.listed if latest else 0,
        attempts=actual.attempts, by_outcome=actual.by_outcome, contacts=actual.by_state, complete=responses["complete"],
        partial=responses["partial"], rates=_rates(session, name), scores=tuple(scores),
        cost=actual.cost, messages=actual.messages,
        follow_ups=_follow_ups(session, name), verbatims=_verbatims(session, campaign),
        attempts_by_hour=counts.placed_by_hour(session, name, running.zone),
        reached_by_hour=counts.placed_by_hour(session, name, running.zone, CONTACTED),
        cells=tuple(
            CellProgress(cell, done, target)
            for cell, (done, target) in actual.by_cell.items() if target
        ),
    )  # fmt: skip


def _rates(session: Session, campaign_id: str) -> Mapping[str, Fraction | None]:
    """AAPOR's rates over every contact that was called for, each by its closing code."""
    tried: dict[int | None, list[Tried]] = {}
    ended = (
        select(Attempt)
        .where(
            Attempt.campaign_id == campaign_id,
            Attempt.kind == Kind.CONTACT,
            col(Attempt.outcome).is_not(None),
        )
        .order_by(col(Attempt.slot))
    )
    for attempt in session.exec(ended):
        if attempt.outcome is not None:
            made = Tried(attempt.outcome, attempt.channel, attempt.detail, attempt.number)
            tried.setdefault(attempt.contact_id, []).append(made)
    called_for = session.exec(
        select(Contact.id).where(Contact.campaign_id == campaign_id, col(Contact.released))
    )
    return rates(tally(closing(tried.get(contact, [])).code for contact in called_for))


def _follow_ups(session: Session, campaign_id: str) -> tuple[ReportedFollowUp, ...]:
    rows = session.exec(
        select(FollowUp)
        .where(FollowUp.campaign_id == campaign_id)
        .order_by(col(FollowUp.due_at), col(FollowUp.id))
    )
    return tuple(
        ReportedFollowUp(f.kind, f.department, f.reason, f.due_at, f.words, f.subscriber_id)
        for f in rows
    )


def _verbatims(session: Session, campaign: Campaign) -> tuple[Verbatim, ...]:
    """What customers said in their own words, the latest first."""
    questions = [q.id for q in campaign.questions if q.answer.form is AnswerForm.TEXT]
    said: list[Verbatim] = []
    rows = session.exec(
        select(Response, Contact)
        .join(Contact, col(Contact.id) == Response.contact_id)
        .where(Response.campaign_id == campaign.id)
        .order_by(col(Response.started_at).desc())
    )
    for response, contact in rows if questions else ():
        answers = response.conversation.get("answers", {})
        words = [answers[q]["value"] for q in questions if answers.get(q, {}).get("value")]
        said += [Verbatim(str(text), f"{contact.region}, {contact.segment}") for text in words]
        if len(said) >= QUOTED:
            break
    return tuple(said[:QUOTED])

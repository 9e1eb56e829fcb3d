"""The agent's page as one picture: the customer, the script with its questions, offers and outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, func, select

from db.queries.earlier import earlier
from db.tables import Contact, DeskState, Grant, Response, User
from outbound.campaign.schema import Mode
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Progress
from outbound.dialing.provisional import of_call
from outbound.engine.attempts import desks
from outbound.engine.attempts.answers import Where, plan_of, response_of
from outbound.engine.attempts.dispatch import count_due
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.wording import variables
from outbound.engine.context import Engine
from outbound.engine.desk.desk_view import (
    Choice,
    Desk,
    DeskContact,
    DeskOffer,
    DeskQuestion,
    DeskStep,
)
from outbound.engine.inbox.progress import come_so_far, happened
from outbound.engine.scripts.masking import masked
from outbound.retention.offers import Customer, Eligible, eligible
from outbound.script.choices import choices_of, shown
from outbound.script.conversation import Conversation
from outbound.script.questionnaire import Standing, standings
from outbound.script.render import AgentScript, render_agent, render_offer


def picture(
    engine: Engine,
    session: Session,
    hand: desks.InHand,
    now: datetime,
    choosable: Sequence[Outcome],
) -> Desk:
    """One agent's desk as it stands, whatever was on it when it was read."""
    user, desk, attempt, contact = hand.user, hand.desk, hand.attempt, hand.contact
    base = Desk(user.id, user.name, desk.state.value, desk.since, line="", last=desk.last)
    if attempt is None or contact is None or desk.attempt_id is None:
        return replace(base, waiting=count_due(session, engine, now, user))
    over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
    response = hand.response or response_of(session, contact)  # what was just said may be the first
    closed = desk.state is DeskState.WRAP_UP
    suggested = _suggested(session, over, response, line_closed=closed)
    return replace(
        base,
        line=attempt.state.value,
        contact=_contact(session, over, response, user, now, choosable),
        suggested=suggested if suggested in {outcome.value for outcome in choosable} else "",
    )


def _suggested(
    session: Session, over: Over, response: Response | None, *, line_closed: bool
) -> str:
    """The outcome that what has happened so far speaks for; empty while the talk may still go either way."""
    done = come_so_far(over, response)
    if over.running.campaign.questions and done is not None and done.complete:
        return Outcome.COMPLETED.value
    found = of_call(happened(session, over, Progress.COMPLETED)).outcome if line_closed else None
    return found.value if found else ""


def offers_of(session: Session, over: Over, now: datetime, role: str = "agent") -> list[Eligible]:
    """The offers that this customer may be given, with what hinders each."""
    contact, campaign = over.contact, over.running.campaign
    if not campaign.offers:
        return []
    mine = session.exec(select(Grant.offer).where(Grant.contact_id == contact.id)).all()
    spent: dict[str, Decimal] = dict(
        session.exec(
            select(Grant.offer, func.sum(Grant.value))
            .where(Grant.campaign_id == campaign.id)
            .group_by(col(Grant.offer))
        ).all()
    )
    values = _values(response_of(session, contact))
    customer = Customer(contact.facts, values, {}, now, over.running.zone, mine)
    return eligible(campaign.offers, customer, spent, role)


def _contact(
    session: Session,
    over: Over,
    response: Response | None,
    user: User,
    now: datetime,
    choosable: Sequence[Outcome],
) -> DeskContact:
    contact, running, attempt = over.contact, over.running, over.attempt
    campaign, language = running.campaign, contact.language
    script_words = variables(running, contact, now, agent=user.name, answers=_values(response))
    script = render_agent(
        running.environment,
        campaign,
        contact.segment,
        language,
        running.centre.languages[0],
        script_words,
    )
    plan = plan_of(Where(contact, running, attempt.id, Mode.AGENT), attempt.reserved_at)
    stored = Conversation.from_json(response.conversation) if response else Conversation(Mode.AGENT)
    placed = {s.question.id: s for s in standings(plan, Mode.AGENT, stored.answers)}
    return DeskContact(
        contact_id=contact.id or 0, attempt_id=attempt.id, campaign_id=campaign.id,
        campaign=campaign.title.of(language, running.centre.languages[0]), segment=contact.segment,
        language=language, masked_number=masked(contact.number),
        name=str(contact.facts.get(running.centre.base.columns.name or "") or ""), facts=contact.facts,
        history=_history(session, contact, now), steps=tuple(_steps(script, placed, language)),
        objections=tuple((o.title, o.html) for o in script.objections),
        offers=tuple(_offers(session, over, now, script_words)),
        outcomes=tuple(Choice(o.value, o.value) for o in choosable),
    )  # fmt: skip


def _steps(
    script: AgentScript, placed: Mapping[str, Standing], language: str
) -> Iterable[DeskStep]:
    for step in script.steps:
        if step.question is None:
            yield DeskStep(step.name, step.html)
        elif step.question in placed:
            standing = placed[step.question]
            name = standing.question.process or standing.question.id
            yield DeskStep(name, step.html, _question(standing, language))


def _question(standing: Standing, language: str) -> DeskQuestion:
    question, given = standing.question, standing.answer
    choices = tuple(choices_of(question, language))
    return DeskQuestion(
        id=question.id, text=question.ask.of(language), do=question.do.of(language) if question.do else "",
        kind=question.answer, choices=choices, skip=question.skip.of(language) if question.skip else "",
        applies=standing.applies, answered=given is not None, answer=given.value if given else None,
        shown="" if given is None else shown(question, given.value, choices, language),
    )  # fmt: skip


def _offers(
    session: Session, over: Over, now: datetime, script_words: Mapping[str, object]
) -> Iterable[DeskOffer]:
    running, contact = over.running, over.contact
    languages = (contact.language, *running.centre.languages)
    for found in offers_of(session, over, now):
        offer = found.offer
        why_not = found.why_not.value if found.why_not else ""
        yield DeskOffer(
            offer.id, offer.title.of(*languages) if offer.title else offer.id,
            render_offer(running.environment, offer, languages, script_words), f"{offer.value}",
            found.grantable, why_not == "granted", why_not,
        )  # fmt: skip


def _values(response: Response | None) -> dict[str, object]:
    answers = response.conversation.get("answers", {}) if response else {}
    return {question: answer["value"] for question, answer in answers.items()}


def _history(session: Session, contact: Contact, now: datetime) -> dict[str, object]:
    """What the agent should know of earlier contacts: how long ago, the last score, what is open."""
    found = earlier(session, contact.subscriber_id, contact.id or 0)
    overall = found.conversation.get("answers", {}).get("overall")
    return {
        "days_since_contact": (now - found.contacted_at).days if found.contacted_at else None,
        "last_overall": overall["value"] if overall else None,
        "open_follow_ups": found.open_follow_ups,
    }

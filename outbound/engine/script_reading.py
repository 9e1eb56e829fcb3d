"""Reads a campaign's script as one listener would meet it, by the code that agents, calls and texts use."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from db.tables import Contact, ContactState
from outbound.audience.base import Base
from outbound.audience.exemplar import exemplar, segments_of
from outbound.campaign.schema import Mode, Question
from outbound.engine.answers import Where, plan_of
from outbound.engine.desk_picture import choices_of
from outbound.engine.masking import masked
from outbound.engine.running import Running
from outbound.engine.script_view import (
    Fault,
    Listener,
    Passage,
    Rendering,
    ScriptChoice,
    ScriptPage,
)
from outbound.engine.wording import texts_of, variables
from outbound.errors import NotFoundError, OutboundError
from outbound.script.conversation import Ask, Say, begin
from outbound.script.lookup import script_file
from outbound.script.plan import Plan
from outbound.script.prompts import prompt, sorry
from outbound.script.questionnaire import asked_in
from outbound.script.render import AgentScript, Step, render_agent, render_offer, render_sms
from outbound.script.sms_length import segments as length_of

MODES: Final = (Mode.AGENT, Mode.VOICE, Mode.SMS)
"""In the order of the page's columns."""

NOBODY: Final = "NOBODY"
"""The id of the listener where the base holds no subscriber at all."""


@dataclass(frozen=True)
class Teller:
    """Who tells it, as a script may name them, and when."""

    name: str
    now: datetime


def script_page(
    running: Running, base: Base, choice: ScriptChoice, teller: Teller, *, launched: bool
) -> ScriptPage:
    """The script for the one chosen. Raises NotFoundError for a subscriber, segment or language unknown."""
    languages, segments = running.centre.languages, segments_of(running.campaign)
    segment = _one_of(choice.segment, segments, "segment")
    language = _one_of(choice.language, languages, "language")
    heard = _contact(running, base, ScriptChoice(segment, language, choice.subscriber), teller.now)
    contact, belongs = heard
    name = str(contact.facts.get(running.centre.base.columns.name or "") or "")
    listener = Listener(
        contact.subscriber_id, name, masked(contact.number), segment, language, belongs
    )
    made = tuple(rendering(running, contact, mode, teller) for mode in MODES)
    return ScriptPage(segments, languages, listener, made, launched)


def rendering(running: Running, contact: Contact, mode: Mode, teller: Teller) -> Rendering:
    """The script in one mode; a script that cannot be rendered tells why instead."""
    used = mode in {step.mode for step in running.campaign.contact.channels}
    if not used:
        return Rendering(mode.value, used=False)
    try:
        file = script_file(
            running.environment, running.campaign, contact.segment, mode, contact.language,
            running.centre.languages[0],
        )  # fmt: skip
        return _READERS[mode](running, contact, file, teller)
    except OutboundError as error:
        return Rendering(mode.value, used=True, fault=Fault(error.message, error.where, error.hint))


def _one_of(chosen: str, offered: Sequence[str], noun: str) -> str:
    if chosen and chosen not in offered:
        raise NotFoundError(f"There is no {noun} {chosen}.", hint=f"It is {' or '.join(offered)}.")
    return chosen or offered[0]


def _contact(
    running: Running, base: Base, choice: ScriptChoice, now: datetime
) -> tuple[Contact, bool]:
    """A contact that no store knows, and whether the subscriber belongs to the segment."""
    campaign, meaning = running.campaign, base.meaning
    found = choice.subscriber
    if not found:
        found = exemplar(base, campaign, choice.segment, choice.language, now) or ""
    facts = base.row(found) if found else None
    if choice.subscriber and facts is None:
        raise NotFoundError(
            f"No subscriber {choice.subscriber!r} in the base.",
            hint="Ids are exact; capital letters matter.",
        )
    facts = facts or dict.fromkeys(base.columns)
    return Contact(
        wave_id="", campaign_id=campaign.id, subscriber_id=found or NOBODY,
        number=str(facts.get(meaning.phone) or ""), language=choice.language,
        zone=_text(facts, meaning.zone) or None, region=_text(facts, meaning.region),
        segment=choice.segment, rank=1, facts=facts, state=ContactState.WAITING, changed_at=now,
    ), bool(found)  # fmt: skip


def _text(facts: dict[str, object], column: str | None) -> str:
    return str(facts.get(column or "") or "")


def _agent(running: Running, contact: Contact, file: str, teller: Teller) -> Rendering:
    campaign, fallback = running.campaign, running.centre.languages[0]
    words = variables(running, contact, teller.now, agent=teller.name)
    script = render_agent(
        running.environment, campaign, contact.segment, contact.language, fallback, words
    )
    languages = (contact.language, *running.centre.languages)
    offers = tuple(
        Passage(
            "offers", offer.title.of(*languages) if offer.title else offer.id,
            render_offer(running.environment, offer, languages, words), html=True, when=offer.for_ or "",
        )
        for offer in campaign.offers
    )  # fmt: skip
    return Rendering(
        Mode.AGENT.value, used=True, file=file,
        passages=tuple(_steps(running, script, contact.language)),
        aside=tuple(Passage("say", o.title, o.html, html=True) for o in script.objections),
        offers=offers,
    )  # fmt: skip


def _steps(running: Running, script: AgentScript, language: str) -> Iterator[Passage]:
    for step in script.steps:
        question = running.campaign.question(step.question) if step.question else None
        if question is not None:
            yield _question(question, (language, running.centre.languages[0]))
        elif step.offers:
            yield Passage("offers", step.name)
        elif step.html:
            yield _said(step)


def _said(step: Step) -> Passage:
    return Passage("say", step.name, step.html, html=True)


def _question(question: Question, tags: tuple[str, str]) -> Passage:
    """The question with its branch and the answers that an agent may press."""
    asked = Passage(
        "ask", question.id, question.ask.of(*tags), do=question.do.of(*tags) if question.do else "",
        choices=tuple(choice.label for choice in choices_of(question, tags[0])),
        skip=question.skip.of(*tags) if question.skip else "",
    )  # fmt: skip
    return _branched(asked, question)


def _voice(running: Running, contact: Contact, file: str, teller: Teller) -> Rendering:
    plan = _plan(running, contact, Mode.VOICE, teller.now)
    passages = [Passage("say", "opening", plan.texts.opening)]
    explained: set[str] = set()
    for question in _asked(plan, Mode.VOICE):
        kind = str(question.answer)
        text = prompt(plan, question, Mode.VOICE, explain=kind not in explained)
        explained.add(kind)
        asked = Passage("ask", question.id, text)
        passages.append(_branched(asked, question))
    passages.append(Passage("say", "closing", plan.texts.closing))
    return _around(Mode.VOICE, file, plan, passages)


def _sms(running: Running, contact: Contact, file: str, teller: Teller) -> Rendering:
    if not running.campaign.questions:
        text = render_sms(
            running.environment, running.campaign, contact.segment, contact.language,
            running.centre.languages[0], variables(running, contact, teller.now),
        )  # fmt: skip
        return Rendering(
            Mode.SMS.value, used=True, file=file, passages=(_message("opening", text),)
        )
    plan = _plan(running, contact, Mode.SMS, teller.now)
    _, acts = begin(plan, Mode.SMS)
    first = next((act.question_id for act in acts if isinstance(act, Ask)), "")
    opening = " ".join(act.text for act in acts if isinstance(act, Say | Ask))
    passages = [_message("opening", opening)]
    for question in _asked(plan, Mode.SMS):
        if question.id != first:
            text = prompt(plan, question, Mode.SMS)
            passages.append(_branched(_message(question.id, text, kind="ask"), question))
    passages.append(_message("closing", plan.texts.closing))
    return _around(Mode.SMS, file, plan, passages)


def _plan(running: Running, contact: Contact, mode: Mode, now: datetime) -> Plan:
    texts = texts_of(running, contact, mode, now)
    return plan_of(Where(contact, running, "", mode), now, texts)


def _asked(plan: Plan, mode: Mode) -> list[Question]:
    return [question for question in plan.questions if asked_in(question, mode)]


def _branched(passage: Passage, question: Question) -> Passage:
    return replace(passage, when=question.when or "", rotate=question.rotate or "")


def _message(name: str, text: str, kind: str = "say") -> Passage:
    return Passage(kind, name, text, length=length_of(text))


def _around(mode: Mode, file: str, plan: Plan, passages: Sequence[Passage]) -> Rendering:
    """With the words kept ready: a resumed opening, the apology before a question asked again."""
    ready = (("resumed", plan.texts.resumed), ("sorry", sorry(plan, mode)))
    return Rendering(
        mode.value, used=True, file=file, passages=tuple(p for p in passages if p.text),
        aside=tuple(Passage("say", name, text) for name, text in ready if text),
    )  # fmt: skip


_READERS: Final[dict[Mode, Callable[[Running, Contact, str, Teller], Rendering]]] = {
    Mode.AGENT: _agent,
    Mode.VOICE: _voice,
    Mode.SMS: _sms,
}

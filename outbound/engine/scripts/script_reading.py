"""Reads a campaign's script as one listener would meet it, by the code that agents, calls and texts use."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from db.tables import Contact
from outbound.audience.base import Base
from outbound.audience.exemplar import segments_of
from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Mode, Question
from outbound.campaign.workspace import Workspace
from outbound.engine.attempts.answers import Where, plan_of
from outbound.engine.attempts.wording import texts_of, variables
from outbound.engine.running import Running
from outbound.engine.scripts.listening import Teller, listening, modes_of
from outbound.engine.scripts.script_view import (
    Fault,
    Passage,
    Rendering,
    ScriptChoice,
    ScriptPage,
)
from outbound.errors import OutboundError
from outbound.script.choices import choices_of
from outbound.script.conversation import Ask, Say, begin
from outbound.script.lookup import script_file
from outbound.script.plan import Plan
from outbound.script.prompts import prompt, sorry
from outbound.script.questionnaire import asked_in
from outbound.script.render import AgentScript, Step, render_agent, render_offer, render_sms
from outbound.script.sms_length import segments as length_of

MODES: Final = (Mode.AGENT, Mode.VOICE, Mode.SMS)
"""In the order of the page's columns."""


def script_page(
    running: Running, base: Base | None, choice: ScriptChoice, teller: Teller, *, launched: bool
) -> ScriptPage:
    """The script for the one chosen. Raises NotFoundError for a subscriber, segment or language unknown."""
    heard = listening(running, base, choice, teller.now)
    made = tuple(rendering(running, heard.contact, mode, teller) for mode in MODES)
    segments, languages = segments_of(running.campaign), running.centre.languages
    return ScriptPage(segments, languages, heard.listener, made, launched)


def draft(workspace: Workspace, campaign_id: str) -> Running:
    """A campaign as it would run, from its files; a script with a fault spoils only what uses it."""
    campaign = load_campaign(workspace, campaign_id)
    folder = workspace.scripts_dir
    texts = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(folder.rglob("*.j2"))
    }
    return Running(campaign, workspace.centre, texts)


def rendering(running: Running, contact: Contact, mode: Mode, teller: Teller) -> Rendering:
    """The script in one mode; a script that cannot be rendered tells why instead."""
    if mode not in modes_of(running):
        return Rendering(mode.value, used=False)
    try:
        file = script_file(
            running.environment, running.campaign, contact.segment, mode, contact.language,
            running.centre.languages[0],
        )  # fmt: skip
        return _READERS[mode](running, contact, file, teller)
    except OutboundError as error:
        return Rendering(mode.value, used=True, fault=Fault(error.message, error.where, error.hint))


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

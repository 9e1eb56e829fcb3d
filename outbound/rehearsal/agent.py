"""The agent's page, walked through: steps to say and do, questions one by one, offers, the outcome at the end."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.errors import InputError
from outbound.rehearsal.desk import COMMANDS, GRANT, OUTCOME
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.plain import lines_of
from outbound.rehearsal.stage import Stage, values
from outbound.rehearsal.turns import stored
from outbound.script.choices import choices_of
from outbound.script.conversation import Conversation, Record, record
from outbound.script.questionnaire import applicable
from outbound.script.render import AgentScript, Step


def open_agent(stage: Stage) -> Told:
    """The customer answers: the script down to its first question."""
    return _onwards(stage, Talk(Conversation(Mode.AGENT)))


def take_agent(stage: Stage, talk: Talk, typed: str) -> Told:
    """An answer, a correction, an objection or an action. Raises InputError, RefusedError with the mend."""
    if typed.startswith("/"):
        return _command(stage, talk, typed)
    script = stage.agent_script(values(talk.conversation))
    question, raw = _meant(stage, talk, script, typed)
    conversation, acts = record(stage.plan, talk.conversation, question.id, _as_key(question, raw))
    lines = tuple(stored(act) for act in acts if isinstance(act, Record))
    after, further = _onwards(stage, replace(talk, conversation=conversation))
    return after, lines + further


def possible_agent(stage: Stage, talk: Talk) -> list[tuple[str, str]]:
    """What may be typed at this point, and what it does."""
    script = stage.agent_script(values(talk.conversation))
    hand = in_hand(stage, talk, script)
    found = []
    if hand is not None:
        labels = [
            c.value if c.value == c.label else f"{c.value} ({c.label})"
            for c in choices_of(hand, stage.setting.language)
        ]
        found.append((", ".join(labels) or "TEXT", f"answer {hand.id}"))
        if hand.skip is not None:
            found.append(("skip", hand.skip.of(stage.setting.language, stage.fallback)))
    if stage.campaign.questions:
        found.append(("QUESTION=ANSWER", "answer or correct any question, such as overall=7"))
    found += [(f"/{o.name}", f"objection: {o.title}") for o in script.objections]
    found += [
        (f"{GRANT} {e.offer.id}", f"grant; {e.why_not.value if e.why_not else 'it may be granted'}")
        for e in stage.offers(talk)
    ]
    return [*found, *((name, command.what) for name, command in COMMANDS.items() if name != GRANT)]


def in_hand(stage: Stage, talk: Talk, script: AgentScript) -> Question | None:
    """The question that the page has open: the first on the page that applies and has no answer."""
    answers = talk.conversation.answers
    open_now = {
        q.id for q in applicable(stage.plan, Mode.AGENT, answers) if q.id not in answers
    }  # fmt: skip
    found = next((s.question for s in script.steps if s.question in open_now), None)
    return None if found is None else stage.question(found)


def _onwards(stage: Stage, talk: Talk) -> Told:
    """Tell the steps not told yet, down to the question in hand, or to the end."""
    script = stage.agent_script(values(talk.conversation))
    hand = in_hand(stage, talk, script)
    lines: list[Line] = []
    shown = list(talk.shown)
    for step in script.steps:
        if hand is not None and step.question == hand.id:
            break
        key = _key(step)
        if step.question is None and key not in shown:
            shown.append(key)
            lines += _step(stage, talk, step)
    asked = talk.asked
    if hand is None:
        lines.append(Line(Manner.NOTE, f"nothing is left to ask; name the {OUTCOME[1:]}"))
    else:
        lines += _question(stage, hand)
        asked = tuple(dict.fromkeys((*asked, hand.id)))
    return replace(talk, asked=asked, shown=tuple(shown)), tuple(lines)


def _key(step: Step) -> str:
    """What tells a step from others; the script may have fewer or more of them after an answer."""
    text = f"{step.name}\0{step.html}\0{step.offers}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _step(stage: Stage, talk: Talk, step: Step) -> Iterator[Line]:
    if not step.offers:
        yield from lines_of(step.html)
        return
    found = stage.offers(talk)
    if not found:
        yield Line(Manner.NOTE, "no offer fits this customer")
    for each in found:
        yield from lines_of(stage.offer_words(each, talk), Manner.OFFER, each.offer.id)
        if each.why_not is not None:
            told = f"cannot be granted here: {each.why_not.value}"
            yield Line(Manner.NOTE, told, each.offer.id)


def _question(stage: Stage, question: Question) -> Iterator[Line]:
    tags = (stage.setting.language, stage.fallback)
    yield Line(Manner.ASK, question.ask.of(*tags), question.id)
    if question.do is not None:
        yield Line(Manner.DO, question.do.of(*tags))
    labels = [f"[{choice.label}]" for choice in choices_of(question, stage.setting.language)]
    if question.skip is not None:
        labels.append(f"[{question.skip.of(*tags)}]")
    if labels:
        yield Line(Manner.CHOOSE, " ".join(labels))


def _meant(
    stage: Stage, talk: Talk, script: AgentScript, typed: str
) -> tuple[Question, str]:  # fmt: skip
    """The question that a line answers: the one that it names, else the one in hand."""
    name, sign, raw = typed.partition("=")
    named = stage.plan.question(name.strip()) if sign else None
    if named is not None and Mode.AGENT in named.modes:
        return named, raw.strip()
    hand = in_hand(stage, talk, script)
    if hand is None:
        raise InputError(
            "No question is open.",
            hint=f"Correct one with QUESTION=ANSWER, or end with {OUTCOME}; ? shows what may be typed.",
        )
    return hand, typed


def _as_key(question: Question, raw: str) -> str:
    """As on the page, where the digit 0 is ten."""
    kind = question.answer
    ten = kind.form is AnswerForm.SCALE and (kind.low, kind.high) == (1, 10)
    return "10" if raw == "0" and ten else raw


def _command(stage: Stage, talk: Talk, typed: str) -> Told:
    name, _, rest = typed.partition(" ")
    if name in COMMANDS:
        return COMMANDS[name].act(stage, talk, rest.strip())
    objections = stage.agent_script(values(talk.conversation)).objections
    found = next((o for o in objections if f"/{o.name}" == name), None)
    if found is None:
        kept = ", ".join(f"/{o.name}" for o in objections) or "none"
        raise InputError(
            f"The script keeps no answer for {name}.",
            hint=f"Objections: {kept}. Actions: {', '.join(COMMANDS)}.",
        )
    return talk, tuple(lines_of(found.html, of=found.name))

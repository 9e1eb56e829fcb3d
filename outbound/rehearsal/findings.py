"""What a rehearsal came to: what would be stored, how it closed, what would be opened, what was not reached."""

from datetime import timedelta
from typing import Final

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import write_duration
from outbound.care.alerts import Situation, opened
from outbound.dialing.outcome import Outcome, Suppresses, meaning_of
from outbound.dialing.port import Progress
from outbound.dialing.provisional import Answers, Happened, of_call, of_message
from outbound.rehearsal.nouns import Talk
from outbound.rehearsal.stage import Stage, values
from outbound.script.conversation import Closing
from outbound.script.questionnaire import applying, asked_in

_NAMED: Final = {
    Outcome.REFUSED.value: "refused",
    Outcome.REFUSED_HARD.value: "opted out",
    Outcome.CALLBACK_AGREED.value: "callback",
}
"""What the agent's word settles, however many answers there are."""


def findings(stage: Stage, talk: Talk) -> dict[str, object]:
    """Plain data in a fixed order; what is empty is left out, but for how it closed."""
    found: dict[str, object] = {
        "closed": closed(stage, talk),
        "outcome": outcome(stage, talk),
        "callback": talk.callback,
        "note": talk.words,
        "answers": values(talk.conversation),
        "scores": scores(stage, talk),
        "follow-ups": follow_ups(stage, talk),
        "granted": list(talk.granted),
        "suppressed": list(talk.scopes),
        "not-reached": not_reached(stage, talk),
    }
    return {name: value for name, value in found.items() if value or name == "closed"}


def closed(stage: Stage, talk: Talk) -> str:
    """How it closed: complete, partial, too little, told, refused, opted out, or not answered."""
    if talk.conversation.closed is Closing.OPTED_OUT:
        return "opted out"
    if talk.outcome in _NAMED:
        return _NAMED[talk.outcome]
    if not stage.campaign.questions:
        return talk.outcome or "told"
    done = stage.progress(talk)
    if done.complete and talk.conversation.answers:
        return "complete"
    if talk.conversation.answers:
        return "partial" if done.partial else "too little"
    if talk.outcome:
        return talk.outcome
    return "not answered" if stage.setting.mode is Mode.SMS else "refused"


def outcome(stage: Stage, talk: Talk) -> str:
    """What the agent named, else what the engine would make of it."""
    if talk.outcome:
        return talk.outcome
    if talk.conversation.closed is Closing.OPTED_OUT:
        return Outcome.OPTED_OUT.value
    done = stage.progress(talk)
    given = len(talk.conversation.answers)
    complete = done.complete and bool(stage.campaign.questions) and given > 0
    answers = Answers(given, done.answered_core, done.applicable_core, complete)
    happened = Happened(Progress.COMPLETED, rang=True, connected=True, answers=answers)
    meant = of_message(happened) if stage.setting.mode is Mode.SMS else of_call(happened)
    return meant.outcome.value if meant.outcome else ""


def scores(stage: Stage, talk: Talk) -> dict[str, dict[str, float]]:
    """The numbers by business process, and by measure for those of none."""
    found: dict[str, dict[str, float]] = {}
    for question in stage.campaign.questions:
        answer = talk.conversation.answers.get(question.id)
        under = question.process or question.measure
        if answer is not None and answer.number is not None and under:
            number = answer.number
            found.setdefault(under, {})[question.id] = int(number) if number % 1 == 0 else number
    return found


def follow_ups(stage: Stage, talk: Talk) -> list[dict[str, str]]:
    """The alerts that the answers raise, however it ended, unless they want to be left alone."""
    if _left_alone(stage, talk):
        return []
    situation = Situation(
        values(talk.conversation), stage.setting.facts, {}, stage.setting.now, stage.zone
    )
    return [
        {"kind": o.kind, "to": o.department, "within": _span(o.due_in), "because": o.reason}
        for o in opened(stage.campaign.alerts, situation)
    ]


def _left_alone(stage: Stage, talk: Talk) -> bool:
    """Whether nothing more is owed: refusing this campaign alone leaves what was promised."""
    if not talk.outcome:
        return bool(talk.scopes)
    meaning = meaning_of(Outcome(talk.outcome), stage.channel)
    return meaning.suppresses is Suppresses.NUMBER


def not_reached(stage: Stage, talk: Talk) -> dict[str, str]:
    """The questions that were never asked, and why."""
    seen = {*talk.asked, *talk.conversation.answers}
    now = {q.id for q in applying(stage.plan, stage.setting.mode, talk.conversation.answers)}
    return {q.id: _why(stage, q, q.id in now) for q in stage.campaign.questions if q.id not in seen}


def _why(stage: Stage, question: Question, applies: bool) -> str:
    if not asked_in(question, stage.setting.mode):
        return f"not asked in {stage.setting.mode.value}"
    if applies:
        return "it ended before"
    if question.rotate is not None and question.when is None:
        return f"another of {question.rotate} was asked"
    return f"not so: {question.when}" if question.when else "does not apply"


def _span(due_in: timedelta) -> str:
    return write_duration(due_in)

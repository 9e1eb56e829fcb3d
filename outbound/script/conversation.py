"""One questionnaire in every mode, as a conversation that does no I/O.

Whoever runs it performs the acts it returns, writes it down as JSON, and comes back with what the
person said. The acts between two waits belong together: one message, or one prompt and its keys.

voice  keys as text: `*` repeats, `#` or nothing before it skips; None is silence. A question not
       understood is asked twice more, then left; six silences in a row mean that nobody is there.
sms    a message's text; None is the end of the reply window. Asked once more, then left.
agent, web  answers by `record`, in any order, corrections allowed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Final

from outbound.campaign.schema import Mode, Question
from outbound.errors import InputError
from outbound.script.plan import Plan
from outbound.script.prompts import digits, prompt, sorry
from outbound.script.questionnaire import Answer, Answers, Progress, next_question
from outbound.script.questionnaire import progress as progress_of
from outbound.script.understand import Understood, Value, understand


class Closing(Enum):
    """How a conversation ended."""

    COMPLETE = "complete"  # nothing applicable is left unanswered
    REFUSED = "refused"  # left before the first answer
    OPTED_OUT = "opted-out"
    UNANSWERED = "unanswered"  # ended with questions open


@dataclass(frozen=True)
class Say:
    """Words without a question."""

    text: str


@dataclass(frozen=True)
class Ask:
    """A question, and the most keys to wait for where it is answered by keys."""

    question_id: str
    text: str
    digits: int


@dataclass(frozen=True)
class Record:
    """An answer to store; `revision` above 1 corrects an earlier one."""

    question_id: str
    value: Value
    number: float | None
    raw: str
    revision: int = 1


@dataclass(frozen=True)
class OptOut:
    """The person wants no more contact; the words they used are the evidence."""

    raw: str


@dataclass(frozen=True)
class Close:
    """The conversation is over."""

    how: Closing


Act = Say | Ask | Record | OptOut | Close

RETRIES: Final[Mapping[Mode, int]] = {Mode.VOICE: 2, Mode.SMS: 1}
"""How often a question that was not understood is asked again."""

NOBODY_THERE: Final = 6
"""Silences in a row after which a call ends."""


@dataclass(frozen=True)
class Conversation:
    """Where a conversation stands.

    at: the question waiting for its answer      misses: answers to it not understood
    passed: questions asked in vain              silences: silences in a row
    explained: kinds of answer whose keys have been explained
    """

    mode: Mode
    answers: Answers = field(default_factory=dict)
    at: str | None = None
    misses: int = 0
    silences: int = 0
    passed: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    closed: Closing | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data that `from_json` reads back as an equal conversation."""
        answers = {name: asdict(a) | {"mode": a.mode.value} for name, a in self.answers.items()}
        return asdict(self) | {
            "mode": self.mode.value,
            "answers": answers,
            "passed": list(self.passed),
            "explained": list(self.explained),
            "closed": self.closed.value if self.closed else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Conversation":
        """The conversation that `to_json` wrote. Raises InputError if the data is nothing of the kind."""
        try:
            answers = {
                name: Answer(**{**a, "mode": Mode(a["mode"])})
                for name, a in data["answers"].items()
            }
            closed = Closing(data["closed"]) if data["closed"] else None
            return cls(
                mode=Mode(data["mode"]),
                answers=answers,
                at=data["at"],
                misses=data["misses"],
                silences=data["silences"],
                passed=tuple(data["passed"]),
                explained=tuple(data["explained"]),
                closed=closed,
            )
        except (AttributeError, KeyError, TypeError, ValueError) as failure:
            raise InputError(f"This is no stored conversation: {failure!r}.") from failure


Turn = tuple[Conversation, tuple[Act, ...]]
"""What every step returns: where the conversation stands now, and what to do."""


def begin(plan: Plan, mode: Mode, answers: Answers | None = None) -> Turn:
    """Open a conversation; `answers` are those of an earlier mode, which are not asked again."""
    start = Conversation(mode, dict(answers or {}))
    resumed = plan.texts.resumed if start.answers else ""
    turn, acts = _proceed(plan, start)
    if turn.closed:
        return turn, acts
    return turn, _said(resumed or plan.texts.opening) + acts


def hear(plan: Plan, conversation: Conversation, utterance: str | None) -> Turn:
    """What follows when the person says, keys or writes something; None is silence."""
    texted = conversation.mode in {Mode.SMS, Mode.WEB}
    if texted and utterance is not None and plan.refuses(utterance):
        stopped = replace(conversation, at=None, closed=Closing.OPTED_OUT)
        return stopped, (OptOut(utterance), Close(Closing.OPTED_OUT))
    question = plan.question(conversation.at) if conversation.at else None
    if conversation.closed or question is None:
        return conversation, ()
    if utterance is None:
        return _silence(plan, conversation, question)
    heard = replace(conversation, silences=0)
    if conversation.mode is Mode.VOICE and utterance in {"*", "#", ""}:
        return _command(plan, heard, question, utterance)
    meant = understand(question, utterance, conversation.mode)
    if not isinstance(meant, Understood):
        return _missed(plan, heard, question)
    told, act = _answered(heard, question, meant, utterance)
    after, acts = _proceed(plan, told)
    return after, (act, *acts)


def record(plan: Plan, conversation: Conversation, question_id: str, raw: str) -> Turn:
    """Take an answer in any order, or correct one; `at` moves to the first question still open.

    An answer whose branch thereby closes is kept; `standings` tells that it does not apply.
    Raises InputError if there is no such question or the answer is not understood.
    """
    question = plan.question(question_id)
    if question is None:
        raise InputError(f"This questionnaire has no question {question_id!r}.", where=question_id)
    meant = understand(question, raw, conversation.mode)
    if not isinstance(meant, Understood):
        raise InputError(
            f"{raw!r} does not answer this question: {meant.reason}.",
            where=question_id,
            hint=f"It takes an answer of the kind {question.answer}.",
        )
    told, act = _answered(conversation, question, meant, raw)
    following = next_question(plan, told.mode, told.answers)
    return replace(told, at=following.id if following else None), (act,)


def leave(conversation: Conversation) -> Turn:
    """The person hung up, or the time is over: closed with nothing more to say."""
    if conversation.closed:
        return conversation, ()
    how = Closing.UNANSWERED if conversation.answers else Closing.REFUSED
    return replace(conversation, at=None, closed=how), (Close(how),)


def progress(plan: Plan, conversation: Conversation) -> Progress:
    """How far the conversation has come: complete, partial or less."""
    return progress_of(plan, conversation.mode, conversation.answers)


def _answered(
    conversation: Conversation, question: Question, meant: Understood, raw: str
) -> tuple[Conversation, Record]:
    before = conversation.answers.get(question.id)
    revision = before.revision + 1 if before else 1
    answer = Answer(meant.value, meant.number, raw, conversation.mode, revision)
    told = replace(conversation, answers={**conversation.answers, question.id: answer}, misses=0)
    return told, Record(question.id, meant.value, meant.number, raw, revision)


def _proceed(plan: Plan, conversation: Conversation) -> Turn:
    mode, answers = conversation.mode, conversation.answers
    question = next_question(plan, mode, answers, conversation.passed)
    if question is not None:
        return _ask(plan, replace(conversation, at=question.id, misses=0), question)
    complete = next_question(plan, mode, answers) is None
    how = Closing.COMPLETE if complete else Closing.UNANSWERED
    last = (plan.texts.confirmed if _confirmed(plan, answers) else "") or plan.texts.closing
    return replace(conversation, at=None, closed=how), (*_said(last), Close(how))


def _confirmed(plan: Plan, answers: Answers) -> bool:
    """Whether a question that has the one reply that says yes was given it."""
    said = {name for name, answer in answers.items() if answer.value is True}
    return any(question.code and question.id in said for question in plan.questions)


def _ask(plan: Plan, conversation: Conversation, question: Question) -> Turn:
    kind = str(question.answer)
    first = kind not in conversation.explained
    text = prompt(plan, question, conversation.mode, explain=first or conversation.misses > 0)
    explained = (*conversation.explained, kind) if first else conversation.explained
    return replace(conversation, explained=explained), (Ask(question.id, text, digits(question)),)


def _missed(plan: Plan, conversation: Conversation, question: Question) -> Turn:
    if conversation.misses >= RETRIES.get(conversation.mode, 0):
        return _pass(plan, conversation, question)
    again, acts = _ask(plan, replace(conversation, misses=conversation.misses + 1), question)
    return again, (*_said(sorry(plan, conversation.mode)), *acts)


def _pass(plan: Plan, conversation: Conversation, question: Question) -> Turn:
    return _proceed(plan, replace(conversation, passed=(*conversation.passed, question.id)))


def _silence(plan: Plan, conversation: Conversation, question: Question) -> Turn:
    if conversation.mode is not Mode.VOICE:
        return leave(conversation) if conversation.mode is Mode.SMS else (conversation, ())
    if conversation.silences + 1 >= NOBODY_THERE:
        return leave(conversation)
    return _missed(plan, replace(conversation, silences=conversation.silences + 1), question)


def _command(plan: Plan, conversation: Conversation, question: Question, key: str) -> Turn:
    if key == "*":
        if conversation.misses >= RETRIES[Mode.VOICE]:
            return _pass(plan, conversation, question)
        return _ask(plan, replace(conversation, misses=conversation.misses + 1), question)
    if question.skip is None:
        return _pass(plan, conversation, question)
    told, act = _answered(conversation, question, Understood(None), "#")
    after, acts = _proceed(plan, told)
    return after, (act, *acts)


def _said(text: str) -> tuple[Say, ...]:
    return (Say(text),) if text else ()

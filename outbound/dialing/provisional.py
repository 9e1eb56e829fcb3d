"""What an ended call or message provisionally meant, from what happened on it."""

from dataclasses import dataclass
from typing import Final

from outbound.dialing.outcome import Detail, Outcome
from outbound.dialing.port import Progress


@dataclass(frozen=True)
class Answers:
    """How far the questionnaire came; `core` questions decide between partial and too little."""

    given: int = 0
    core_given: int = 0
    core_applicable: int = 0
    complete: bool = False

    @property
    def enough(self) -> bool:
        """Whether at least half of the applicable core questions were answered."""
        return self.given > 0 and 2 * self.core_given >= self.core_applicable


@dataclass(frozen=True)
class Happened:
    """What is known of an attempt that is over.

    `progress` is the carrier's last word, `by_code` the outcome its error code stands for.
    `connected`: an agent joined or the prompt began; `opening_heard`: who calls was said.
    """

    progress: Progress
    by_code: Outcome | None = None
    rang: bool = False
    connected: bool = False
    machine: bool = False
    message_left: bool = False
    opening_heard: bool = True
    opted_out: bool = False
    answers: Answers = Answers()


@dataclass(frozen=True)
class Provisional:
    """An outcome until an agent names another; `outcome` None: withdrawn, nothing was spent."""

    outcome: Outcome | None
    detail: Detail | None = None


_AS_NAMED: Final = {Progress.BUSY: Outcome.BUSY, Progress.NO_ANSWER: Outcome.NO_ANSWER}


def of_call(happened: Happened) -> Provisional:
    """What an ended call meant. A line that opened says no more than that: the rest tells."""
    if happened.progress in _AS_NAMED:
        return Provisional(_AS_NAMED[happened.progress])
    if happened.progress is Progress.FAILED:
        return Provisional(happened.by_code or Outcome.TECHNICAL_FAILURE)
    if happened.progress is Progress.CANCELED:
        return Provisional(Outcome.NO_ANSWER if happened.rang else None)
    if happened.machine and not happened.answers.given:
        left = happened.message_left
        return Provisional(Outcome.VOICEMAIL_LEFT if left else Outcome.MACHINE)
    if not happened.connected:
        return Provisional(Outcome.ABANDONED)
    return _of_talk(happened)


def of_message(happened: Happened) -> Provisional:
    """What a message meant once it failed, its reply window closed, or the exchange ended."""
    answers = happened.answers
    if answers.complete:
        return Provisional(Outcome.COMPLETED)
    if happened.opted_out:
        return Provisional(Outcome.OPTED_OUT)
    if answers.given:
        return _of_some(answers)
    if happened.progress is Progress.FAILED:
        return Provisional(happened.by_code or Outcome.UNDELIVERED)
    if happened.progress is Progress.CANCELED:
        return Provisional(None)
    return Provisional(Outcome.DELIVERED)


def _of_talk(happened: Happened) -> Provisional:
    if happened.answers.complete:
        return Provisional(Outcome.COMPLETED)
    if happened.opted_out:
        return Provisional(Outcome.REFUSED_HARD)
    if happened.answers.given:
        return _of_some(happened.answers)
    return Provisional(Outcome.REFUSED, None if happened.opening_heard else Detail.BEFORE_OPENING)


def _of_some(answers: Answers) -> Provisional:
    return Provisional(Outcome.PARTIAL, None if answers.enough else Detail.BELOW_MINIMUM)

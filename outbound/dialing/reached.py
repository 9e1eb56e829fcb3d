"""Whom an attempt reached: nobody, or somebody to whom the number does not belong."""

from typing import Final

from outbound.dialing.outcome import Detail, Outcome

NOBODY: Final = frozenset(
    {Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT}
)
"""A call that was made and reached nobody: one that was promised was broken by the person."""

NOBODY_THERE: Final = NOBODY - {Outcome.BUSY}
"""Nobody was there; a busy line says that somebody is."""

_OF_NUMBER: Final = frozenset(
    {Outcome.FAX, Outcome.NOT_IN_SERVICE, Outcome.INVALID_NUMBER, Outcome.WRONG_PERSON}
)


def is_about_number(outcome: Outcome, detail: Detail | None = None) -> bool:
    """Whether an outcome says that the number is the wrong one, and nothing of the person."""
    return outcome in _OF_NUMBER and detail is not Detail.TEMPORARY

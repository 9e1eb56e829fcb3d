"""The outcomes that an agent at the desk may name."""

from typing import Final

from outbound.dialing.outcome import Outcome

CHOOSABLE: Final = (
    Outcome.COMPLETED,
    Outcome.PARTIAL,
    Outcome.CALLBACK_AGREED,
    Outcome.REFUSED,
    Outcome.REFUSED_HARD,
    Outcome.WRONG_PERSON,
    Outcome.LANGUAGE_BARRIER,
    Outcome.INELIGIBLE,
    Outcome.MACHINE,
    Outcome.DECEASED,
    Outcome.TECHNICAL_FAILURE,
)
"""The commonest first."""

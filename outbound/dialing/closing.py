"""A contact's closing code: which of its attempts speaks for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from outbound.campaign.schema import Channel
from outbound.dialing.outcome import Detail, Meaning, Outcome, code_of, meaning_of
from outbound.dialing.reached import is_about_number
from outbound.policy.retry import Finality

NEVER_ATTEMPTED: Final = "3.11"
"""The code of a contact that was released and never attempted."""


@dataclass(frozen=True)
class Tried:
    """One ended attempt of a contact."""

    outcome: Outcome
    channel: Channel
    detail: Detail | None = None
    number: str = ""

    @property
    def meaning(self) -> Meaning:
        """What it meant."""
        return meaning_of(self.outcome, self.channel, self.detail)


@dataclass(frozen=True)
class Closing:
    """What a contact came to; `outcome` is None if it was never attempted."""

    outcome: Outcome | None
    code: str


def _is(*outcomes: Outcome) -> Callable[[Tried], bool]:
    return lambda tried: tried.outcome in outcomes


def _is_partial(tried: Tried) -> bool:
    return tried.outcome is Outcome.PARTIAL and tried.detail is not Detail.BELOW_MINIMUM


def _is_another_final(tried: Tried) -> bool:
    return tried.outcome is not Outcome.REFUSED and tried.meaning.finality is Finality.CONTACT


def _is_refusal(tried: Tried) -> bool:
    return tried.outcome in (Outcome.REFUSED, Outcome.PARTIAL)


ORDER: Final[tuple[Callable[[Tried], bool], ...]] = (
    _is(Outcome.COMPLETED),
    _is_partial,
    _is(Outcome.REFUSED_HARD, Outcome.OPTED_OUT),
    _is_another_final,
    _is_refusal,  # too few answers are coded as a refusal
    _is(Outcome.CALLBACK_AGREED),
)
"""The first that any attempt fulfils speaks for the contact; else the last attempt does."""


def closing(attempts: Sequence[Tried]) -> Closing:
    """The closing outcome and code of a contact, from its attempts in order of time."""
    if not attempts:
        return Closing(None, NEVER_ATTEMPTED)
    speaking = [tried for tried in attempts if _speaks(tried, attempts)]
    index = next((found for claim in ORDER if (found := _last(speaking, claim)) is not None), -1)
    if _is_kept(speaking, index):
        index = -1
    chosen = speaking[index]
    others = speaking[: len(speaking) - 1 if index < 0 else index]
    confirmed = any(tried.meaning.contacted for tried in others)
    return Closing(chosen.outcome, code_of(chosen.meaning, confirmed=confirmed))


def _speaks(tried: Tried, attempts: Sequence[Tried]) -> bool:
    """A number that was the wrong one says nothing once the contact went on with another."""
    left = tried.number != attempts[-1].number
    return not (left and is_about_number(tried.outcome, tried.detail))


def _is_kept(attempts: Sequence[Tried], index: int) -> bool:
    """Whether the attempt is a promise to call back, and the subscriber was spoken to later."""
    promised = index >= 0 and attempts[index].outcome is Outcome.CALLBACK_AGREED
    return promised and any(tried.meaning.contacted for tried in attempts[index + 1 :])


def _last(attempts: Sequence[Tried], claim: Callable[[Tried], bool]) -> int | None:
    places = (i for i in range(len(attempts) - 1, -1, -1) if claim(attempts[i]))
    return next(places, None)

"""What follows an ended attempt: its outcome's meaning, put before the rules of retry."""

from dataclasses import dataclass
from datetime import datetime

from outbound.campaign.schema import Channel
from outbound.dialing.outcome import Detail, Meaning, Outcome, meaning_of
from outbound.policy.retry import Ended


@dataclass(frozen=True)
class Ending:
    """An attempt that has ended. `spent` and `nth` do not yet count it; `rang`: a telephone did."""

    outcome: Outcome
    channel: Channel
    at: datetime  # as the carrier reports it
    step: int
    spent: int  # attempts spent on this step before it
    nth: int  # outcomes of this kind that the contact had before it
    detail: Detail | None = None
    rang: bool = False

    @property
    def meaning(self) -> Meaning:
        """What it meant."""
        return meaning_of(self.outcome, self.channel, self.detail)

    @property
    def spent_now(self) -> int:
        """Attempts spent on the step, this one included unless it never rang.

        A message never rings: whether it spends an attempt is in its outcome.
        """
        rang = self.rang and self.channel is Channel.CALL
        return self.spent + (self.meaning.spends or rang)


def as_ended(ending: Ending) -> Ended:
    """The ending as `policy.retry.after` takes it."""
    return Ended(
        outcome=ending.outcome.value,
        nth=ending.nth + 1,
        at=ending.at,
        step=ending.step,
        spent=ending.spent_now,
        retry=ending.meaning.retry,
        finality=ending.meaning.finality,
    )

"""What a conversation is led by: the questions, the words around them, and the person's facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from outbound.campaign.schema import Question
from outbound.policy.opt_out import is_opt_out


@dataclass(frozen=True)
class Texts:
    """The words around the questions, rendered; empty ones are not said.

    opening: said once, before the first question
    resumed: said instead of the opening when earlier answers are carried over
    confirmed: said instead of the closing when the one reply that says yes was given
    closing: said when nothing is left to ask
    sorry: said before a question that was not understood is asked again
    """

    opening: str = ""
    closing: str = ""
    sorry: str = ""
    resumed: str = ""
    confirmed: str = ""


@dataclass(frozen=True)
class Plan:
    """One person's questionnaire. `fallback` is the centre's language; `refuses` tells an opt-out.

    `moment` is the wave's moment and `zone` the centre's: what `days_since` counts to in a `when`.
    """

    questions: tuple[Question, ...]
    language: str
    subscriber: str
    moment: datetime
    zone: tzinfo = UTC
    texts: Texts = Texts()
    facts: Mapping[str, object] = field(default_factory=dict)
    history: Mapping[str, object] = field(default_factory=dict)
    fallback: str = ""
    refuses: Callable[[str], bool] = is_opt_out

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)

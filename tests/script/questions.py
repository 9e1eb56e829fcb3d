"""Valid questions and plans for script tests."""

from datetime import UTC, datetime
from typing import Any

from outbound.campaign.schema import Question
from outbound.script.plan import Plan, Texts

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def question(id: str = "overall", **changes: Any) -> Question:  # noqa: A002 - the campaign file's word
    """A ten-point question, changed by keyword."""
    return Question.model_validate({"id": id, "ask": f"{id}?", "answer": "scale 1-10"} | changes)


def plan(*questions: Question, **changes: Any) -> Plan:
    """A plan of these questions in English, with no words around them but the closing."""
    given: dict[str, Any] = {
        "questions": questions or (question(),),
        "language": "en",
        "subscriber": "H0000001",
        "moment": NOON,
        "texts": Texts(closing="Goodbye."),
    }
    return Plan(**given | changes)

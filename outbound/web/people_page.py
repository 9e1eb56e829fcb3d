"""What the page of one person needs: everything about them in one column of time."""

from datetime import datetime

from outbound.engine.person_view import Person


def person_context(person: Person, now: datetime) -> dict[str, object]:
    """What the template of a person may name."""
    return {"person": person}

"""Texts for people: given in some languages, they should be given in all that the centre speaks."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.check.subject import Subject

_TEXTS = (
    ("title",),
    ("survey", "questions", "*", "ask"),
    ("survey", "questions", "*", "do"),
    ("survey", "questions", "*", "skip"),
    ("survey", "questions", "*", "options", "*"),
    ("offers", "*", "title"),
)


def languages(subject: Subject) -> Iterator[Problem]:
    """A text per language lacks none of the centre's; one plain text serves all."""
    if subject.world.centre is None:
        return
    for pattern in _TEXTS:
        for trail, value in subject.source.find(*pattern):
            given = set(value) if isinstance(value, dict) else set(subject.world.centre.languages)
            for missing in [tag for tag in subject.world.centre.languages if tag not in given]:
                message = f"{trail[-1]} is not given in {missing}."
                hint = "People who speak it get another language."
                yield subject.at_key(trail, "missing-language", message, hint, "warning")

"""Messages on answering machines: a step that leaves them has the words in every language."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode
from outbound.campaign.source import Trail
from outbound.check.scripts import files_by_language
from outbound.check.subject import Subject
from outbound.errors import OutboundError
from outbound.script.inspection import blocks
from outbound.script.render import VOICEMAIL


def messages(subject: Subject) -> Iterator[Problem]:
    """Every voice script that a machine may get its message from has the block for it."""
    where = leaving(subject)
    if where is None:
        return
    environment = subject.world.scripts.environment
    for file in files_by_language(subject, Mode.VOICE):
        try:
            found = blocks(environment, file)
        except OutboundError:
            continue  # `scripts` tells
        if VOICEMAIL not in found:
            message = f"scripts/{file} has no block {VOICEMAIL}: nothing could be left on machines."
            hint = f"Write {{% block {VOICEMAIL} %}}...{{% endblock %}} there, or machine: hang-up."
            yield subject.at(where, "missing-message", message, hint)


def leaving(subject: Subject) -> Trail | None:
    """Where a step first says that it leaves messages; None where none does."""
    steps = subject.texts("contact", "channels", "*", "call", "machine")
    return next((trail for trail, value in steps if value == "message"), None)

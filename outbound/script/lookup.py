"""Which file serves a segment, mode and language."""

from collections.abc import Mapping, Sequence
from typing import Final

from outbound.campaign.schema import Campaign, Mode
from outbound.errors import NotFoundError
from outbound.script.environment import ScriptEnvironment

SUFFIX: Final[Mapping[Mode, str]] = {
    Mode.AGENT: "md.j2",
    Mode.VOICE: "txt.j2",
    Mode.SMS: "txt.j2",
    Mode.WEB: "txt.j2",
}
"""Agents read Markdown; what is spoken or sent is plain text."""


def file_name(script: str, mode: Mode, language: str = "") -> str:
    """The file of a script: satisfaction/vip in Chinese for agents is satisfaction/vip/agent.zh.md.j2."""
    middle = f"{language}." if language else ""
    return f"{script}/{mode.value}.{middle}{SUFFIX[mode]}"


def find(
    environment: ScriptEnvironment, scripts: Sequence[str], mode: Mode, languages: Sequence[str]
) -> str:
    """The first file there is of these scripts, the more special script first.

    `languages` are the subscriber's and the centre's, in this order; then comes a file without a
    language, which serves all. A more special script gives way only where it has no text that
    suits the subscriber and the more general one has. Raises NotFoundError if there is none.
    """
    wanted = tuple(dict.fromkeys(tag for tag in languages if tag))
    best = [_best(environment, script, mode, wanted) for script in dict.fromkeys(scripts)]
    found = [(fit, name) for fit, name in best if name]
    if not found:
        raise NotFoundError(
            f"There is no {mode.value} script for {' or '.join(wanted) or 'any language'}.",
            where=f"scripts/{file_name(scripts[0], mode, wanted[0] if wanted else '')}",
            hint="Write it, or one without a language that serves all.",
        )
    return min(found, key=lambda pair: pair[0])[1]


def script_file(
    environment: ScriptEnvironment, campaign: Campaign, segment: str, mode: Mode, *languages: str
) -> str:
    """The file that serves a campaign's segment. Raises NotFoundError if there is none."""
    return find(environment, (campaign.script_for(segment), campaign.script), mode, languages)


def _best(
    environment: ScriptEnvironment, script: str, mode: Mode, languages: Sequence[str]
) -> tuple[int, str]:
    """A script's own best file, and 1 if it is in a language that the subscriber did not ask for."""
    for rank, language in enumerate((*languages, "")):
        name = file_name(script, mode, language)
        if environment.has(name):
            return int(rank > 0 and language != ""), name
    return 1, ""

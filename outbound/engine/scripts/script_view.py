"""What the page of a campaign's script shows: the words for one listener, in each way of asking."""

from dataclasses import dataclass

from outbound.script.sms_length import SmsLength


@dataclass(frozen=True)
class ScriptChoice:
    """For whom to show the script; what is empty is chosen for the reader."""

    segment: str = ""
    language: str = ""
    subscriber: str = ""


@dataclass(frozen=True)
class Passage:
    """One stretch of a script in its place.

    kind: say, ask or offers; name: the block it stands in, or the question's id
    text: what is heard, HTML where `html`; when: the condition of its branch
    rotate: the group of which each person is asked one question
    do: what the agent does; choices, skip: the answers that are offered
    length: of a message, in its encoding and parts
    """

    kind: str
    name: str
    text: str = ""
    html: bool = False
    when: str = ""
    rotate: str = ""
    do: str = ""
    choices: tuple[str, ...] = ()
    skip: str = ""
    length: SmsLength | None = None


@dataclass(frozen=True)
class Fault:
    """Why a script cannot be shown: what, where, what to do."""

    message: str
    where: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Rendering:
    """The script in one mode: `agent`, `voice` or `sms`.

    used: whether a step of the cascade asks in this mode
    passages: in the order in which they are heard; aside: kept ready (objections, apologies)
    offers: what may be granted, where the script speaks of it
    """

    mode: str
    used: bool
    file: str = ""
    passages: tuple[Passage, ...] = ()
    aside: tuple[Passage, ...] = ()
    offers: tuple[Passage, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True)
class Listener:
    """Who the script is shown for; `belongs` is false where nobody of the segment is in the base."""

    id: str
    name: str
    masked_number: str
    segment: str
    language: str
    belongs: bool = True


@dataclass(frozen=True)
class ScriptPage:
    """The script side by side, and what else may be chosen. `launched`: these are the words that run."""

    segments: tuple[str, ...]
    languages: tuple[str, ...]
    listener: Listener
    renderings: tuple[Rendering, ...]
    launched: bool

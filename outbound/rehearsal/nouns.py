"""What a rehearsal is made of: its setting, the lines that are heard, where it stands, what it came to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from outbound.campaign.schema import Mode
from outbound.script.conversation import Conversation


class Manner(Enum):
    """What becomes of a line."""

    SAY = "say"  # spoken to the customer, by the menu or by the agent
    ASK = "ask"  # a question, in the words and keys of the mode
    CHOOSE = "choose"  # the answers that the agent may press
    DO = "do"  # what the agent does; nobody hears it
    OFFER = "offer"  # an offer as the agent reads it
    SEND = "send"  # one message
    STORE = "store"  # an answer as it is stored
    NOTE = "note"  # what else happens; nobody hears it


@dataclass(frozen=True)
class Line:
    """One line of a rehearsal; `of` is its question, offer or objection, or the length of a message."""

    manner: Manner
    text: str
    of: str = ""


@dataclass(frozen=True)
class Setting:
    """Who is talked to, how and when. `facts` are plain JSON values; `zone` is the person's clock."""

    mode: Mode
    segment: str
    language: str
    now: datetime
    subscriber: str
    agent: str
    zone: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """Where a rehearsal stands. It is stored as JSON between every two steps.

    over: nothing more can be said          left: the customer hung up, or did not reply in time
    asked: questions put to the customer    shown: steps of the agent's script already told
    scopes: suppressions asked for          outcome, callback, granted, words: what the agent did
    """

    conversation: Conversation
    over: bool = False
    left: bool = False
    asked: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    outcome: str = ""
    callback: str = ""
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data that `from_json` reads back as an equal talk."""
        return asdict(self) | {"conversation": self.conversation.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Talk":
        """The talk that `to_json` wrote."""
        lists = {name: tuple(data[name]) for name in ("asked", "scopes", "shown", "granted")}
        conversation = Conversation.from_json(data["conversation"])
        return cls(**{**data, **lists, "conversation": conversation})


Told = tuple[Talk, tuple[Line, ...]]
"""What every step returns: where the rehearsal stands now, and what is heard."""


@dataclass(frozen=True)
class Turn:
    """What was typed, and what followed."""

    typed: str
    then: tuple[Line, ...]


@dataclass(frozen=True)
class Case:
    """A whole rehearsal: what a golden case holds. `end` is plain data, as `findings` writes it."""

    setting: Setting
    opening: tuple[Line, ...]
    turns: tuple[Turn, ...]
    end: Mapping[str, Any]

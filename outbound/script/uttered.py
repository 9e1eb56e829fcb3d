"""What one turn of a conversation comes to in words: spoken one after another, or sent as one message."""

from collections.abc import Iterable, Mapping
from typing import Final

from outbound.policy.opt_out import OptOut
from outbound.policy.opt_out_words import CONFIRMED_BY_CARRIER
from outbound.script.conversation import Act, Ask, Say

OPTED_OUT: Final[Mapping[str, str]] = {
    "zh": "已为您登记，今后不再联系您。",
    "en": "Done: we will not contact you again.",
}
"""The one confirmation of an opt-out that the carrier did not confirm itself."""

NOTED: Final[Mapping[str, str]] = {
    "zh": "已按您的要求登记。",
    "en": "Noted: we will do as you ask.",
}
"""The one confirmation where the person named less than everything."""


def spoken(acts: Iterable[Act]) -> list[str]:
    """The texts of a turn, in order."""
    return [act.text for act in acts if isinstance(act, Say | Ask)]


def message(acts: Iterable[Act]) -> str:
    """The turn as one message; empty where nothing is said."""
    return " ".join(spoken(acts))


def confirmation(said: OptOut, body: str, language: str) -> str:
    """What is answered to a message that asks for no more; empty where the carrier answers it itself."""
    if body.strip().upper() in CONFIRMED_BY_CARRIER:
        return ""
    words = OPTED_OUT if said.scopes == ("all",) else NOTED
    return words.get(language, words["en"])

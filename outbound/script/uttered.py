"""What one turn of a conversation comes to in words: spoken one after another, or sent as one message."""

from collections.abc import Iterable, Mapping
from typing import Final

from outbound.policy.opt_out import OptOut
from outbound.policy.opt_out_words import CONFIRMED_BY_CARRIER
from outbound.script.conversation import Act, Ask, Say

OPTED_OUT: Final[Mapping[str, str]] = {
    "zh": "已为您登记，今后不再联系您。",
    "zh-Hant": "已為您登記，今後不再聯絡您。",
    "en": "Done: we will not contact you again.",
    "es": "Hecho: no volveremos a contactarle.",
    "fr": "C'est noté : nous ne vous contacterons plus.",
}
"""The one confirmation of an opt-out that the carrier did not confirm itself."""

NOTED: Final[Mapping[str, str]] = {
    "zh": "已按您的要求登记。",
    "zh-Hant": "已按您的要求登記。",
    "en": "Noted: we will do as you ask.",
    "es": "Anotado: haremos lo que pide.",
    "fr": "C'est noté : nous ferons comme vous le demandez.",
}
"""The one confirmation where the person named less than everything."""

PAUSED: Final[Mapping[str, str]] = {
    "zh": "已暂停与您联系，我们的同事会确认您的意思。",
    "zh-Hant": "已暫停與您聯絡，我們的同事會確認您的意思。",
    "en": "We have stopped contacting you. A colleague will look at what you meant.",
    "es": "Hemos dejado de contactarle. Un colega verá qué quiso decir.",
    "fr": "Nous ne vous contactons plus. Un collègue verra ce que vous vouliez dire.",
}
"""The one confirmation where a person has yet to decide what was meant."""


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
    words = PAUSED if said.doubtful else OPTED_OUT if said.scopes == ("all",) else NOTED
    return words.get(language) or words.get(language.split("-")[0]) or words["en"]

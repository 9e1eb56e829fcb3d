"""TwiML as the simulated carrier reads it: verbs in order, and how long saying something takes."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

VERBS: Final = frozenset(
    {"Say", "Play", "Pause", "Gather", "Dial", "Record", "Redirect", "Hangup", "Reject"}
)
"""What may stand in a Response; a Conference stands in a Dial."""
INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Conference", "Number"}),
}

BAD_DOCUMENT, BAD_VERB, BAD_PLACE = 12100, 12200, 12200
PLAYED: Final = timedelta(seconds=5)
"""How long every recording is that is played."""


@dataclass(frozen=True)
class Verb:
    """One element: its attributes, its own text, and the elements inside."""

    name: str
    attributes: Mapping[str, str]
    text: str
    inside: tuple["Verb", ...] = ()

    def seconds(self, name: str, otherwise: float) -> timedelta:
        """An attribute that counts seconds; what is no number counts as left out."""
        try:
            return timedelta(seconds=float(self.attributes.get(name, otherwise)))
        except ValueError:
            return timedelta(seconds=otherwise)

    def count(self, name: str, otherwise: int) -> int:
        """An attribute that counts something; what is no number counts as left out."""
        text = self.attributes.get(name, "")
        return int(text) if text.isdigit() else otherwise


class TwimlError(Exception):
    """A document that Twilio would not play; `code` is the one its debugger shows."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse(document: str) -> list[Verb]:
    """The verbs of a Response. Raises TwimlError for bad XML, an unknown verb or one out of place."""
    if "<!DOCTYPE" in document or "<!ENTITY" in document:
        raise TwimlError(BAD_DOCUMENT, "a document type is not allowed")
    try:
        root = ElementTree.fromstring(document.strip().encode())
    except ElementTree.ParseError as fault:
        raise TwimlError(BAD_DOCUMENT, f"not well-formed XML: {fault}") from None
    if root.tag != "Response":
        raise TwimlError(BAD_DOCUMENT, f"the root is {root.tag}, not Response")
    return [_verb(element, VERBS) for element in root]


def _verb(element: ElementTree.Element, allowed: frozenset[str]) -> Verb:
    if element.tag not in allowed:
        raise TwimlError(BAD_VERB, f"{element.tag} may not stand there")
    inner = INSIDE.get(element.tag, frozenset())
    return Verb(
        element.tag,
        dict(element.attrib),
        (element.text or "").strip(),
        tuple(_verb(child, inner) for child in element),
    )


def duration(verb: Verb) -> timedelta:
    """How long a Say, Play or Pause takes."""
    match verb.name:
        case "Pause":
            return verb.seconds("length", 1)
        case "Play":
            return PLAYED * max(1, verb.count("loop", 1))
        case _:
            return _spoken(verb.text) * max(1, verb.count("loop", 1))


def _spoken(text: str) -> timedelta:
    """Four and a half Chinese characters a second, or fifteen letters."""
    seconds = sum(1 / 4.5 if ord(letter) > 0x2E7F else 1 / 15 for letter in text)
    return timedelta(milliseconds=round(1000 * max(seconds, 0.5)))

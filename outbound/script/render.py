"""Scripts rendered for one person: steps for the agent's page, spoken texts, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from outbound.campaign.schema import Campaign, Mode, Offer
from outbound.script.environment import LONGEST_SMS, LONGEST_SPOKEN, ScriptEnvironment
from outbound.script.fault import ScriptError
from outbound.script.lookup import find, script_file
from outbound.script.markdown import to_html
from outbound.script.marks import Mark, split
from outbound.script.plan import Texts

OPENING, CLOSING, SORRY, RESUMED = "opening", "closing", "sorry", "resumed"
CONFIRMED = "confirmed"
"""The blocks of a voice or SMS script that a conversation uses."""

VOICEMAIL = "voicemail"
"""The block of a voice script that is left on an answering machine."""


@dataclass(frozen=True)
class Step:
    """One step of an agent's script: HTML to say, a question's place, or the place of the offers.

    `name` is the block that it stands in.
    """

    name: str
    html: str = ""
    question: str | None = None
    offers: bool = False


@dataclass(frozen=True)
class Objection:
    """An answer kept ready."""

    name: str
    title: str
    html: str


@dataclass(frozen=True)
class AgentScript:
    """What the agent's page shows, in order; every question has one place."""

    steps: tuple[Step, ...]
    objections: tuple[Objection, ...] = ()


def render_agent(
    environment: ScriptEnvironment,
    campaign: Campaign,
    segment: str,
    language: str,
    centre_language: str,
    context: Mapping[str, object],
) -> AgentScript:
    """The agent's script for one person. Questions that it does not place come before its closing.

    Raises NotFoundError if no file serves, ScriptError if it cannot be rendered or asks a question
    that the campaign does not have.
    """
    name = script_file(environment, campaign, segment, Mode.AGENT, language, centre_language)
    read = _Reading()
    for piece in split(environment.render(name, context)):
        read.take(piece)
    unknown = [q for q in read.placed if campaign.question(q) is None]
    if unknown:
        raise ScriptError(f"It asks {unknown[0]!r}, which the campaign does not have.", name)
    asked = [q.id for q in campaign.questions if Mode.AGENT in q.modes]
    steps = [step for step in read.steps if step.question is None or step.question in asked]
    missing = [Step("questions", question=q) for q in asked if q not in read.placed]
    return AgentScript(_before_closing(steps, missing), tuple(read.objections.values()))


def render_voice(
    environment: ScriptEnvironment,
    campaign: Campaign,
    segment: str,
    language: str,
    centre_language: str,
    context: Mapping[str, object],
) -> Texts:
    """The words around the questions of a voice menu."""
    name = script_file(environment, campaign, segment, Mode.VOICE, language, centre_language)
    return _texts(environment, name, context, limit=LONGEST_SPOKEN)


def render_voicemail(
    environment: ScriptEnvironment,
    campaign: Campaign,
    segment: str,
    language: str,
    centre_language: str,
    context: Mapping[str, object],
) -> str:
    """The message for an answering machine; empty where the voice script has none."""
    name = script_file(environment, campaign, segment, Mode.VOICE, language, centre_language)
    return environment.render_block(name, VOICEMAIL, context, LONGEST_SPOKEN).strip()


def render_sms_texts(
    environment: ScriptEnvironment,
    campaign: Campaign,
    segment: str,
    language: str,
    centre_language: str,
    context: Mapping[str, object],
) -> Texts:
    """The words around the questions of an SMS conversation."""
    name = script_file(environment, campaign, segment, Mode.SMS, language, centre_language)
    return _texts(environment, name, context, limit=LONGEST_SMS)


def render_sms(
    environment: ScriptEnvironment,
    campaign: Campaign,
    segment: str,
    language: str,
    centre_language: str,
    context: Mapping[str, object],
) -> str:
    """The one message of a campaign that only tells."""
    name = script_file(environment, campaign, segment, Mode.SMS, language, centre_language)
    return environment.render(name, context, LONGEST_SMS).strip()


def render_offer(
    environment: ScriptEnvironment,
    offer: Offer,
    languages: Sequence[str],
    context: Mapping[str, object],
) -> str:
    """An offer's own words for the agent, as HTML."""
    name = find(environment, (offer.script,), Mode.AGENT, languages)
    text = environment.render(name, context)
    return to_html("\n\n".join(piece for piece in split(text) if isinstance(piece, str)))


def _texts(
    environment: ScriptEnvironment, name: str, context: Mapping[str, object], limit: int
) -> Texts:
    def block(wanted: str) -> str:
        return environment.render_block(name, wanted, context, limit).strip()

    return Texts(block(OPENING), block(CLOSING), block(SORRY), block(RESUMED), block(CONFIRMED))


def _before_closing(steps: Sequence[Step], missing: Sequence[Step]) -> tuple[Step, ...]:
    first = next((n for n, step in enumerate(steps) if step.name == CLOSING), len(steps))
    return (*steps[:first], *missing, *steps[first:])


@dataclass
class _Reading:
    """The script as read so far: which block it is in, and the objection that is open."""

    steps: list[Step] = field(default_factory=list)
    objections: dict[str, Objection] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)
    block: str = ""
    open: Objection | None = None

    def take(self, piece: str | Mark) -> None:
        """The next stretch of text, or the next mark."""
        if isinstance(piece, str):
            self._text(to_html(piece))
        elif piece.kind == "block":
            self.block = piece.name
        elif piece.kind == "objection":
            name, _, title = piece.name.partition("\t")
            self.open = Objection(name, title or name, "")
        elif piece.kind == "end" and self.open is not None:
            self.objections[self.open.name] = self.open  # a later one of the name replaces it
            self.open = None
        elif piece.kind == "offers":
            self.steps.append(Step(self.block, offers=True))
        elif piece.kind == "ask" and piece.name not in self.placed:
            self.placed.append(piece.name)
            self.steps.append(Step(self.block, question=piece.name))

    def _text(self, html: str) -> None:
        if self.open is not None:
            self.open = replace(self.open, html=self.open.html + html)
        elif html:
            self.steps.append(Step(self.block, html))

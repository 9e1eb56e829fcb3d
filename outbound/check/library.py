"""The scripts of a workspace as checks need them: what each mentions, looked up once for all campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass

from outbound.campaign.schema import Mode
from outbound.check.spoken import Passage, passages
from outbound.script.environment import ScriptEnvironment
from outbound.script.fault import ScriptError
from outbound.script.inspection import Mention, objections, offers, questions, variables
from outbound.script.lookup import find


@dataclass(frozen=True)
class Mentions:
    """What one script and all it extends or includes mention; `fault` where it cannot be compiled."""

    variables: tuple[Mention, ...] = ()
    questions: tuple[Mention, ...] = ()
    objections: tuple[Mention, ...] = ()
    offers: tuple[Mention, ...] = ()
    fault: ScriptError | None = None


class Library:
    """The scripts of one workspace during one check; a file that changes meanwhile is not seen."""

    def __init__(self, environment: ScriptEnvironment) -> None:
        self._environment = environment
        self._mentions: dict[str, Mentions] = {}
        self._passages: dict[str, tuple[Passage, ...]] = {}

    @property
    def environment(self) -> ScriptEnvironment:
        """What renders them."""
        return self._environment

    def find(self, scripts: Sequence[str], mode: Mode, languages: Sequence[str]) -> str:
        """The file that serves, as on a call. Raises NotFoundError and ScriptError."""
        return find(self._environment, scripts, mode, languages)

    def mentions(self, file: str) -> Mentions:
        """What the script mentions; it is compiled the first time it is asked for."""
        if file not in self._mentions:
            self._mentions[file] = self._read(file)
        return self._mentions[file]

    def passages(self, file: str) -> tuple[Passage, ...]:
        """The words of the script, and of all it extends or includes, that a customer hears or reads."""
        if file not in self._passages:
            try:
                chain = self._environment.chain(file)
            except ScriptError:
                chain = ()
            self._passages[file] = tuple(
                passage
                for link in chain
                for passage in passages(self._environment.source(link), link)
            )
        return self._passages[file]

    def _read(self, file: str) -> Mentions:
        try:
            named = tuple(variables(self._environment, file))
            asked = tuple(questions(self._environment, file))
            kept = tuple(objections(self._environment, file))
            offered = tuple(offers(self._environment, file))
            self._environment.blocks(file)  # compiles all of it
        except ScriptError as fault:
            return Mentions(fault=fault)
        return Mentions(named, asked, kept, offered)

"""Scripts: each that a step may need exists, compiles, and uses only what is defined."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode
from outbound.campaign.source import Trail
from outbound.check.subject import Subject
from outbound.errors import NotFoundError
from outbound.expression.hint import did_you_mean
from outbound.script.fault import ScriptError
from outbound.script.inspection import VARIABLES, Mention
from outbound.script.lookup import file_name

_SUBSCRIBER = "subscriber."


def scripts(subject: Subject) -> Iterator[Problem]:
    """Every mode of the cascade has its script for every segment and language, without a fault."""
    used: dict[str, None] = {}
    for trail, names in _chains(subject):
        if subject.world.centre is not None and not _exists(subject, names[0]):
            message = f"There is no script {names[0]}."
            hint = f"Write scripts/{file_name(names[0], Mode.AGENT)}, or name another."
            yield subject.at(trail, "missing-script", message, hint)
            if len(names) == 1:
                continue
        for mode in _modes(subject):
            yield from _missing(subject, trail, names, mode, used)
    for trail, name in subject.texts("offers", "*", "script"):
        yield from _missing(subject, trail, (name,), Mode.AGENT, used)
    for file in used:
        yield from _faults(subject, file)


def files_by_language(subject: Subject, *modes: Mode) -> dict[str, str]:
    """The files that serve the campaign's segments in these modes, each with a language it serves."""
    found: dict[str, str] = {}
    languages = subject.world.centre.languages if subject.world.centre else ()
    for _, names in _chains(subject):
        for mode in modes:
            for language in languages:
                try:
                    file = subject.world.scripts.find(names, mode, (language, languages[0]))
                except (NotFoundError, ScriptError):
                    continue  # `scripts` tells
                found.setdefault(file, language)
    return found


def agent_files(subject: Subject) -> list[str]:
    """The agents' scripts of the campaign; none if no agent speaks in it."""
    if Mode.AGENT not in subject.modes():
        return []
    return list(files_by_language(subject, Mode.AGENT))


def _modes(subject: Subject) -> list[Mode]:
    """The modes of the cascade, and the voice in which a message is left on a machine."""
    machines = subject.texts("contact", "channels", "*", "call", "machine")
    spoken = [Mode.VOICE] if any(value == "message" for _, value in machines) else []
    return list(dict.fromkeys([*subject.modes(), *spoken]))


def _chains(subject: Subject) -> Iterator[tuple[Trail, tuple[str, ...]]]:
    """Where each script is named, and the scripts that are tried in turn."""
    common = subject.text("script")
    shared = (common,) if common else ()
    if common:
        yield ("script",), shared
    for trail, name in subject.texts("audience", "segments", "*", "script"):
        yield trail, (name, *shared)


def _exists(subject: Subject, name: str) -> bool:
    """Whether the script has any file; one that has none for some mode leaves it to the common one."""
    centre, has = subject.world.centre, subject.world.scripts.environment.has
    tags = ("", *(centre.languages if centre else ()))
    return any(has(file_name(name, mode, tag)) for mode in Mode for tag in tags)


def _missing(
    subject: Subject, trail: Trail, names: tuple[str, ...], mode: Mode, used: dict[str, None]
) -> Iterator[Problem]:
    """Tell what is missing, and add to `used` the files that serve."""
    centre = subject.world.centre
    if centre is None:
        return
    for language in centre.languages:
        try:
            file = subject.world.scripts.find(names, mode, (language, centre.languages[0]))
        except NotFoundError as fault:
            message = f"{fault.message.rstrip('.')}: {fault.where} does not exist."
            yield subject.at(trail, "missing-script", message, fault.hint)
            return
        except ScriptError as fault:
            yield _problem(fault, "script")
            continue
        used[file] = None
        if file not in {file_name(name, mode, tag) for name in names for tag in (language, "")}:
            wanted = file_name(names[0], mode, language)
            message = f"There is no scripts/{wanted}: people who speak {language} get {file}."
            yield subject.at(trail, "missing-language", message, "Write it.", "warning")


def _faults(subject: Subject, file: str) -> Iterator[Problem]:
    mentions = subject.world.scripts.mentions(file)
    if mentions.fault is not None:
        yield _problem(mentions.fault, "script")
        return
    asked = {name for _, name, _ in subject.questions()}
    columns = {f"{_SUBSCRIBER}{name}" for name in subject.world.columns}
    known = {*VARIABLES, *columns, *(f"answers.{name}" for name in asked)}
    for mention in mentions.variables:
        passed = not subject.world.columns_known and mention.name.startswith(_SUBSCRIBER)
        if mention.name not in known and not passed:
            yield _unknown(mention, "variable", known)
    for mention in mentions.questions:
        if mention.name not in asked:
            yield _unknown(mention, "question", asked)


def _unknown(mention: Mention, what: str, known: set[str]) -> Problem:
    fault = ScriptError(
        f"There is no {what} {mention.name}.",
        mention.file,
        mention.line,
        mention.column,
        did_you_mean(mention.name, known),
    )
    return _problem(fault, "script-variable")


def _problem(fault: ScriptError, code: str) -> Problem:
    file, line, column = f"scripts/{fault.file}", max(fault.line, 1), max(fault.column, 1)
    return Problem(file, line, column, code, "error", fault.message, fault.hint)

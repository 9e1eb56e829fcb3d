"""The scripts of a workspace, compiled once and rendered within bounds.

An environment is a picture of its scripts: a file is read and compiled when first needed and kept,
so make a new environment to see edits.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from jinja2 import (
    Template,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError

from outbound.script.allowed import COST, cost, referenced
from outbound.script.fault import ScriptError
from outbound.script.sandbox import Sandbox
from outbound.script.sources import Folder, Sources, Texts
from outbound.script.spots import column_of, spots

MARKDOWN: Final = ".md.j2"
LONGEST_OUTPUT: Final = 64_000
LONGEST_SMS: Final = 1_600
LONGEST_SPOKEN: Final = 4_000
"""Characters of a whole script, of a message, of one spoken prompt."""

_DEEPEST: Final = 8

_RENDERING_FAULTS: Final = (
    UndefinedError,
    SecurityError,
    TemplateRuntimeError,
    TypeError,
    ValueError,
    ArithmeticError,
)


class ScriptEnvironment:
    """Scripts by name, such as satisfaction/agent.zh.md.j2; all errors are ScriptErrors with a place."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._markdown = Sandbox(sources, markdown=True)
        self._text = Sandbox(sources, markdown=False)
        self._trees: dict[str, nodes.Template] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of_folder(cls, scripts: Path) -> "ScriptEnvironment":
        """The scripts in a folder."""
        return cls(Folder(scripts))

    @classmethod
    def of_texts(cls, texts: Mapping[str, str]) -> "ScriptEnvironment":
        """The scripts in a mapping of name to text, such as a launched campaign's snapshot."""
        return cls(Texts(texts))

    def has(self, name: str) -> bool:
        """Whether there is such a script."""
        return self._sources.read(name) is not None

    def source(self, name: str) -> str:
        """The script's text as written."""
        text = self._sources.read(name)
        if text is None:
            raise ScriptError("There is no such script.", name)
        return text

    def tree(self, name: str) -> nodes.Template:
        """The script's syntax tree, checked against the allow-list."""
        if name not in self._trees:
            source = self.source(name)
            try:
                self._trees[name] = self._sandbox(name).parse(source, name)
            except TemplateSyntaxError as failure:
                raise _misspelt(failure, name, source) from failure
        return self._trees[name]

    def chain(self, name: str) -> tuple[str, ...]:
        """The script and all that it extends or includes, nearest first; checked for size and circles."""
        if name not in self._chains:
            found = tuple(dict.fromkeys(self._follow(name, ())))
            total = sum(self._costs(name))
            if total > COST:
                raise ScriptError(
                    f"It is too long to render safely: {total} parts of {COST}.", name
                )
            self._chains[name] = found
        return self._chains[name]

    def reachable(self, names: Iterable[str]) -> dict[str, str]:
        """The texts of these scripts and of all that they extend or include, for a snapshot."""
        found = {link for name in names for link in self.chain(name)}
        return {name: self.source(name) for name in sorted(found)}

    def blocks(self, name: str) -> frozenset[str]:
        """The names of the blocks that the script or its parents define."""
        return frozenset().union(*(self._compiled(link).blocks for link in self._line(name)))

    def render(
        self, name: str, variables: Mapping[str, object], limit: int = LONGEST_OUTPUT
    ) -> str:
        """The whole script as text. Raises ScriptError, also for an output beyond `limit` characters."""
        self.chain(name)
        template = self._compiled(name)
        context = template.new_context(dict(variables))
        return self._written(template.root_render_func(context), name, limit)

    def render_block(
        self, name: str, block: str, variables: Mapping[str, object], limit: int = LONGEST_OUTPUT
    ) -> str:
        """One block as the script gives it, with its parents behind it; empty if none has it."""
        templates = [self._compiled(link) for link in self._line(name)]
        context = templates[0].new_context(dict(variables))
        for parent in templates[1:]:
            for inherited, render in parent.blocks.items():
                context.blocks.setdefault(inherited, []).append(render)
        if block not in context.blocks:
            return ""
        return self._written(context.blocks[block][0](context), name, limit)

    def _sandbox(self, name: str) -> Sandbox:
        return self._markdown if name.endswith(MARKDOWN) else self._text

    def _compiled(self, name: str) -> Template:
        try:
            return self._sandbox(name).get_template(name)
        except TemplateNotFound as failure:
            raise ScriptError("There is no such script.", _wanted(failure, name)) from failure
        except TemplateSyntaxError as failure:
            at_fault = failure.name or name
            raise _misspelt(failure, at_fault, self.source(at_fault)) from failure

    def _written(self, pieces: Iterator[str], name: str, limit: int) -> str:
        written, size = [], 0
        try:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise ScriptError(f"It renders to more than {limit} characters.", name)
                written.append(piece)
        except ScriptError:
            raise
        except TemplateNotFound as failure:
            raise ScriptError("There is no such script.", _wanted(failure, name)) from failure
        except _RENDERING_FAULTS as failure:
            raise self._failed(failure, name) from failure
        return "".join(written)

    def _failed(self, failure: Exception, name: str) -> ScriptError:
        """The failure at the line of the script that was being rendered."""
        file, line = name, 0
        trace = failure.__traceback__
        while trace is not None:
            template = trace.tb_frame.f_globals.get("__jinja_template__")
            if template is not None:
                file, line = template.name, template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        message = str(failure) or type(failure).__name__
        return ScriptError(message[:1].upper() + message[1:].rstrip(".") + ".", file, line)

    def _line(self, name: str) -> tuple[str, ...]:
        """The script and the scripts that it descends from, nearest first."""
        if name not in self._lines:
            self.chain(name)
            tree = self.tree(name)
            parent = next((n.template for n in tree.find_all(nodes.Extends)), None)
            above = self._line(parent.value) if isinstance(parent, nodes.Const) else ()
            self._lines[name] = (name, *above)
        return self._lines[name]

    def _follow(self, name: str, seen: tuple[str, ...]) -> Iterator[str]:
        yield name
        for following, line in referenced(self.tree(name)):
            if following in (*seen, name):
                raise ScriptError(f"It comes back to itself through {following}.", name, line)
            if len(seen) + 1 >= _DEEPEST:
                raise ScriptError(f"It is nested deeper than {_DEEPEST} scripts.", name, line)
            if not self.has(following):
                column = column_of(spots(self.source(name)), line, following)
                raise ScriptError(f"There is no script {following}.", name, line, column)
            yield from self._follow(following, (*seen, name))

    def _costs(self, name: str) -> Iterator[int]:
        tree = self.tree(name)
        yield cost(tree)
        for following, _ in referenced(tree):
            yield from self._costs(following)


def _wanted(failure: TemplateNotFound, name: str) -> str:
    return failure.name if isinstance(failure.name, str) else name


def _misspelt(failure: TemplateSyntaxError, name: str, source: str) -> ScriptError:
    message = (failure.message or "This is not a script.").rstrip(".") + "."
    word = message.rsplit("'", 2)[-2] if message.count("'") >= 2 else ""
    return ScriptError(
        message, name, failure.lineno, column_of(spots(source), failure.lineno, word)
    )

"""Jinja2, locked down: an allow-list of syntax, values that are only data, arithmetic only on numbers."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from outbound.script.allowed import ITEMS, line_of, refusals
from outbound.script.fault import ScriptError
from outbound.script.filters import FILTERS, TESTS, number_of
from outbound.script.marks import ObjectionTag, mark, mark_blocks
from outbound.script.sources import Sources
from outbound.script.spots import column_of, spots

_LOOP: Final = "items of a loop"  # no name that a script can write
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:=^$@/])")


class Named(dict[str, object]):
    """A group of values, such as `subscriber`, that knows its name for messages."""

    def __init__(self, group: str, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self.group = group


class Loader(BaseLoader):
    """Hands Jinja2 the sources' texts."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text, under a file name that errors can show; it stays current for good."""
        text = self._sources.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return text, template, lambda: True


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that scripts are compiled and rendered in; `markdown` escapes values for it."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//"})

    def __init__(self, sources: Sources, *, markdown: bool) -> None:
        super().__init__(
            loader=Loader(sources),
            undefined=StrictUndefined,
            autoescape=markdown,
            finalize=_in_markdown if markdown else shown,
            extensions=[ObjectionTag],
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=1000,
            auto_reload=False,
        )
        self._markdown = markdown
        self.filters = {**FILTERS, _LOOP: items}
        self.tests = dict(TESTS)
        self.globals = {
            "ask": lambda question: Markup(mark("ask", question)),
            "offers": lambda: Markup(mark("offers")),
        }

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node, why, word in refusals(tree):
            line = line_of(node)
            raise ScriptError(why, name or "", line, column_of(spots(source), line, word))
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _LOOP, [], [], None, None, lineno=loop.lineno)
        if self._markdown:
            mark_blocks(tree)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value of a group, and nothing else: no object's attribute is within reach."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        wanted = f"{obj.group}.{attribute}" if isinstance(obj, Named) else attribute
        return self.undefined(hint=f"{wanted!r} is undefined", name=wanted)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same in brackets; lists by place."""
        if isinstance(obj, list | tuple) and isinstance(argument, int):
            return (
                obj[argument] if -len(obj) <= argument < len(obj) else self.undefined(name="item")
            )
        return self.getattr(obj, argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers alone, so that no text grows by it; division by zero is an error."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            str(left), str(right)  # an undefined name tells itself
        try:
            first, second = number_of(left), number_of(right)
            return _ARITHMETIC[operator](first, second)
        except (ValueError, ArithmeticError) as failure:
            raise SecurityError(f"{operator} cannot be reckoned: {failure}") from failure


def shown(value: object) -> str:
    """A value as text: whole numbers without decimals, days in ISO form, nothing invisible.

    Raises ValueError for null: a blank must never be read out or sent.
    """
    if type(value) is str:
        return value if value.isprintable() and value.isascii() else _CONTROL.sub(" ", value)
    if value is None:
        raise ValueError("a value printed here is null; give it a `default(...)` or an `if`")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return _CONTROL.sub(" ", str(value))


def _in_markdown(value: object) -> Markup:
    if isinstance(value, Markup):
        return value  # a mark, or a parent's block: already safe
    return Markup(_MARKDOWN.sub(r"\\\1", shown(value)))


def items(values: object) -> list[object] | tuple[object, ...]:
    """What a loop may run over. Raises ValueError for anything but a short list."""
    if not isinstance(values, list | tuple):
        raise ValueError("a loop runs over a list only")
    if len(values) > ITEMS:
        raise ValueError(f"a loop runs over {ITEMS} items at most")
    return values


_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
}

"""Marks in a rendered agent script: where a question stands, the offers, a block, an objection.

A mark stands between two private-use characters, which are taken out of every value, so no
customer's data can place one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
_MARK = re.compile(f"{OPEN}([a-z]+):([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Mark:
    """One mark: its kind (ask, offers, block, objection, end) and what it names."""

    kind: str
    name: str


def mark(kind: str, name: str = "") -> str:
    """The mark as text."""
    return f"{OPEN}{kind}:{name}{CLOSE}"


def split(text: str) -> Iterator[str | Mark]:
    """The text between marks, and the marks, in order; empty stretches are left out."""
    at = 0
    for found in _MARK.finditer(text):
        if stretch := text[at : found.start()].strip():
            yield stretch
        yield Mark(found[1], found[2])
        at = found.end()
    if stretch := text[at:].strip():
        yield stretch


class ObjectionTag(Extension):
    """`{% objection "price", "Too expensive" %} ... {% endobjection %}`: an answer kept ready.

    The second text is the title that the agent reads; without it the name is the title.
    """

    tags = {"objection"}  # noqa: RUF012 - declared so by Jinja2

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """The tag's body between two marks."""
        line = next(parser.stream).lineno
        words = [self._text(parser, line)]
        if parser.stream.skip_if("comma"):
            words.append(self._text(parser, line))
        body = parser.parse_statements(("name:endobjection",), drop_needle=True)
        return [
            _written(mark("objection", "\t".join(words)), line),
            *body,
            _written(mark("end"), line),
        ]

    def _text(self, parser: Parser, line: int) -> str:
        value = parser.parse_expression()
        if not isinstance(value, nodes.Const) or not isinstance(value.value, str):
            parser.fail('An objection is named by a text, such as {% objection "price" %}.', line)
        return value.value


def mark_blocks(parent: nodes.Node, within: str = "") -> None:
    """Put a mark before and after every block of the tree, so that rendered steps know their block."""
    for body in _bodies(parent):
        for index in reversed(range(len(body))):
            node = body[index]
            name = node.name if isinstance(node, nodes.Block) else within
            mark_blocks(node, name)
            if isinstance(node, nodes.Block):
                body[index : index + 1] = [
                    _written(mark("block", name), node.lineno),
                    node,
                    _written(mark("block", within), node.lineno),
                ]


def _bodies(node: nodes.Node) -> Iterator[list[nodes.Node]]:
    for name in ("body", "elif_", "else_"):
        inner = getattr(node, name, None)
        if isinstance(inner, list):
            yield inner


def _written(text: str, line: int) -> nodes.Output:
    return nodes.Output([nodes.TemplateData(text, lineno=line)], lineno=line)

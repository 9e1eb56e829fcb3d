"""From sqlglot's tree to ours, through an allow-list: a node that is not named here is refused."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from sqlglot import exp

from outbound.expression.fault import ExpressionError
from outbound.expression.names import FUNCTIONS
from outbound.expression.tree import (
    Between,
    Binary,
    Call,
    Case,
    Column,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Unary,
)
from outbound.expression.words import Kind, Word

_NUMBERED = re.compile(r"w(\d+)")
MAX_HEIGHT = 64
"""Levels of the tree; a sum of many terms is high without being nested."""

_BINARY: Final[dict[type[Any], str]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
}
_CHAINS: Final[dict[type[Any], str]] = {exp.And: "and", exp.Or: "or"}
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_IGNORED: Final = {"typed", "safe", "quoted"}
"""Arguments by which sqlglot remembers a dialect; they change nothing that we build."""


class Builder:
    """Builds one tree; `words` are the expression's own, which sqlglot knows by number only."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._height = 0
        self._of: dict[type[Any], Callable[[Any], Node]] = {
            exp.Column: self._name,
            exp.Paren: lambda node: self.build(_only(node, "this")["this"]),
            exp.Anonymous: self._call,
            exp.Not: self._not,
            exp.Neg: self._minus,
            exp.In: self._in,
            exp.Between: self._between,
            exp.Like: self._like,
            exp.Is: self._is_null,
            exp.Case: self._case,
            **dict.fromkeys(_BINARY, self._binary),
            **dict.fromkeys(_CHAINS, self._chain),
        }

    def build(self, node: Any) -> Node:
        """Our node for sqlglot's; raises ExpressionError where there is none."""
        make = self._of.get(type(node))
        if make is None:
            raise ExpressionError("This is not part of the language", self._first(node))
        self._height += 1
        if self._height > MAX_HEIGHT:
            message = "The expression is too long in one piece"
            raise ExpressionError(message, self._first(node), "Put brackets around its parts.")
        made = make(node)
        self._height -= 1
        return made

    def _word(self, name: str) -> Word:
        if match := _NUMBERED.fullmatch(name):
            return self._words[int(match[1])]
        at = next((word.offset for word in self._words if word.text == name.lower()), 0)
        raise ExpressionError(f"{name} is not expected here", at)

    def _first(self, node: Any) -> int:
        """Where the text of sqlglot's node begins: the offset of its first word."""
        named = node.find_all(exp.Identifier, exp.Anonymous) if node else ()
        numbers = [match for n in named if (match := _NUMBERED.fullmatch(str(n.this)))]
        return min((self._words[int(match[1])].offset for match in numbers), default=0)

    def _name(self, node: exp.Column) -> Node:
        parts = _only(node, "this", "table", "db", "catalog")
        word = self._word(parts["this"].name)
        owner = self._word(parts["table"].name) if "table" in parts else None
        if owner is None:
            return Column(word.text, word.offset) if word.kind is Kind.NAME else _constant(word)
        if owner.kind is not Kind.NAME or owner.text.lower() != "history" or "db" in parts:
            hint = "Quote a name that holds a dot."
            raise ExpressionError("Only history has parts", owner.offset, hint)
        if word.kind is not Kind.NAME:
            raise ExpressionError("A name is expected after history.", word.offset)
        return Column(word.text, owner.offset, history=True)

    def _call(self, node: exp.Anonymous) -> Node:
        given = _only(node, "this", "expressions")
        word = self._word(str(given["this"]))
        name = word.text.lower()
        arguments = tuple(self.build(argument) for argument in given.get("expressions", ()))
        signature = FUNCTIONS[name]
        if not signature.fewest <= len(arguments) <= signature.most:
            hint = f"Write {signature.shape}."
            raise ExpressionError(f"{name} does not take {len(arguments)}", word.offset, hint)
        return Call(name, arguments, word.offset)

    def _not(self, node: exp.Not) -> Node:
        operand = self.build(_only(node, "this")["this"])
        return Unary("not", operand, operand.offset)

    def _minus(self, node: exp.Neg) -> Node:
        operand = self.build(_only(node, "this")["this"])
        number = operand.value if isinstance(operand, Literal) else None
        if isinstance(number, int | Decimal) and not isinstance(number, bool):
            return Literal(-number, operand.offset)
        return Unary("-", operand, operand.offset)

    def _binary(self, node: Any) -> Node:
        sides = _only(node, "this", "expression")
        left, right = self.build(sides["this"]), self.build(sides["expression"])
        return Binary(_BINARY[type(node)], left, right, left.offset)

    def _chain(self, node: Any) -> Node:
        """A run of and, or of or, as a tree of even height: the order does not matter to them."""
        kind, operands, rest = type(node), list[Any](), node
        while type(rest) is kind:
            sides = _only(rest, "this", "expression")
            operands.append(sides["expression"])
            rest = sides["this"]
        operands.append(rest)
        return _evenly(_CHAINS[kind], [self.build(operand) for operand in reversed(operands)])

    def _in(self, node: exp.In) -> Node:
        parts = _only(node, "this", "expressions", "field", "query")
        operand = self.build(parts["this"])
        items = [self.build(item) for item in parts.get("expressions", ())]
        if not items:
            at = self._first(parts.get("field") or node)
            raise ExpressionError("in takes a list of constants", at, "in ('a', 'b')")
        for item in items:
            if not isinstance(item, Literal):
                message = "in takes constants only"
                raise ExpressionError(message, item.offset, "Compare with = and join with or.")
        literals = tuple(item for item in items if isinstance(item, Literal))
        return In(operand, literals, operand.offset)

    def _between(self, node: exp.Between) -> Node:
        parts = _only(node, "this", "low", "high")
        operand = self.build(parts["this"])
        return Between(operand, self.build(parts["low"]), self.build(parts["high"]), operand.offset)

    def _like(self, node: exp.Like) -> Node:
        parts = _only(node, "this", "expression", "negate")
        operand, pattern = self.build(parts["this"]), self.build(parts["expression"])
        if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
            raise ExpressionError("like takes a text in quotes", pattern.offset, "like 'campus%'")
        made = Like(operand, pattern.value, operand.offset)
        return Unary("not", made, made.offset) if parts.get("negate") else made

    def _is_null(self, node: exp.Is) -> Node:
        parts = _only(node, "this", "expression")
        operand = self.build(parts["this"])
        if type(parts["expression"]) is not exp.Null:
            hint = "Compare with = instead."
            raise ExpressionError("is takes null only", self._first(parts["expression"]), hint)
        return IsNull(operand, operand.offset)

    def _case(self, node: exp.Case) -> Node:
        parts = _only(node, "this", "ifs", "default")
        subject = self.build(parts["this"]) if "this" in parts else None
        branches: list[tuple[Node, Node]] = []
        for branch in parts["ifs"]:
            inner = _only(branch, "this", "true")
            when, then = self.build(inner["this"]), self.build(inner["true"])
            if subject is not None:
                when = Binary("=", subject, when, when.offset)
            branches.append((when, then))
        otherwise = self.build(parts["default"]) if "default" in parts else None
        first = branches[0][0] if subject is None else subject
        return Case(tuple(branches), otherwise, first.offset)


def _only(node: Any, *allowed: str) -> dict[str, Any]:
    """The node's arguments; one that we do not know means a construct that we do not have."""
    given = {name: value for name, value in node.args.items() if value not in (None, [], False)}
    if unknown := given.keys() - set(allowed) - _IGNORED:
        raise ExpressionError(f"This is not part of the language ({min(unknown)})", 0)
    return given


def _constant(word: Word) -> Literal:
    if word.kind is Kind.TEXT:
        return Literal(word.text, word.offset)
    if word.kind is Kind.SIGN:
        return Literal(_CONSTANTS[word.text], word.offset)
    return Literal(int(word.text) if word.text.isdigit() else Decimal(word.text), word.offset)


def _evenly(op: str, nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    half = len(nodes) // 2
    left, right = _evenly(op, nodes[:half]), _evenly(op, nodes[half:])
    return Binary(op, left, right, left.offset)

"""What a script may be made of: an allow-list of Jinja2's syntax tree, checked before it is compiled.

Rendering needs no timer. A script calls nothing but `ask`, `offers` and `super`, defines nothing,
and loops only over a list of at most ITEMS things, one loop deep, with no block and no include
inside. So its work is its size, counted here, and its size has a bound: `cost` adds up over
everything that a script extends and includes. As much as COST allows, all of it arithmetic, is
done in some 15 ms.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jinja2 import nodes

ITEMS: Final = 100
"""The longest list that a loop may run over; longer ones are an error when rendered."""

COST: Final = 20_000
"""The most nodes that one script may evaluate, loops multiplied out, parents and includes added."""

CALLS: Final[Mapping[str, int]] = {"ask": 1, "offers": 0, "super": 0}
"""What a script may call, and how many texts it takes."""

_PLAIN: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
)
"""Nodes that need no look of their own; filters and tests are limited by the environment's tables."""

Refusal = tuple[nodes.Node, str, str]
"""The node refused, why, and the word in the source that shows where."""


def refusals(tree: nodes.Template) -> Iterator[Refusal]:
    """Everything in the tree that a script may not hold, in the order of the source."""
    yield from _refusals(tree, in_loop=False)


def cost(node: nodes.Node) -> int:
    """How many nodes one rendering evaluates at most, loops multiplied out."""
    inside = sum(cost(child) for child in node.iter_child_nodes())
    return 1 + (ITEMS * inside if isinstance(node, nodes.For) else inside)


def referenced(tree: nodes.Template) -> list[tuple[str, int]]:
    """The scripts that this one extends or includes, with their lines."""
    found: list[nodes.Extends | nodes.Include] = [
        *tree.find_all(nodes.Extends),
        *tree.find_all(nodes.Include),
    ]
    return [(n.template.value, n.lineno) for n in found if isinstance(n.template, nodes.Const)]


def line_of(node: nodes.Node) -> int:
    """The node's line; of those without one, the first of their children's."""
    return node.lineno or next((line_of(child) for child in node.iter_child_nodes()), 0)


def _refusals(node: nodes.Node, *, in_loop: bool) -> Iterator[Refusal]:
    judge = _JUDGES.get(type(node))
    if judge is not None:
        yield from ((node, why, word) for why, word in judge(node, in_loop))
    elif not isinstance(node, _PLAIN):
        yield node, f"A script cannot use {_named(node)}.", ""
        return
    within = in_loop or isinstance(node, nodes.For)
    for child in node.iter_child_nodes():
        yield from _refusals(child, in_loop=within)


Faults = Iterator[tuple[str, str]]


def _call(node: nodes.Call, in_loop: bool) -> Faults:
    name = node.node.name if isinstance(node.node, nodes.Name) else ""
    texts = [a for a in node.args if isinstance(a, nodes.Const) and isinstance(a.value, str)]
    if name not in CALLS:
        yield "A script can call only ask, offers and super.", name
    elif len(texts) != CALLS[name] or len(node.args) != len(texts) or node.kwargs:
        wanted = "one question's id, as a text" if CALLS[name] else "nothing in its brackets"
        yield f"{name} takes {wanted}.", name
    elif name == "super" and in_loop:
        yield "super() cannot stand in a loop.", name


def _getattr(node: nodes.Getattr, in_loop: bool) -> Faults:
    if node.attr.startswith("_"):
        yield (
            f"{node.attr} is not a script's business: names that begin with _ are closed.",
            node.attr,
        )


def _getitem(node: nodes.Getitem, in_loop: bool) -> Faults:
    key = node.arg.value if isinstance(node.arg, nodes.Const) else None
    if not isinstance(key, str | int):
        yield "Only a plain text or number can stand in [ ].", ""
    elif isinstance(key, str) and key.startswith("_"):
        yield f"{key} is not a script's business: names that begin with _ are closed.", key


def _name(node: nodes.Name, in_loop: bool) -> Faults:
    if node.name.startswith("_"):
        yield (
            f"{node.name} is not a script's business: names that begin with _ are closed.",
            node.name,
        )


def _for(node: nodes.For, in_loop: bool) -> Faults:
    if in_loop:
        yield "A loop cannot stand in a loop.", "for"
    if node.recursive:
        yield "A loop cannot be recursive.", "recursive"


def _block(node: nodes.Block, in_loop: bool) -> Faults:
    if in_loop:
        yield "A block cannot stand in a loop.", "block"
    if sum(_is_super(call) for call in node.find_all(nodes.Call)) > 1:
        yield "super() can stand once in a block.", "super"


def _inline_if(node: nodes.CondExpr, in_loop: bool) -> Faults:
    if node.expr2 is None:
        yield "An `if` inside {{ }} needs its `else`, or it may print nothing.", "if"


def _fetch(node: nodes.Extends | nodes.Include, in_loop: bool) -> Faults:
    word = "extends" if isinstance(node, nodes.Extends) else "include"
    if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
        yield f"{word} needs a script's name, written out.", word
    elif in_loop:
        yield f"{word} cannot stand in a loop.", word


def _is_super(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name == "super"


def _named(node: nodes.Node) -> str:
    words = {"Assign": "set", "AssignBlock": "set", "FromImport": "import", "Pow": "**", "Mod": "%"}
    return words.get(type(node).__name__, type(node).__name__.lower())


_JUDGES: Final[Mapping[type[nodes.Node], Callable[..., Faults]]] = {
    nodes.Call: _call,
    nodes.Getattr: _getattr,
    nodes.Getitem: _getitem,
    nodes.Name: _name,
    nodes.For: _for,
    nodes.Block: _block,
    nodes.CondExpr: _inline_if,
    nodes.Extends: _fetch,
    nodes.Include: _fetch,
}

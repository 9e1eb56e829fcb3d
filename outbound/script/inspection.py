"""What a script mentions, with places: variables, questions, objections, offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes

from outbound.script.environment import ScriptEnvironment
from outbound.script.marks import CLOSE, OPEN, Mark, split
from outbound.script.spots import Spot, column_of, spots

VARIABLES: Final = (
    "agent.name",
    "campaign.title",
    "centre",
    "day_part",
    "language",
    "moment",
    "now",
    "segment",
    "today",
)
"""What every script may use, besides `subscriber.COLUMN` and `answers.QUESTION`."""


@dataclass(frozen=True)
class Mention:
    """Something that a script names: a variable's path, a question's id, an objection's name."""

    name: str
    file: str
    line: int
    column: int


def variables(environment: ScriptEnvironment, name: str) -> list[Mention]:
    """Every variable that the script and all it extends or includes use, in order of file and place."""
    return [m for file in environment.chain(name) for m in _variables(environment, file)]


def questions(environment: ScriptEnvironment, name: str) -> list[Mention]:
    """Every `ask("...")`, likewise."""
    return [m for file in environment.chain(name) for m in _questions(environment, file)]


def objections(environment: ScriptEnvironment, name: str) -> list[Mention]:
    """Every objection that the script keeps an answer for, likewise."""
    return [m for file in environment.chain(name) for m in _objections(environment, file)]


def offers(environment: ScriptEnvironment, name: str) -> list[Mention]:
    """Every place of the offers, likewise."""
    return [m for file in environment.chain(name) for m in _offers(environment, file)]


def blocks(environment: ScriptEnvironment, name: str) -> frozenset[str]:
    """The blocks that the script and all it extends or includes define."""
    trees = (environment.tree(file) for file in environment.chain(name))
    return frozenset(block.name for tree in trees for block in tree.find_all(nodes.Block))


def _variables(environment: ScriptEnvironment, file: str) -> Iterator[Mention]:
    tree = environment.tree(file)
    bound = {n.name for n in tree.find_all(nodes.Name) if n.ctx == "store"}
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    left = spots(environment.source(file))
    for path, line in _paths(tree, called):
        if path.partition(".")[0] not in bound:
            yield Mention(path, file, line, _take(left, line, path))


def _paths(node: nodes.Node, called: set[int]) -> Iterator[tuple[str, int]]:
    """The dotted paths below a node, in order; a path is told once, not again by its parts."""
    path = _path(node)
    if path and id(node) not in called:
        yield path, node.lineno
    if path:
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, called)


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name if node.ctx == "load" else ""
    if isinstance(node, nodes.Getattr):
        before, last = _path(node.node), node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before, last = _path(node.node), str(node.arg.value)
    else:
        return ""
    return f"{before}.{last}" if before else ""


def _take(left: list[Spot], line: int, path: str, *, quoted: bool = False) -> int:
    """The column of the next such path, or quoted text, on the line; each spot serves once."""
    for index, spot in enumerate(left):
        if spot.line == line and spot.quoted is quoted and path in (spot.word, spot.dotted):
            return left.pop(index).column
    return column_of(left, line, path.partition(".")[0])


def _questions(environment: ScriptEnvironment, file: str) -> Iterator[Mention]:
    left = spots(environment.source(file))
    for call in environment.tree(file).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "ask":
            wanted = call.args[0]
            assert isinstance(wanted, nodes.Const)  # the allow-list demands it
            column = _take(left, wanted.lineno, wanted.value, quoted=True)
            yield Mention(wanted.value, file, wanted.lineno, column)


def _offers(environment: ScriptEnvironment, file: str) -> Iterator[Mention]:
    left = spots(environment.source(file))
    for call in environment.tree(file).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "offers":
            yield Mention("offers", file, call.lineno, _take(left, call.lineno, "offers"))


def _objections(environment: ScriptEnvironment, file: str) -> Iterator[Mention]:
    left = spots(environment.source(file))
    for data in environment.tree(file).find_all(nodes.TemplateData):
        if OPEN not in data.data or CLOSE not in data.data:
            continue
        for piece in split(data.data):
            if isinstance(piece, Mark) and piece.kind == "objection":
                name = piece.name.partition("\t")[0]
                column = _take(left, data.lineno, name, quoted=True)
                yield Mention(name, file, data.lineno, column)

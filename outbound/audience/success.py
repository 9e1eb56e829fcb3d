"""Who of some people fulfils a campaign's `evaluate.success` in the base as it stands."""

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from outbound.audience.base import Base
from outbound.audience.compile import compiled
from outbound.audience.criteria import EVERYONE, Criteria
from outbound.audience.known import know
from outbound.audience.nouns import History
from outbound.errors import InputError
from outbound.expression.fault import ExpressionError
from outbound.expression.names import HISTORY, walk
from outbound.expression.parse import parse
from outbound.expression.tree import Column, Expression


def succeeded(
    base: Base, condition: str, people: Sequence[str], moment: datetime, history: History
) -> frozenset[str]:
    """Those of `people` for whom the condition holds at the moment; unknown is no, and so is absence.

    Raises InputError where the condition does not fit the base.
    """
    expression = _fitting(base, condition)
    criteria = Criteria(expression, (), ((EVERYONE, None),), None)
    known = know(base, criteria, moment, history)
    who = base.given(pa.table({"__asked": pa.array(people, pa.string())}))
    table = known.table.join(who, known.table[base.meaning.id].cast("string") == who["__asked"])
    holds = compiled(expression.root, known.scope(table)).cast("boolean").fill_null(False)
    found = base.fetch(table.filter(holds).select("__asked"))
    return frozenset(found.column("__asked").to_pylist())


def reads_history(condition: str) -> bool:
    """Whether the condition asks for any `history.` column."""
    try:
        nodes = walk(parse(condition).root)
    except ExpressionError:
        return False
    return any(isinstance(node, Column) and node.history for node in nodes)


def _fitting(base: Base, condition: str) -> Expression:
    try:
        expression = parse(condition)
    except ExpressionError as fault:
        raise InputError(f"{fault.message} in: {condition}", hint=fault.hint) from fault
    for node in walk(expression.root):
        if isinstance(node, Column) and node.name not in (
            HISTORY if node.history else base.columns
        ):
            raise InputError(
                f"The base {base.snapshot} has no column {node.name}, so success cannot be told.",
                hint="Import a base that has it.",
                where="evaluate.success",
            )
    return expression

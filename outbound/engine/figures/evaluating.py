"""What a campaign brought about: its `evaluate` held against those deliberately not contacted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from db.queries import history
from db.queries.assigned import Assigned, arms, assigned
from outbound.audience.base import Base
from outbound.audience.nouns import History
from outbound.audience.snapshots import current
from outbound.audience.success import reads_history, succeeded
from outbound.campaign.schema import Evaluate
from outbound.engine.context import Engine
from outbound.engine.running import Running
from outbound.errors import InputError, NotFoundError
from outbound.score.effect import MISMATCH, CellArms, arms_mismatch, effect
from outbound.score.evaluation import Evaluation, Verdict


def evaluate(engine: Engine, running: Running, now: datetime) -> Evaluation | None:
    """The campaign's evaluation as it stands; None where the campaign asks for none.

    Those count whose `after` is over, as assigned. Success is told from the present base, so the
    evaluation says which; a base imported before `after` was over says nothing yet.
    """
    asked = running.campaign.evaluate
    if asked is None:
        return None
    with engine.store.read() as session:
        everyone = list(assigned(session, running.campaign.id))
        held_out, others = arms(session, running.campaign.id)
    known = Evaluation(asked.success, asked.after, len(everyone))
    if not running.campaign.audience.holdout:
        return known.settled(Verdict.NO_HOLDOUT)
    imported = _imported(engine)
    due = [one for one in everyone if imported and one.since + asked.after <= min(now, imported)]
    if not due:
        first = min((one.since for one in everyone), default=None)
        return known.settled(Verdict.NOT_YET, until=first + asked.after if first else None)
    mismatch = arms_mismatch(held_out, others, float(running.campaign.audience.holdout))
    if mismatch is not None and mismatch < MISMATCH:
        return known.settled(Verdict.UNSOUND, measured_at=imported)
    return _measured(engine, known, asked, due, mismatch)


def _measured(
    engine: Engine, known: Evaluation, asked: Evaluate, due: list[Assigned], mismatch: float | None
) -> Evaluation:
    measured_at = _imported(engine)
    assert measured_at is not None  # somebody was due by its moment
    try:
        base = Base.open(engine.workspace)
        with engine.store.read() as session:
            people = history.people(session, measured_at) if reads_history(asked.success) else None
        who = [one.subscriber for one in due]
        good = succeeded(base, asked.success, who, measured_at, History(people=people))
    except InputError as fault:
        return known.settled(Verdict.UNREADABLE, note=fault.message)
    found = effect(_by_cell(due, good), mismatch)
    if found is None:
        return known.settled(Verdict.NOT_YET)
    return known.settled(Verdict.MEASURED, measured_at=measured_at, effect=found)


def _by_cell(due: Iterable[Assigned], good: frozenset[str]) -> list[CellArms]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in due:
        arm = 2 if one.held_out else 0
        counts[one.cell][arm] += 1
        counts[one.cell][arm + 1] += one.subscriber in good
    return [CellArms(*counts[cell]) for cell in sorted(counts)]


def _imported(engine: Engine) -> datetime | None:
    """When the present base was imported; None without one, or where it is another system's table."""
    if engine.workspace.centre.base.source != "duckdb":
        return engine.clock.now()  # a live table
    try:
        return datetime.fromisoformat(current(engine.workspace.base_dir).about.imported_at)
    except NotFoundError:
        return None

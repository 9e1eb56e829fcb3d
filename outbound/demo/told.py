"""What the demo tells at its end: every campaign's figures, the scores' truth, and the report file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.demo.campaigns import of_the_day
from outbound.engine.context import Engine
from outbound.engine.figures import reporting
from outbound.engine.figures.day_report import write_report
from outbound.wiring import synthetic_rows


@dataclass(frozen=True)
class Ran:
    """A day that is over."""

    engine: Engine
    carrier: SimulatedCarrier
    seed: int
    opens: datetime


def told(ran: Ran, seconds: float) -> dict[str, Any]:
    """The document that `demo --json` prints."""
    engine = ran.engine
    campaigns = {
        name: reporting.report(engine, name).as_json() for name in of_the_day(engine.workspace)
    }
    files = write_report(engine, engine.workspace.path / "reports" / f"{ran.opens:%Y-%m-%d}")
    return {
        "seconds": seconds,
        "seed": ran.seed,
        "campaigns": campaigns,
        "report_file": str(_inside(files[0], engine.workspace.path)),
        "report_files": [str(_inside(file, engine.workspace.path)) for file in files],
        "currency": engine.workspace.centre.costs.currency,
        "truth": truth(ran),
    }


def truth(ran: Ran) -> list[dict[str, Any]]:
    """What asking every synthetic subscriber would find: per process, over all and by region, on 0-100."""
    rows = synthetic_rows(ran.engine.workspace)
    column = ran.engine.workspace.centre.base.columns.region or ""
    groups: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        groups.setdefault(str(row.get(column) or ""), []).append(row)
    places: list[tuple[dict[str, str], Sequence[Mapping[str, object]]]] = [({}, rows)]
    places += [({"region": name}, members) for name, members in sorted(groups.items())]
    found = []
    for process in ran.engine.workspace.centre.processes:
        for by, members in places:
            value = ran.carrier.population.truth(members, process).mean
            if value is not None:
                found.append({"process": process, "by": by, "value": round(value, 3)})
    return found


def _inside(file: Path, folder: Path) -> Path:
    """The file as seen from the workspace, so that the document holds no machine's paths."""
    try:
        return file.resolve().relative_to(folder.resolve())
    except ValueError:
        return file

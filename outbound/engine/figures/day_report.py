"""The report with pictures, as self-contained files: one for each language of the centre."""

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import col, select

from db.tables import CampaignRow
from outbound.engine.context import Engine
from outbound.engine.figures import reporting
from outbound.engine.figures.scoring import score_input
from outbound.errors import InputError
from outbound.score.composite import composite
from outbound.score.report.filling import names, reported_scores
from outbound.score.report.html import report_html
from outbound.score.report.nouns import Report


def write_report(
    engine: Engine, folder: Path, campaigns: Sequence[str] | None = None
) -> list[Path]:
    """Write report.LANGUAGE.html into the folder; returns the files, the centre's first language first.

    Raises InputError where the folder cannot be written to.
    """
    made = gathered(engine, campaigns)
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for language in engine.workspace.centre.languages:
            file = folder / f"report.{language}.html"
            file.write_text(report_html(made, language), encoding="utf-8")
            files.append(file)
    except OSError as failure:
        raise InputError(
            f"The report cannot be written: {failure.strerror}.", where=str(folder)
        ) from failure
    return files


def gathered(engine: Engine, campaigns: Sequence[str] | None = None) -> Report:
    """Everything a report tells, of the campaigns named or of all that were launched."""
    centre = engine.workspace.centre
    with engine.store.read() as session:
        order = (col(CampaignRow.priority).desc(), col(CampaignRow.id))
        known = list(session.exec(select(CampaignRow.id).order_by(*order)))
    chosen = [name for name in known if campaigns is None or name in campaigns]
    data = score_input(engine, campaigns[0] if campaigns and len(campaigns) == 1 else None)
    return Report(
        centre=centre.centre, as_of=engine.clock.now().astimezone(engine.zone),
        campaigns=tuple(reporting.report(engine, name) for name in chosen), scores=reported_scores(data),
        composite=composite(data), names=names(centre), currency=centre.costs.currency,
        synthetic=engine.settings.simulated,
    )  # fmt: skip

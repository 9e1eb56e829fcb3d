"""The library of past campaigns: ended ones are filed with their final report, and found by words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from db.tables import CampaignRow, CampaignState, Content, Filing
from outbound.campaign.values import Text
from outbound.engine.context import Engine
from outbound.engine.figures.reporting import report
from outbound.errors import NotFoundError
from outbound.expression.hint import did_you_mean

ENDED = (CampaignState.FINISHED, CampaignState.STOPPED)


@dataclass(frozen=True)
class LibraryEntry:
    """A campaign in the library; without `filed_at` it is still under way and its figures are not final."""

    campaign: str
    title: Mapping[str, str]
    purpose: str
    owner: str
    state: str
    launched_at: datetime | None
    filed_at: datetime | None
    figures: Mapping[str, Any]  # of its final report; empty while it is under way


def file_ended(engine: Engine, now: datetime) -> int:
    """File every ended campaign that is not in the library yet; returns how many.

    Safe to repeat and to interrupt: a filing is one row, whose key is the campaign.
    """
    with engine.store.read() as session:
        filed = select(Filing.campaign_id)
        ended = session.exec(
            select(CampaignRow).where(
                col(CampaignRow.state).in_(ENDED), col(CampaignRow.id).not_in(filed)
            )
        ).all()
    for row in ended:
        told = report(engine, row.id).as_json()
        with engine.store.write() as session:
            kept = session.get_one(Content, row.content_hash).snapshot
            session.merge(
                Filing(
                    campaign_id=row.id, filed_at=now, content_hash=row.content_hash,
                    words=_words(kept), report=_plain(told),
                )
            )  # fmt: skip
    return len(ended)


def search(engine: Engine, words: Sequence[str] = ()) -> list[LibraryEntry]:
    """The launched campaigns in which every word is found, filed ones first, the latest on top.

    A word is found in ids, titles, purpose, owner, processes, questions and offers, in any language.
    """
    wanted = [word.casefold() for word in words]
    with engine.store.read() as session:
        filings = {filing.campaign_id: filing for filing in session.exec(select(Filing))}
        rows = session.exec(select(CampaignRow, Content).join(Content)).all()
        found = []
        for row, content in rows:
            filing = filings.get(row.id)
            text = filing.words if filing else _words(content.snapshot)
            if all(word in text for word in wanted):
                found.append(_entry(row, content.snapshot, filing))
    return sorted(found, key=_latest_first)


def launched_content(engine: Engine, campaign_id: str) -> dict[str, Any]:
    """What a campaign of the library ran on. Raises NotFoundError, with the nearest name."""
    with engine.store.read() as session:
        row = session.get(CampaignRow, campaign_id)
        if row is not None:
            return dict(session.get_one(Content, row.content_hash).snapshot)
        known = list(session.exec(select(CampaignRow.id)))
    raise NotFoundError(
        f"The library has no campaign {campaign_id}.",
        hint=did_you_mean(campaign_id, known, "outbound library lists them."),
    )


def _entry(row: CampaignRow, content: Mapping[str, Any], filing: Filing | None) -> LibraryEntry:
    campaign = content["campaign"]
    figures = (
        {}
        if filing is None
        else {
            "listed": filing.report["listed"],
            "attempts": filing.report["attempts"],
            "complete": filing.report["responses"]["complete"],
            "RR1": filing.report["rates"].get("RR1"),
            "COOP1": filing.report["rates"].get("COOP1"),
            "cost": filing.report["cost"],
            "cost_per_complete": filing.report["cost_per_complete"],
        }
    )
    return LibraryEntry(
        row.id, _by_language(campaign["title"]), campaign["purpose"], campaign["owner"] or "",
        row.state.value, row.launched_at, filing.filed_at if filing else None, figures,
    )  # fmt: skip


def _by_language(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return text if isinstance(text, Mapping) else {"": text}


def titled(entry: LibraryEntry, language: str) -> str:
    """The entry's title in a language."""
    return Text(entry.title).of(language)


def _latest_first(entry: LibraryEntry) -> tuple[bool, float, str]:
    moment = entry.filed_at or entry.launched_at
    return entry.filed_at is None, -moment.timestamp() if moment else 0.0, entry.campaign


def _words(content: Mapping[str, Any]) -> str:
    """Everything of a campaign that people may remember it by, folded for searching."""
    campaign, centre = content["campaign"], content["centre"]
    questions = (campaign.get("survey") or {}).get("questions", [])
    processes = {question.get("process") for question in questions}
    parts: list[Any] = [
        campaign["id"], campaign["title"], campaign["purpose"], campaign.get("owner"), campaign["approvals"],
        *(question["ask"] for question in questions),
        *(offer.get("title") or offer["id"] for offer in campaign["offers"]),
        *(alert["follow-up"] for alert in campaign["alerts"]),
        *(told for name, told in centre["processes"].items() if name in processes),
        [name for name in processes if name], centre["departments"],
    ]  # fmt: skip
    return " ".join(_texts(parts)).casefold()


def _texts(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
        case _:
            return


def _plain(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report without what names single people: the library is kept for long, and for authors."""
    return {name: told for name, told in report.items() if name != "follow_ups"}

"""One sentence per finding: what a director should take away from each picture."""

from collections.abc import Sequence

from outbound.picture.reasons import reason
from outbound.picture.svg import signed
from outbound.score.nouns import Score
from outbound.score.pictures.whiskers import Reference, Row, standing
from outbound.score.report.groups import total
from outbound.score.report.nouns import CampaignReport, Report
from outbound.score.report.sentences import tell


def ranked(rows: Sequence[Row]) -> list[tuple[str, Score, float]]:
    """(label, score, value) of the rows that may be ranked, best first: published, none small."""
    usable = [
        (row.label, row.score, row.score.value)
        for row in rows
        if row.score and row.score.value is not None and row.score.flag is None
    ]
    return sorted(usable, key=lambda one: -one[2])


def spread(rows: Sequence[Row], language: str) -> str:
    """Which row stands highest and lowest, where their intervals do not touch."""
    order = ranked(rows)
    if not order:
        return tell("none-ranked", language)
    (best, _, high), (worst, _, low) = order[0], order[-1]
    if len(order) == 1:
        return tell("one", language, name=best, value=high)
    if _apart(order):
        return tell("apart", language, best=best, high=high, worst=worst, low=low)
    return tell("together", language, low=low, high=high)


def tens(rows: Sequence[Row], language: str) -> str:
    """How often the best process is given full marks, and the worst."""
    order = ranked(rows)
    if not order:
        return tell("none-ranked", language)
    (best, _, high), (worst, _, low) = order[0], order[-1]
    ends = {"high": high / 100, "low": low / 100}
    if _apart(order):
        return tell("tens", language, best=best, worst=worst, **ends)
    return tell("tens-together", language, **ends)


def _apart(order: Sequence[tuple[str, Score, float]]) -> bool:
    """Whether the intervals of the first and the last do not touch."""
    top, bottom = order[0][1].low, order[-1][1].high
    return top is not None and bottom is not None and bottom < top


def place(
    report: Report, dimension: str, scores: Sequence[Score], wholes: dict[str, float], language: str
) -> str:
    """The place (region, segment) that stands out most from its process as a whole."""
    found: list[tuple[float, str]] = []
    for score in scores:
        whole = wholes.get(score.process or "")
        if whole is None or score.value is None:
            continue
        if standing(score, Reference("", whole)):
            sentence = tell(
                "stands-out",
                language,
                place=report.name(dimension, score.by[dimension], language),
                process=report.name("process", score.process or "", language),
                value=score.value,
                whole=whole,
            )
            found.append((whole - score.value, sentence))
    if not found:
        return tell("none-stands-out", language)
    short = max(found)
    return short[1] if short[0] > 0 else min(found)[1]


def recommendation(score: Score | None, language: str) -> str:
    """How many would recommend, and how many would not."""
    if score is None or score.value is None or score.low is None or score.high is None:
        return tell("no-nps", language)
    return tell(
        "nps-sentence",
        language,
        up=score.shares.get("promoters", 0.0),
        down=score.shares.get("detractors", 0.0),
        value=signed(score.value),
        low=signed(score.low),
        high=signed(score.high),
    )


def listing(campaign: CampaignReport, language: str) -> str:
    """How many came onto the list, and what kept most of the others off it."""
    drops = [d for d in campaign.waterfall if d.count]
    if not drops:
        return tell("all-listed", language, listed=campaign.listed, base=campaign.base)
    first = max(drops, key=lambda d: d.count)
    return tell(
        "listed-sentence",
        language,
        listed=campaign.listed,
        base=campaign.base,
        reason=reason(first.reason, language),
        count=first.count,
    )


def attempting(campaign: CampaignReport, language: str) -> str:
    """What came of the attempts."""
    if not campaign.attempts:
        return tell("no-attempts", language)
    talked, delivered = total(campaign, "answered"), campaign.by_outcome.get("delivered", 0)
    if not talked and delivered:
        return tell("delivered-sentence", language, count=delivered, of=campaign.attempts)
    return tell(
        "talked",
        language,
        share=talked / campaign.attempts,
        attempts=campaign.attempts,
        complete=campaign.complete,
        partial=campaign.partial,
    )


def follow_ups(report: Report, language: str) -> str:
    """How many follow-ups were opened, and who must act on most of them."""
    departments = [f.department for c in report.campaigns for f in c.follow_ups]
    if not departments:
        return tell("no-follow-ups", language)
    most = max(sorted(set(departments)), key=departments.count)
    return tell(
        "follow-ups-sentence",
        language,
        count=len(departments),
        department=report.name("department", most, language),
        most=departments.count(most),
    )

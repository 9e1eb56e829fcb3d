"""The findings over all campaigns: each a sentence, its picture, and how it was found."""

from collections.abc import Sequence

from outbound.picture.shares import shares
from outbound.score.nouns import Score
from outbound.score.pictures.multiples import multiples
from outbound.score.pictures.whiskers import Reference, Row, whiskers
from outbound.score.report import findings
from outbound.score.report.nouns import Report
from outbound.score.report.section import Section, mode_mix
from outbound.score.report.sentences import tell
from outbound.score.suppression import QUOTABLE
from outbound.score.wording import say

QUOTES = 8
PANELS = 6  # more places than this do not fit beside each other: they follow in further rows


def _rows(report: Report, scores: Sequence[Score], language: str) -> list[Row]:
    """Process rows: `overall` first, then the best, suppressed ones last."""
    order = sorted(
        scores,
        key=lambda s: (s.process != "overall", s.value is None, -(s.value or 0.0), s.process or ""),
    )
    return [
        Row(report.name("process", s.process or "", language), s, s.process == "overall")
        for s in order
    ]


def _reference(report: Report, language: str) -> Reference | None:
    whole = report.composite
    if whole is None or whole.value is None:
        return None
    return Reference(say("whole", language), whole.value)


def by_process(report: Report, language: str) -> list[Section]:
    """The 0-100 score and the ten-point rate of every process."""
    found = []
    rows = _rows(report, report.broken_down("score"), language)
    if rows:
        heading = findings.spread(rows, language)
        picture = whiskers(heading, rows, language, reference=_reference(report, language))
        scored = [row.score for row in rows if row.score]
        notes = [tell("method-score", language), mode_mix(scored, language)]
        if report.composite:
            notes.append(tell("method-whole", language))
        found.append(Section(say("by-process", language), heading, (picture,), tuple(notes)))
    rows = _rows(report, report.broken_down("ten"), language)
    if rows:
        heading = findings.tens(rows, language)
        picture = whiskers(heading, rows, language, unit="%")
        notes = [tell("method-ten", language)]
        found.append(Section(say("ten-rate", language), heading, (picture,), tuple(notes)))
    return found


def by_place(report: Report, dimension: str, language: str) -> list[Section]:
    """Processes by region or segment, as small multiples."""
    scores = report.broken_down("score", dimension)
    wholes = {s.process or "": s for s in report.broken_down("score")}
    rows = _rows(report, list(wholes.values()), language)
    if not scores or not rows:
        return []
    places = sorted({s.by[dimension] for s in scores})
    values = {p: s.value for p, s in wholes.items() if s.value is not None}
    heading = findings.place(report, dimension, scores, values, language)
    pictures = []
    for start in range(0, len(places), PANELS):
        panels = [
            (
                report.name(dimension, place, language),
                {s.process or "": s for s in scores if s.by[dimension] == place},
            )
            for place in places[start : start + PANELS]
        ]
        pictures.append(multiples(heading, panels, rows, language))
    notes = (tell("method-multiples", language), mode_mix(scores, language))
    return [Section(say(f"by-{dimension}", language), heading, tuple(pictures), notes)]


def by_department(report: Report, language: str) -> list[Section]:
    """What each department answers for."""
    scores = report.broken_down("score", "department")
    if not scores:
        return []
    order = sorted(scores, key=lambda s: (s.value is None, -(s.value or 0.0)))
    rows = [Row(report.name("department", s.by["department"], language), s) for s in order]
    heading = findings.spread(rows, language)
    picture = whiskers(heading, rows, language, reference=_reference(report, language))
    notes = (tell("method-department", language), mode_mix(scores, language))
    return [Section(say("by-department", language), heading, (picture,), notes)]


def recommendation(report: Report, language: str) -> list[Section]:
    """NPS, whole and by region."""
    whole = report.broken_down("nps")
    if not whole:
        return []
    first = max(whole, key=lambda s: s.base)
    heading = findings.recommendation(first, language)
    rows = [Row(_of_nps(report, s, language), s, strong=True) for s in whole]
    rows += [
        Row(report.name("region", s.by["region"], language), s)
        for s in report.broken_down("nps", "region")
        if s.process == first.process
    ]
    pictures = [whiskers(heading, rows, language, ends=(-100, 100))]
    if first.shares:
        tones = {"detractors": "bad", "passives": "bar", "promoters": "good"}
        parts = [(say(k, language), first.shares[k], tone) for k, tone in tones.items()]
        pictures.insert(0, shares(heading, parts))
    notes = (tell("method-nps", language), mode_mix([first], language))
    return [Section(say("nps", language), heading, tuple(pictures), notes)]


def _of_nps(report: Report, score: Score, language: str) -> str:
    if score.process is None:
        return say("nps", language)
    return f"{say('nps', language)} · {report.name('process', score.process, language)}"


def words(report: Report, language: str) -> list[Section]:
    """What customers said, from campaigns with enough responses."""
    spoken = [
        verbatim
        for c in report.campaigns
        if c.complete + c.partial >= QUOTABLE
        for verbatim in c.verbatims
        if verbatim.words.strip()
    ]
    if not spoken:
        return []
    heading = tell("words-sentence", language, count=len(spoken))
    notes = (tell("method-words", language),)
    return [Section(say("words", language), heading, notes=notes, quotes=tuple(spoken[:QUOTES]))]


def follow_ups(report: Report, language: str) -> list[Section]:
    """What was opened, by kind and department, with the first deadline."""
    every = [f for c in report.campaigns for f in c.follow_ups]
    heading = findings.follow_ups(report, language)
    if not every:
        return [Section(say("follow-ups", language), heading)]
    kinds = sorted({(f.department, f.kind) for f in every})
    table = [tuple(say(key, language) for key in ("department", "kind", "count", "first-due"))]
    for department, kind in kinds:
        mine = [f for f in every if (f.department, f.kind) == (department, kind)]
        first = min(f.due_at for f in mine)
        name = report.name("department", department, language)
        table.append((name, say(kind, language), f"{len(mine):,}", f"{first:%m-%d %H:%M}"))
    return [Section(say("follow-ups", language), heading, table=tuple(table))]

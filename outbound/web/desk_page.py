"""What the agent's page shows beyond the desk itself: names of steps, the keys, callback slots."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from outbound.campaign.values import AnswerForm, Text
from outbound.engine.desk_view import Choice, Desk, DeskContact, DeskQuestion, DeskStep
from outbound.web.card import card
from outbound.web.site import Site
from outbound.web.words import Words

OUTCOME_KEYS: Final[Mapping[str, str]] = {
    "completed": "c",
    "partial": "p",
    "refused": "r",
    "refused-hard": "x",
    "callback-agreed": "b",
    "busy": "y",
    "no-answer": "a",
    "machine": "m",
    "voicemail-left": "v",
    "fax": "f",
    "not-in-service": "s",
    "wrong-person": "w",
    "language-barrier": "l",
    "ineligible": "i",
    "deceased": "d",
    "technical-failure": "t",
}
"""One letter each, none of K, N and O, which lead elsewhere on the page."""

SLOT: Final = timedelta(hours=1)
MOST_SLOTS: Final = 40
SYMBOLS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}


def desk_context(desk: Desk, site: Site) -> dict[str, object]:
    """What the templates of the desk may name."""
    centre = site.service.centre
    symbol = SYMBOLS.get(centre.costs.currency, centre.costs.currency + " ")
    titles = {name: process.title for name, process in centre.processes.items()}
    contact = desk.contact
    today = site.service.clock.now().astimezone(site.pages.zone).date()
    return {
        "desk": desk,
        "card": card(contact, today) if contact else None,
        "outcomes": [(o, OUTCOME_KEYS.get(o.value, "")) for o in contact.outcomes]
        if contact
        else [],
        "keyed": keyed,
        "pressed": pressed,
        "label": lambda words, step: step_label(words, titles, step),
        "step_key": step_key,
        "money": lambda amount, digits=0: f"{symbol}{amount:,.{digits}f}",
    }


def keyed(question: DeskQuestion) -> list[tuple[Choice, str]]:
    """Every choice with the key that gives it: a score its own digit, an option its place.

    Ten is 0 where 0 is no score of its own, and otherwise -, which lies beside it.
    """
    if question.kind.form is not AnswerForm.SCALE:
        return [(c, str(n) if n <= 9 else "") for n, c in enumerate(question.choices, 1)]
    ten = "0" if question.kind.low > 0 else "-"
    return [
        (c, c.value if len(c.value) == 1 else ten if c.value == "10" else "")
        for c in question.choices
    ]


def pressed(question: DeskQuestion, value: str) -> bool:
    """Whether the stored answer is, or contains, this choice."""
    if not question.answered or question.answer is None:
        return False
    if isinstance(question.answer, (list, tuple)):
        return value in [str(item) for item in question.answer]
    return _same(value, question.answer)


def _same(value: str, answer: object) -> bool:
    if isinstance(answer, bool):
        return value == ("yes" if answer else "no")
    return value == (f"{answer:g}" if isinstance(answer, float) else str(answer))


def step_key(contact: DeskContact, step: DeskStep) -> str:
    """What tells a step from all others of its script; several texts may share a block's name."""
    return f"q-{step.question.id}" if step.question else f"t-{contact.steps.index(step)}"


def step_label(words: Words, titles: Mapping[str, Text], step: DeskStep) -> str:
    """A step on its folded line: its own label, the interface's word, its process, else what it asks."""
    name = step.question.id if step.question else step.name
    own = step.label or words.by_key.get(f"step.{name}")
    process = titles.get(name.replace("_", "-"))
    if own:
        return own
    if process:
        return process.of(words("language.tag"))
    return step.question.text if step.question else name.replace("_", " ")


def slots(
    windows: list[tuple[datetime, datetime]], zone: ZoneInfo
) -> list[tuple[date, list[tuple[datetime, datetime]]]]:
    """The windows cut into hours, by the centre's days; at most `MOST_SLOTS`."""
    days: dict[date, list[tuple[datetime, datetime]]] = {}
    for start, end in _hours(windows)[:MOST_SLOTS]:
        days.setdefault(start.astimezone(zone).date(), []).append((start, end))
    return list(days.items())


def _hours(windows: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Slots that end on the full hour, so that only a window's first may be short."""
    cut = []
    for start, end in windows:
        while start < end:
            full = start.replace(minute=0, second=0, microsecond=0) + SLOT
            cut.append((start, min(full, end)))
            start = full
    return cut

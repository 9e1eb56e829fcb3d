"""What the agent's page shows beyond the desk itself: names of steps, the keys, callback slots."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from outbound.campaign.values import AnswerForm, Text
from outbound.engine.desk.desk_view import Choice, Desk, DeskContact, DeskQuestion, DeskStep
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
_TAG: Final = re.compile(r"<[^>]*>")
_TO_DO: Final = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)
ROUND: Final = timedelta(minutes=5)
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
        "spoken": centre.languages,
        "keyed": keyed,
        "pressed": pressed,
        "label": lambda words, step: step_label(words, titles, contact, step) if contact else "",
        "next_words": lambda words, last: next_words(words, site.pages.zone, last),
        "offer_value": lambda value: f"{symbol}{value}" if value[:1].isdigit() else value,
        "step_key": step_key,
        "is_spoken": is_spoken,
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


def step_label(
    words: Words, titles: Mapping[str, Text], contact: DeskContact, step: DeskStep
) -> str:
    """A step on its folded line: its own label, its process where no other step has it, else what it says."""
    if step.label:
        return step.label
    own = words.by_key.get(f"step.{step.name}")
    process = titles.get(step.name) if _alone(contact, step) else None
    if own or process:
        return own or (process.of(words.language) if process else "")
    said = step.question.text if step.question else _TAG.sub(" ", step.html).strip()
    return said or words("side.offers")


def is_spoken(step: DeskStep) -> bool:
    """Whether a text step has words to say, not only something to do."""
    return bool(_TAG.sub("", _TO_DO.sub("", step.html)).strip())


def _alone(contact: DeskContact, step: DeskStep) -> bool:
    return sum(1 for other in contact.steps if other.name == step.name) == 1


def next_words(words: Words, zone: ZoneInfo, last: str) -> str:
    """What happens next with the contact just finished, from the engine's `STATE|reason|moment`."""
    state, _, rest = last.partition("|")
    reason, _, moment = rest.rpartition("|")
    key = f"next.{state}"
    if key not in words.by_key:
        return words.said(last)
    when = _day_and_hour(words, zone, moment) if moment else ""
    if state == "waiting":
        callback = reason.startswith("callback")
        key = "next.waiting.open" if not when else "next.callback" if callback else key
    said = words(key, when=when)
    return said if not reason or key == "next.callback" else f"{said} ({words.said(reason)})"


def _day_and_hour(words: Words, zone: ZoneInfo, moment: str) -> str:
    local = datetime.fromisoformat(moment).astimezone(zone)
    return f"{words.of('weekday', str(local.isoweekday()))} {local:%m-%d %H:%M}"


def slots(
    windows: list[tuple[datetime, datetime]],
) -> list[tuple[date, list[tuple[datetime, datetime]]]]:
    """Hours that may be promised inside the windows, by the days of their own clock; at most `MOST_SLOTS`."""
    days: dict[date, list[tuple[datetime, datetime]]] = {}
    hours = [slot for start, end in windows for slot in _hours(start, end)]
    for start, end in hours[:MOST_SLOTS]:
        days.setdefault(start.date(), []).append((start, end))
    return list(days.items())


def _hours(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Full hours of the clock; in a window without one, the hour from its next five minutes."""
    full = _rounded_up(start, SLOT)
    found = [
        (full + n * SLOT, full + (n + 1) * SLOT)
        for n in range(MOST_SLOTS)
        if full + (n + 1) * SLOT <= end
    ]
    early = _rounded_up(start, ROUND)
    return found or ([(early, early + SLOT)] if early + SLOT <= end else [])


def _rounded_up(moment: datetime, to: timedelta) -> datetime:
    begin = moment.replace(minute=0, second=0, microsecond=0)
    return begin - (begin - moment) // to * to

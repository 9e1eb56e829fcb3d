"""`outbound rules`: what each country allows, row by row, with its source and how well it is known."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from rich.text import Text as Line

from outbound.campaign.nouns import Channel
from outbound.campaign.values import Text, write_duration
from outbound.cli.options import AsJson, At, moment
from outbound.cli.output import counted, people, table, write_json
from outbound.clock import SystemClock
from outbound.errors import NotFoundError
from outbound.policy.rules.loader import file_of, holidays_of, rule_files
from outbound.policy.rules.nouns import (
    Abandonment,
    Certainty,
    CountryFile,
    CountryRules,
    Dated,
    Group,
    Rule,
)

ADVICE: Final = "Not legal advice: an operator's counsel confirms a country's rules before --live."
KNOWN: Final = {
    Certainty.VERIFIED: "V read in the rule or on the regulator's page",
    Certainty.SECONDARY: "S told by law firms, press or vendors",
    Certainty.CHECK: "C to be checked before use",
    Certainty.OURS: "O our choice, no rule found",
}

Row = tuple[str, str]


def rules(
    country: Annotated[
        str | None, typer.Argument(help="A country's code, such as CN; all if none is given.")
    ] = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Show a country's contact rules: hours, caps, consent, senders, words of refusal, sources.

    Example: outbound rules CN
    """
    if country is None:
        _list(as_json)
        return
    code = country.upper()
    file = file_of(code)
    if file is None:
        raise NotFoundError(
            f"There are no contact rules for {code}: nobody there is contacted.",
            hint="Those that have some: outbound rules",
            where=code,
        )
    zone = ZoneInfo(file.zone)
    found = file.on(moment(at, zone, SystemClock().now()).astimezone(zone).date())
    if as_json:
        write_json(_document(code, file, found))
    else:
        _show(code, file, found)


def _list(as_json: bool) -> None:
    files = rule_files()
    if as_json:
        shown = [
            {"country": code, "name": file.name.of("en"), "as_of": file.as_of}
            for file in files
            for code in file.countries
        ]
        write_json(
            {"countries": sorted(shown, key=lambda one: str(one["country"])), "note": ADVICE}
        )
        return
    rows = [(f.name.of("en"), " ".join(f.countries), f.as_of, len(f.rules)) for f in files]
    count = sum(len(file.countries) for file in files)
    people.print(table(f"Rules for {count} countries", ("where", "codes", "as of", "rows"), rows))
    people.print("Nobody is contacted anywhere else. Next: outbound rules CODE", highlight=False)


def _document(code: str, file: CountryFile, found: CountryRules) -> dict[str, Any]:
    known = holidays_of(code)
    return {
        "country": code,
        "name": _plain(file.name),
        "as_of": found.as_of,
        "on": found.on,
        "rules": [_dumped(rule) for rule in found.rules],
        "abandonment": _dumped(found.abandonment),
        "opt_out_words": found.opt_out_words,
        "holidays": None if known is None else _dumped(known),
        "not_in_force": [_dumped(rule) for rule in _others(file, found)],
        "note": ADVICE,
    }


def _dumped(row: Dated | Any) -> dict[str, Any]:
    shown: dict[str, Any] = row.model_dump(mode="json", by_alias=True, exclude_none=True)
    return shown


def _plain(text: Text) -> str | dict[str, str]:
    return text.by_language.get("", dict(text.by_language))


def _others(file: CountryFile, found: CountryRules) -> list[Rule]:
    """The rows that hold no longer, or not yet."""
    return [rule for rule in file.rules if rule not in found.rules]


def _show(code: str, file: CountryFile, found: CountryRules) -> None:
    names = " · ".join(file.name.by_language.values())
    _heading(f"{names} ({code}): the rules on {found.on}, as last looked up on {found.as_of}")
    for rule in found.rules:
        _block(rule.id, _of_rule(rule))
    _block("abandoned calls", _of_abandonment(found.abandonment))
    _block("words of refusal", [("", ", ".join(found.opt_out_words))])
    _block("public holidays", _of_holidays(code, found))
    if others := _others(file, found):
        _block("not in force then", [(rule.id, _span(rule)) for rule in others])
    _block("certainty", [("", text) for text in KNOWN.values()])
    people.print()
    people.print(ADVICE, highlight=False, markup=False)


def _of_rule(rule: Rule) -> Iterator[Row]:
    yield "for", _bound(rule)
    if rule.hours is not None:
        yield "hours", f"{rule.hours}, by the person's clock"
    for cap in rule.caps:
        limit = next(n for n in (cap.attempts, cap.contacts, cap.completes) if n is not None)
        yield "cap", f"{counted(limit, 'attempt')} in {_length(cap.per)}"
    if rule.consent:
        yield "consent", "must be recorded; silence refuses"
    if rule.register_ is not None:
        age = _length(rule.register_.max_age)
        yield "register", f"{rule.register_.name.of('en')}, read in the last {age}"
    if rule.senders_barred:
        yield "never from", ", ".join(rule.senders_barred)
    yield from _said("identify by", rule.identification)
    yield from _of_refusal(rule)
    if rule.records is not None:
        yield from _said("keep", rule.records.what)
        if rule.records.keep is not None:
            yield "keep for", _length(rule.records.keep)
    yield from _said("note", rule.text)
    yield from _of_source(rule)


def _of_refusal(rule: Rule) -> Iterator[Row]:
    if rule.opt_out is None:
        return
    yield from _said("refusal", rule.opt_out.says)
    terms = (
        ("holds at once; the rule allows", rule.opt_out.limit),
        ("silence after it:", rule.opt_out.silence),
        ("remembered for", rule.opt_out.keep),
    )
    told = [f"{words} {_length(time)}" for words, time in terms if time is not None]
    if told:
        yield "", "; ".join(told)


def _of_abandonment(bound: Abandonment) -> Iterator[Row]:
    if bound.percent is None:
        yield "at most", "none: each call has its agent"
    else:
        yield "at most", f"{bound.percent} % of live answers in {counted(bound.days, 'day')}"
    yield "means", f"no agent {_length(bound.within)} after the answer"
    if bound.ring is not None:
        yield "ring", f"{_length(bound.ring)} or longer"
    if bound.silence is not None:
        yield "after one", f"no call without an agent for {_length(bound.silence)}"
    yield from _said("play", bound.says)
    yield from _of_source(bound)


def _of_holidays(code: str, found: CountryRules) -> Iterator[Row]:
    known = holidays_of(code)
    if known is None:
        yield "", "those of the opening-hours library"
        return
    yield "every year", ", ".join(known.yearly) or "none"
    coming = [str(day) for day in known.days if day >= found.on]
    more = f", and {len(coming) - 4} more" if len(coming) > 4 else ""
    if known.days:
        yield "also", (", ".join(coming[:4]) + more) if coming else "none that is still to come"
    yield "source", f"{known.source} ({_letters(known.certainty)})"


def _of_source(row: Dated) -> Iterator[Row]:
    yield "source", f"{row.source} ({_letters(row.certainty)})"
    yield "holds", _span(row)


def _span(row: Dated) -> str:
    return f"from {row.from_}" + (f" until {row.until}" if row.until else "")


def _bound(rule: Rule) -> str:
    """Whom a row binds."""
    parts = [", ".join(group.value for group in rule.groups)]
    if rule.purposes:
        parts.append(f"only {', '.join(purpose.value for purpose in rule.purposes)}")
    if len(rule.channels) < len(Channel):
        parts.append(f"by {', '.join(channel.value for channel in rule.channels)}")
    if rule.machine is not None:
        calls = "recorded voice" if rule.machine else "agents"
        parts.append(
            f"calls by {calls}" + (" and messages" if Channel.SMS in rule.channels else "")
        )
    return "; ".join(parts) if len(rule.groups) < len(Group) or len(parts) > 1 else "everything"


def _length(time: timedelta) -> str:
    """A length of time in whole days, or as files write it."""
    return write_duration(time) if time % timedelta(days=1) else counted(time.days, "day")


def _letters(known: Sequence[Certainty]) -> str:
    return ", ".join(one.value for one in known)


def _said(what: str, text: Text | None) -> Iterator[Row]:
    """A text as it is written, each language on its own line."""
    if text is not None:
        for place, words in enumerate(text.by_language.values()):
            yield ("" if place else what), words


def _heading(words: str) -> None:
    people.print(Line(words, style="bold"))


def _block(title: str, rows: Iterator[Row] | list[Row]) -> None:
    people.print()
    _heading(title)
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for what, words in rows:
        made.add_row(f"  {what}", Line(words))
    people.print(made)

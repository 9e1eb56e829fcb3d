"""The centre's own file: departments that exist, columns that the base has, a country with rules."""

from collections.abc import Iterator

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem
from outbound.check.subject import Names, Subject
from outbound.expression.hint import did_you_mean
from outbound.expression.tree import Type
from outbound.policy.hours import HoursError, OpenHours
from outbound.policy.rules import rules_for


def sharing_departments(subject: Subject) -> Iterator[Problem]:
    """The departments that share a process are departments of the centre."""
    known = subject.source.get("departments")
    names = known if isinstance(known, dict) else {}
    for trail, _ in subject.source.find("processes", "*", "departments", "*"):
        if (name := str(trail[-1])) not in names:
            message = f"The centre has no department {name}."
            hint = did_you_mean(name, names, "Add it to departments.")
            yield subject.at_key(trail, "unknown-department", message, hint)


def meant_columns(subject: Subject) -> Iterator[Problem]:
    """The columns that are given a meaning exist in the base."""
    if not subject.world.columns_known:
        return
    for pattern in (("*",), ("consent", "*"), ("other_phones", "*")):
        for trail, name in subject.texts("base", "columns", *pattern):
            if name not in subject.world.columns:
                hint = did_you_mean(name, subject.world.columns)
                message = f"The base has no column {name}."
                yield subject.at(trail, "unknown-column", message, hint)


def country_rules(subject: Subject) -> Iterator[Problem]:
    """Without rules for the country nobody there may be contacted."""
    own = subject.text("country")
    found = [*([(("country",), own)] if own else []), *subject.texts("countries", "*")]
    for trail, country in found:
        if rules_for(country, subject.world.today) is None:
            message = f"There are no contact rules for {country}: nobody there will be contacted."
            yield subject.at(trail, "no-rules", message, severity="warning")


def agents_hours(subject: Subject) -> Iterator[Problem]:
    """The hours at which agents are at work can be read."""
    country = subject.text("country") or ""
    for trail, text in subject.texts("agents", "*", "hours"):
        try:
            OpenHours.parse(text, country, subject.world.zone)
        except HoursError as fault:
            message = f"{fault.message[:1].upper()}{fault.message[1:]}."
            hint = "Such as Mo-Fr 09:00-13:00."
            yield subject.inside(trail, fault.offset, "hours", message, hint)


def no_base(subject: Subject) -> Iterator[Problem]:
    """Without a base its columns cannot be checked; said once for the whole workspace."""
    if not subject.world.columns_known:
        message = "No base is imported yet, so the columns that campaigns use were not checked."
        hint = "Import one: outbound import FILE."
        yield subject.at_key(("base",), "no-base", message, hint, "warning")


def meaning_columns(centre: Centre) -> Names:
    """The columns that the centre's file speaks of, as far as their types are known from it."""
    columns = centre.base.columns
    texts = (
        columns.name,
        columns.language,
        columns.zone,
        columns.region,
        columns.tier,
        columns.status,
        columns.household,
    )
    names: dict[str, Type | None] = {name: Type.TEXT for name in texts if name}
    names |= dict.fromkeys((columns.id, columns.phone, *columns.other_phones), Type.TEXT)
    names |= dict.fromkeys(columns.consent.values(), Type.BOOLEAN)
    return names | ({columns.activated_on: Type.DATE} if columns.activated_on else {})

"""Whether what a campaign plans for one contact fits between its first wave and its last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Campaign, Channel, Step
from outbound.check.hours import dates_of_campaign, opens_within
from outbound.check.subject import Subject
from outbound.dialing.outcome import MEANING
from outbound.policy.day_parts import DayPart, firsts
from outbound.policy.hours import HoursError, OpenHours
from outbound.policy.retry import Ahead, Finality, later
from outbound.policy.span import Span, needed_by


@dataclass(frozen=True)
class _Frame:
    """The time that there is: from the first wave on, in the campaign's hours, until its end."""

    campaign: Campaign
    hours: OpenHours
    begin: datetime
    until: datetime
    ahead: Ahead

    def span(self, step: Step) -> Span:
        """When the step's attempts may be placed."""
        return Span(self.hours, self.until, needed_by(step))


def retries_fit(subject: Subject) -> Iterator[Problem]:
    """Even a contact of the first wave, unlucky in one way all along, is tried as often as planned."""
    frame = _frame(subject)
    if frame is None:
        return
    for index, step in enumerate(frame.campaign.contact.channels):
        if step.channel is not Channel.CALL:
            continue
        for outcome, given in frame.campaign.contact.retry.items():
            if not _repeats(outcome):
                continue
            delays = (given,) if isinstance(given, timedelta) else given
            made = _made(frame, step, delays)
            if made < step.either.attempts:
                until = frame.campaign.schedule.until
                message = (
                    f"If each ends in {outcome}, only {made} of {step.either.attempts} attempts"
                    f" of step {index + 1} fit before the end of {until}."
                )
                hint = "Shorten the delays, ask for fewer attempts, or move schedule.until."
                at = ("contact", "retry", outcome)
                yield subject.at(at, "no-time", message, hint, "warning")


def steps_fit(subject: Subject) -> Iterator[Problem]:
    """Each step can begin before the campaign ends, even if those before it end at once."""
    frame = _frame(subject)
    if frame is None:
        return
    moment: datetime | None = frame.begin
    for index, step in enumerate(frame.campaign.contact.channels):
        delay, here = step.either.after, ("contact", "channels", index, step.channel.value)
        if moment is not None and delay is not None and index > 0:
            moment = later(moment, delay, frame.ahead)
        moment = frame.span(step).first_from(moment) if moment is not None else None
        if moment is None:
            message = f"Step {index + 1} never begins: the campaign is over before."
            hint = "Shorten after, or move schedule.until."
            yield subject.at((*here, "after") if delay else here, "no-time", message, hint)
            return


def day_parts_occur(subject: Subject) -> Iterator[Problem]:
    """The hours open in as many parts of the day as each contact is to be tried in."""
    frame = _frame(subject)
    if frame is None or frame.campaign.contact.day_parts < 2:
        return
    calls = [s for s in frame.campaign.contact.channels if s.channel is Channel.CALL]
    if not calls:
        return
    found, wanted = _parts(frame, calls[0]), frame.campaign.contact.day_parts
    if len(found) < wanted:
        named = ", ".join(part.value for part in DayPart if part in found) or "none"
        message = f"The hours open in fewer than {wanted} parts of the day: {named}."
        hint = "Morning ends at 12, afternoon at 17; Saturday and Sunday are the weekend."
        yield subject.at(("contact", "day-parts"), "no-time", message, hint, "warning")


def _frame(subject: Subject) -> _Frame | None:
    campaign, centre, dates = subject.campaign, subject.world.centre, dates_of_campaign(subject)
    if campaign is None or centre is None or dates is None:
        return None
    zone = subject.world.zone
    try:
        hours = OpenHours.parse(campaign.contact.hours, centre.country, zone)
    except HoursError:
        return None  # `contact_hours` tells
    if not opens_within(hours, dates):
        return None  # the same
    begin = _first_wave(campaign, dates[0], subject)
    if begin is None or begin >= dates[1]:
        return None  # `cron_line` tells
    return _Frame(campaign, hours, begin, dates[1], Ahead(hours, dates[1], zone, begin))


def _first_wave(campaign: Campaign, first: datetime, subject: Subject) -> datetime | None:
    """The first moment that the cron line names; for a relative build the first moment of all."""
    if not isinstance(campaign.schedule.build, str):
        return first
    local = first.astimezone(subject.world.zone) - timedelta(seconds=1)
    try:
        moment = next(CronSim(campaign.schedule.build, local), None)
    except CronSimError:
        return None
    return moment.astimezone(UTC) if moment else None


def _repeats(outcome: str) -> bool:
    """Whether a call that ends so is simply tried again, until its attempts are spent."""
    meaning = next(
        (m for (c, o), m in MEANING.items() if c is Channel.CALL and o.value == outcome), None
    )
    if meaning is None:
        return False
    again = meaning.finality is Finality.NOTHING and meaning.spends
    return again and meaning.retry.at_most is None


def _made(frame: _Frame, step: Step, delays: tuple[timedelta, ...]) -> int:
    """How many attempts can be made, each answered by the next delay."""
    span, made = frame.span(step), 0
    moment = span.first_from(frame.begin)
    while moment is not None and made < step.either.attempts:
        made += 1
        due = later(moment, delays[min(made, len(delays)) - 1], frame.ahead) if delays else None
        moment = span.first_from(due) if due is not None else None
    return made if delays else step.either.attempts


def _parts(frame: _Frame, step: Step) -> frozenset[DayPart]:
    return frozenset(firsts(frame.begin, frame.span(step), frame.ahead.zone))

"""What a country's rules say: dated rows with their sources, for what a campaign does and how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.campaign.values import Duration, Text


class Group(Enum):
    """What a campaign does to people, which is what the rules go by."""

    SELLING = "selling"
    ASKING = "asking"
    SERVING = "serving"


_GROUP: Mapping[Purpose, Group] = {
    Purpose.RETENTION: Group.SELLING, Purpose.MARKETING: Group.SELLING,
    Purpose.SURVEY: Group.ASKING, Purpose.RESEARCH: Group.ASKING,
    Purpose.CALLBACK: Group.SERVING, Purpose.CARE: Group.SERVING, Purpose.FOLLOW_UP: Group.SERVING,
}  # fmt: skip


def group_of(purpose: Purpose, *, offers: bool = False) -> Group:
    """What a campaign does; one with offers sells, whatever its purpose says."""
    return Group.SELLING if offers else _GROUP[purpose]


class Certainty(Enum):
    """How well a rule is known."""

    VERIFIED = "V"  # read in the rule or on the regulator's own page
    SECONDARY = "S"  # law firms, press, vendors
    CHECK = "C"  # to be checked before use
    OURS = "O"  # our choice, where no rule was found


@dataclass(frozen=True)
class Doing:
    """What is about to be done to a person; what is left open takes every rule that could bind.

    machine: whether a recorded voice speaks instead of an agent; it says nothing of messages
    """

    group: Group
    channel: Channel | None = None
    purpose: Purpose | None = None
    machine: bool | None = None


class Data(BaseModel):
    """A part of a rule file: never changed, and no key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Dated(Data):
    """Something that holds from a day on, to its last day if it has one, and where it is written."""

    from_: date = Field(alias="from")
    until: date | None = None
    source: str = Field(min_length=1)
    certainty: tuple[Certainty, ...] = Field(min_length=1)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class OptOut(Data):
    """What a refusal brings. Ours holds at once; `limit` is how long the rule would allow."""

    says: Text | None = None
    limit: Duration | None = None
    silence: Duration | None = None  # nothing of the kind for so long after it
    keep: Duration | None = None  # how long it must be remembered


class Records(Data):
    """What must be kept of a contact, and for how long."""

    what: Text
    keep: Duration | None = None


class Register(Data):
    """A national register that must have been read lately."""

    name: Text
    max_age: Duration = timedelta(days=31)


class Rule(Dated):
    """One row of the rules: for whom it holds, what it allows, and where it is written.

    senders_barred: numbers that may not be shown, with whatever digits follow them
    machine: true binds a recorded voice only, false an agent only; messages are bound either way
    """

    id: str
    groups: tuple[Group, ...] = tuple(Group)
    channels: tuple[Channel, ...] = tuple(Channel)
    purposes: tuple[Purpose, ...] = ()  # of the groups only these; all where none is named
    machine: bool | None = None
    hours: str | None = None  # opening hours in the called person's zone
    caps: tuple[Cap, ...] = ()
    consent: bool = False  # recorded consent is needed
    register_: Register | None = Field(None, alias="register")
    senders_barred: tuple[str, ...] = ()
    identification: Text | None = None
    opt_out: OptOut | None = None
    records: Records | None = None
    text: Text | None = None  # what else there is to know

    @model_validator(mode="after")
    def _hours_bind_whole_groups(self) -> Self:
        if (self.purposes or self.machine is not None) and (self.hours or self.caps):
            raise ValueError(f"{self.id}: hours and caps go by group and channel alone")
        return self

    def binds(self, doing: Doing) -> bool:
        """Whether the rule speaks of this; what `doing` leaves open it may speak of."""
        return (
            doing.group in self.groups
            and doing.channel in (None, *self.channels)
            and (not self.purposes or doing.purpose in (None, *self.purposes))
            and (doing.channel is Channel.SMS or _same(self.machine, doing.machine))
        )


def _same(one: bool | None, other: bool | None) -> bool:
    return one is None or other is None or one == other


class Abandonment(Dated):
    """The share of live answers that may be abandoned; None where no share is permitted."""

    percent: Annotated[int, Field(ge=0, le=100)] | None
    days: Annotated[int, Field(ge=1)] = 1  # over which the share is reckoned
    within: Duration = timedelta(seconds=2)  # an agent must be there by then
    ring: Duration | None = None  # how long a phone must ring at the least
    silence: Duration | None = None  # after one, no call without an agent for so long
    says: Text | None = None  # what the person hears instead of an agent

    @property
    def share(self) -> Decimal:
        """The bound as a share of 1; 0 where none is permitted."""
        return Decimal(self.percent or 0) / 100


class OptOutWords(Dated):
    """Whole messages by which people of the country refuse."""

    words: tuple[str, ...] = Field(min_length=1)


class Moment(Data):
    """A case of the file: something done at a moment, and whether the rules allow it.

    at: the clock on the person's wall, in `zone`, else in the file's; rule: the one that forbids
    """

    at: str
    country: str | None = None
    zone: str | None = None
    purpose: Purpose
    offers: bool = False
    channel: Channel = Channel.CALL
    machine: bool = False
    sender: str = "+12025550100"
    consent: bool = True
    register_on: date | None = None  # the national register's day; read on the very day if not told
    refused_on: date | None = None
    allowed: bool
    rule: str = ""


class CountryFile(Data):
    """A rule file: every row that ever held, for one country or for several that share them."""

    countries: tuple[str, ...] = Field(min_length=1)
    name: Text
    zone: str
    as_of: date
    rules: tuple[Rule, ...] = Field(min_length=1)
    abandonment: tuple[Abandonment, ...] = Field(min_length=1)
    opt_out_words: tuple[OptOutWords, ...] = Field(min_length=1)
    cases: tuple[Moment, ...] = ()

    def on(self, day: date) -> "CountryRules":
        """What is in force on that day."""
        words = (w for words in self.opt_out_words if words.holds_on(day) for w in words.words)
        return CountryRules(
            on=day,
            as_of=self.as_of,
            name=self.name,
            rules=tuple(rule for rule in self.rules if rule.holds_on(day)),
            abandonment=next((a for a in self.abandonment if a.holds_on(day)), NONE_PERMITTED),
            opt_out_words=tuple(dict.fromkeys(words)),
        )


NONE_PERMITTED: Final = Abandonment(
    from_=date.min, percent=None, source="none known", certainty=(Certainty.OURS,)
)
"""Before the first rule that we know of."""


@dataclass(frozen=True)
class CountryRules:
    """The rules of a country that are in force on a day; `as_of` is when they were last looked up."""

    on: date
    as_of: date
    name: Text
    rules: tuple[Rule, ...]
    abandonment: Abandonment
    opt_out_words: tuple[str, ...] = field(default=())

    def binding(self, doing: Doing) -> Iterator[Rule]:
        """The rules that speak of what is done."""
        return (rule for rule in self.rules if rule.binds(doing))

    def hours(self, group: Group, channel: Channel | None = None) -> tuple[str, ...]:
        """Every text of hours that binds; all must allow. None at all means never."""
        bound = self.binding(Doing(group, channel))
        return tuple(dict.fromkeys(rule.hours for rule in bound if rule.hours is not None))

    def caps(self, group: Group, channel: Channel | None = None) -> tuple[Cap, ...]:
        """The caps that bind by law."""
        return tuple(cap for rule in self.binding(Doing(group, channel)) for cap in rule.caps)


class Holidays(Data):
    """Public holidays of one country that the opening-hours library lacks; `yearly` on a date: `Jul 04`."""

    source: str
    certainty: tuple[Certainty, ...] = Field(min_length=1)
    days: tuple[date, ...] = ()
    yearly: tuple[Annotated[str, Field(pattern=r"^[A-Z][a-z]{2} \d\d$")], ...] = ()

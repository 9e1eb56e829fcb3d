"""What a country's rule file says: hours, caps and bounds by what a campaign does, with sources."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from outbound.campaign.schema import Cap, Channel, Purpose


class Group(Enum):
    """What a campaign does to people, which is what the rules go by."""

    SELLING = "selling"
    ASKING = "asking"
    SERVING = "serving"


_GROUP: Mapping[Purpose, Group] = {
    Purpose.RETENTION: Group.SELLING,
    Purpose.MARKETING: Group.SELLING,
    Purpose.SURVEY: Group.ASKING,
    Purpose.RESEARCH: Group.ASKING,
    Purpose.CALLBACK: Group.SERVING,
    Purpose.CARE: Group.SERVING,
    Purpose.FOLLOW_UP: Group.SERVING,
}


def group_of(purpose: Purpose, *, offers: bool = False) -> Group:
    """What a campaign does; one with offers sells, whatever its purpose says."""
    return Group.SELLING if offers else _GROUP[purpose]


class Certainty(Enum):
    """How well a rule is known."""

    VERIFIED = "V"  # read in the rule or on the regulator's own page
    SECONDARY = "S"  # law firms, press, vendors
    CHECK = "C"  # to be checked before use
    OURS = "O"  # our choice, where no rule was found


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Data):
    """One row of the rules: for whom it holds, what it allows, and where it is written."""

    id: str
    groups: tuple[Group, ...] = tuple(Group)
    channels: tuple[Channel, ...] = tuple(Channel)
    hours: str | None = None  # opening hours in the called person's zone
    caps: tuple[Cap, ...] = ()
    consent: bool = False  # recorded consent is needed
    source: str
    certainty: tuple[Certainty, ...] = Field(min_length=1)

    def holds_for(self, group: Group, channel: Channel | None = None) -> bool:
        """Whether the rule binds what a campaign does on a channel; on any, where none is given."""
        return group in self.groups and (channel is None or channel in self.channels)


class Abandonment(_Data):
    """The share of live answers that may be abandoned; None where no share is permitted."""

    percent: Annotated[int, Field(ge=0, le=100)] | None
    days: Annotated[int, Field(ge=1)] = 1
    silence_hours: Annotated[int, Field(ge=0)] = 0  # after it, no call without an agent
    source: str
    certainty: tuple[Certainty, ...] = Field(min_length=1)


class CountryRules(_Data):
    """The rules of one country, or of several that share a file."""

    countries: tuple[str, ...] = Field(min_length=1)
    as_of: date
    rules: tuple[Rule, ...] = Field(min_length=1)
    abandonment: Abandonment
    opt_out_words: tuple[str, ...] = ()

    def rules_of(self, group: Group, channel: Channel | None = None) -> Iterator[Rule]:
        """The rules that bind what a campaign does."""
        return (rule for rule in self.rules if rule.holds_for(group, channel))

    def hours(self, group: Group, channel: Channel | None = None) -> tuple[str, ...]:
        """Every text of hours that binds; all must allow. None at all means never."""
        texts = (rule.hours for rule in self.rules_of(group, channel) if rule.hours is not None)
        return tuple(dict.fromkeys(texts))

    def caps(self, group: Group, channel: Channel | None = None) -> tuple[Cap, ...]:
        """The caps that bind by law."""
        return tuple(cap for rule in self.rules_of(group, channel) for cap in rule.caps)


class Holidays(_Data):
    """Public holidays of one country that the opening-hours library lacks."""

    source: str
    certainty: tuple[Certainty, ...] = Field(min_length=1)
    days: tuple[date, ...]

"""What calls and messages may cost at the most, and to where they may go: the centre file against fraud."""

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from outbound.campaign.about import about
from outbound.campaign.nouns import Noun
from outbound.campaign.numbers import Amount
from outbound.campaign.values import fault

OTHER: Final = "other"
"""The key that stands for all countries not named."""

Country = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(title="country, two capital letters")
]
"""An ISO 3166 code such as CN."""

CountryOrOther = Annotated[
    str,
    StringConstraints(pattern=rf"^([A-Z]{{2}}|{OTHER})$"),
    Field(title="country, two capital letters, or other"),
]


Prefix = Annotated[
    str, StringConstraints(pattern=r"^\+[1-9][0-9]{0,14}$"), Field(title="beginning of a number")
]
"""The digits with which a number in E.164 begins."""


class Spending(Noun):
    """Limits of what the carrier is paid, in the currency of `costs`; absent is no limit."""

    hour: Annotated[
        Amount | None, about("At most so much in an hour of the centre's clock.", 800)
    ] = None
    day: Annotated[
        Amount | None, about("At most so much in a day of the centre's clock.", 5000)
    ] = None
    campaign: Annotated[
        Amount | None,
        about("At most so much for each campaign that names no limit of its own.", 2000),
    ] = None
    countries: Annotated[
        Mapping[CountryOrOther, Amount],
        about(
            "At most so much in a day for calls and messages to a country; `other` is for all that"
            " are not named, together.",
            {"CN": 5000, "other": 0},
        ),
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not self.countries and (self.hour, self.day, self.campaign) == (None, None, None):
            raise fault("missing-key", "it limits nothing", hint="Example: spend: {day: 5000}")
        return self

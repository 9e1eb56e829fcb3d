"""Whom a campaign reaches: the condition, the exclusions, the segments, how many and who first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from outbound.campaign.about import about
from outbound.campaign.names import ColumnName, Expression, OrderColumn
from outbound.campaign.nouns import Noun, refuse_twins
from outbound.campaign.numbers import Whole
from outbound.campaign.values import Fraction, Identifier, ScriptName, fault


class Segment(Noun):
    """A named group inside the audience; the first that matches wins."""

    name: Annotated[Identifier, about("What the segment is called in lists and reports.", "vip")]
    where: Annotated[
        Expression | None,
        about(
            "Who belongs to it; the last segment may have none and takes the rest.", "tier = 'gold'"
        ),
    ] = None
    script: Annotated[
        ScriptName | None,
        about("The segment's own script, if it differs from the campaign's.", "satisfaction/vip"),
    ] = None


class Sample(Noun):
    """How much of the audience is listed: completes to reach, or a fixed number of contacts."""

    completes: Annotated[
        Annotated[Whole, Field(ge=1)] | None,
        about("Stop when so many conversations are complete.", 400),
    ] = None
    contacts: Annotated[
        Annotated[Whole, Field(ge=1)] | None,
        about("List so many people, whatever comes of it; not together with completes.", 2000),
    ] = None
    per: Annotated[
        tuple[ColumnName, ...],
        about("The columns whose values, combined, make the quota cells.", ["region", "tier"]),
    ] = ()
    allocation: Annotated[
        Literal["proportional", "equal", "optimal"] | Mapping[str, Whole],
        about(
            "How the sample is shared between cells: as the audience is, alike, by how much the"
            " answers of the last year vary, or so many for each cell by its values with / between them.",
            "equal",
            {"north/gold": 40, "north/silver": 60},
        ),
    ] = "proportional"
    expect: Annotated[
        Fraction,
        about("The share of contacts expected to complete, until one is observed.", "18%"),
    ] = Decimal("0.2")

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.completes is not None and self.contacts is not None:
            message = "completes and contacts exclude each other"
            raise fault("conflict", message, "contacts", hint="Keep one of them.")
        return self


class Audience(Noun):
    """Whom the campaign reaches."""

    where: Annotated[
        Expression,
        about(
            "Who is meant: a condition over the columns of the base.",
            "status = 'active' and days_since(activated_on) >= 90",
        ),
    ] = "true"
    unless: Annotated[
        Mapping[str, Expression],
        about(
            "Who is left out after all: a reason, which the waterfall shows, and its condition.",
            {"open complaint": "history.open_follow_ups > 0"},
        ),
    ] = Field(default_factory=dict)
    segments: Annotated[
        tuple[Segment, ...],
        about(
            "Groups that are spoken to or counted apart; the first that matches wins.",
            [{"name": "vip", "where": "tier = 'gold'"}, {"name": "everyone"}],
        ),
    ] = ()
    sample: Annotated[
        Sample | None,
        about("How many are listed; everyone, if left out.", {"completes": 400, "per": ["region"]}),
    ] = None
    holdout: Annotated[
        Fraction,
        about(
            "The share that is never contacted, to compare with: chosen by a hash, so it stays.",
            "5%",
        ),
    ] = Decimal(0)
    order: Annotated[
        tuple[OrderColumn, ...],
        about(
            "Who comes first inside a quota cell: columns, a leading - for falling.", ["-spend_3m"]
        ),
    ] = ()

    @model_validator(mode="after")
    def _own_names(self) -> Self:
        refuse_twins([s.name for s in self.segments], "segments", key="name")
        return self

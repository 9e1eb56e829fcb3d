"""The centre file's nouns: what `outbound.yaml` says about the service centre."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from outbound.campaign.schema import Cap, Noun
from outbound.campaign.values import Identifier, Language, PhoneNumber, Text, ZoneName, fault


class Sender(Noun):
    """The numbers a sender uses, E.164; at least one."""

    call: PhoneNumber | None = None
    sms: PhoneNumber | None = None

    @model_validator(mode="after")
    def _has_a_number(self) -> Self:
        if self.call is None and self.sms is None:
            raise fault("missing-key", "a sender has a number for call, for sms, or for both")
        return self


class Process(Noun):
    """A business process that questions score; `departments` share it with weights that sum to 1."""

    title: Text
    weight: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    departments: Mapping[Identifier, Annotated[Decimal, Field(gt=0, le=1)]] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _shared_out_wholly(self) -> Self:
        total = sum(self.departments.values(), Decimal(0))
        if self.departments and abs(total - 1) > Decimal("0.001"):
            message = f"the departments' weights add up to {total}, not to 1"
            raise fault("bad-value", message, "departments")
        return self


class Columns(Noun):
    """Which column of the base means what; None where the base has no such column."""

    model_config = Noun.model_config | {"alias_generator": None}

    id: str = "subscriber_id"
    phone: str = "phone"
    name: str | None = "name"
    language: str | None = "language"
    zone: str | None = "zone"
    region: str | None = "region"
    tier: str | None = "tier"
    status: str | None = "status"
    activated_on: str | None = "activated_on"
    consent: Mapping[str, str] = Field(default_factory=dict)  # purpose -> boolean column


class BaseSource(Noun):
    """Where the base lies: the embedded engine over Parquet, or an Ibis URL and a table."""

    source: str = "duckdb"
    table: str = "db/base"
    columns: Columns = Columns()


class Costs(Noun):
    """What things cost, in one currency."""

    model_config = Noun.model_config | {"alias_generator": None}

    agent_hour: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    call_minute: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    sms: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    currency: str = "CNY"


class Centre(Noun):
    """The outbound service centre: its clock, languages, numbers, departments."""

    centre: Text
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zone: ZoneName
    languages: tuple[Language, ...] = Field(min_length=1)
    senders: Mapping[Identifier, Sender] = Field(default_factory=dict)
    departments: Mapping[Identifier, Text] = Field(default_factory=dict)
    processes: Mapping[Identifier, Process] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    base: BaseSource = BaseSource()
    costs: Costs = Costs()

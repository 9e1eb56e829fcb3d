"""The centre file's nouns: what `outbound.yaml` says about the service centre."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from outbound.campaign.schema import Cap, Noun
from outbound.campaign.values import Identifier, Language, Text


class Sender(Noun):
    """The numbers a sender uses, E.164; at least one."""

    call: str | None = None
    sms: str | None = None


class Process(Noun):
    """A business process that questions score; `departments` share it with weights that sum to 1."""

    title: Text
    weight: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    departments: Mapping[Identifier, Decimal] = Field(default_factory=dict)


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
    zone: str
    languages: tuple[Language, ...] = Field(min_length=1)
    senders: Mapping[Identifier, Sender] = Field(default_factory=dict)
    departments: Mapping[Identifier, Text] = Field(default_factory=dict)
    processes: Mapping[Identifier, Process] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    base: BaseSource = BaseSource()
    costs: Costs = Costs()

"""The centre file's nouns: what `outbound.yaml` says about the service centre."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from outbound.campaign.about import about
from outbound.campaign.contacting import Cap
from outbound.campaign.names import Department, PurposeName
from outbound.campaign.nouns import Noun
from outbound.campaign.numbers import Amount, PartOfAll, Weight, Whole
from outbound.campaign.spending import Country, Prefix, Spending
from outbound.campaign.values import (
    Hours,
    Identifier,
    Language,
    PhoneNumber,
    Text,
    ZoneName,
    fault,
)


class Sender(Noun):
    """The numbers a sender uses, E.164; at least one."""

    call: Annotated[
        PhoneNumber | None, about("The number that customers see when called.", "+861000000001")
    ] = None
    sms: Annotated[
        PhoneNumber | None, about("The number that messages come from.", "+861000000001")
    ] = None

    @model_validator(mode="after")
    def _has_a_number(self) -> Self:
        if self.call is None and self.sms is None:
            raise fault("missing-key", "a sender has a number for call, for sms, or for both")
        return self


class Process(Noun):
    """A business process that questions score; `departments` share it with weights that sum to 1."""

    title: Annotated[
        Text, about("What the process is called.", {"zh": "网络质量", "en": "Network quality"})
    ]
    weight: Annotated[
        Weight | None,
        about("Its share of the overall score.", 0.2),
    ] = None
    departments: Annotated[
        Mapping[Department, PartOfAll],
        about(
            "The departments that answer for it; their weights add up to 1.",
            {"network": 0.8, "marketing": 0.2},
        ),
    ] = Field(default_factory=dict)

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

    id: Annotated[str, about("The subscriber's own id, never used twice.", "subscriber_id")] = (
        "subscriber_id"
    )
    phone: Annotated[str, about("The phone number, E.164.", "msisdn")] = "phone"
    other_phones: Annotated[
        tuple[str, ...],
        about(
            "Further columns with numbers of the same person, in the order in which they are tried"
            " when a number turns out to be wrong.",
            ["home_phone", "work_phone"],
        ),
    ] = ()
    name: Annotated[str | None, about("What the customer is called.", "name")] = "name"
    language: Annotated[str | None, about("The language tag, such as zh.", "lang")] = "language"
    zone: Annotated[
        str | None, about("The subscriber's time zone; null: the centre's.", "zone")
    ] = "zone"
    region: Annotated[str | None, about("Where the subscriber lives.", "province")] = "region"
    tier: Annotated[str | None, about("The customer's grade.", "客户等级")] = "tier"
    status: Annotated[str | None, about("Whether the line is active.", "status")] = "status"
    activated_on: Annotated[str | None, about("The day the line began.", "joined_on")] = (
        "activated_on"
    )
    household: Annotated[
        str | None,
        about("The household, the same text for all who live together; for caps.", "household_id"),
    ] = None
    consent: Annotated[
        Mapping[PurposeName, str],
        about(
            "For a purpose the true-or-false column that says whether the person agreed.",
            {"survey": "agreed_calls", "marketing": "agreed_marketing"},
        ),
    ] = Field(default_factory=dict)


class AtWork(Noun):
    """When an agent is at work, and how many calls they may be promised for."""

    hours: Annotated[
        Hours | None,
        about("When the agent is at work; left out: whenever calls are made.", "Mo-Fr 09:00-13:00"),
    ] = None
    callbacks: Annotated[
        Annotated[Whole, Field(ge=0)] | None,
        about("How many callbacks the agent may be promised for in an hour at most.", 2),
    ] = None


class BaseSource(Noun):
    """Where the base lies: the embedded engine over Parquet, or an Ibis URL and a table."""

    source: Annotated[
        str,
        about(
            "The engine that holds the base: duckdb, embedded, or an Ibis URL.",
            "duckdb",
            "postgres://user@host/crm",
        ),
    ] = "duckdb"
    table: Annotated[
        str, about("A folder of Parquet files in the workspace, or a table's name.", "db/base")
    ] = "db/base"
    columns: Annotated[
        Columns, about("Which column means what.", {"phone": "msisdn", "zone": None})
    ] = Columns()


class Costs(Noun):
    """What things cost, in one currency."""

    model_config = Noun.model_config | {"alias_generator": None}

    agent_hour: Annotated[Amount, about("An agent's hour.", 60)] = Decimal(0)
    call_minute: Annotated[Amount, about("A minute on the phone.", 0.15)] = Decimal(0)
    sms: Annotated[Amount, about("One segment of a message.", 0.05)] = Decimal(0)
    currency: Annotated[str, about("The currency of all amounts.", "CNY")] = "CNY"


class Centre(Noun):
    """The outbound service centre: its clock, languages, numbers, departments."""

    centre: Annotated[
        Text,
        about("What the centre is called; scripts say it.", {"zh": "海港移动", "en": "Harbour"}),
    ]
    country: Annotated[
        str,
        Field(pattern=r"^[A-Z]{2}$"),
        about("The country whose rules for contacts hold, two capital letters.", "CN"),
    ]
    zone: Annotated[ZoneName, about("The centre's time zone.", "Asia/Shanghai")]
    languages: Annotated[
        tuple[Language, ...],
        Field(min_length=1),
        about("The languages that the centre speaks, the usual one first.", ["zh", "en"]),
    ]
    senders: Annotated[
        Mapping[Identifier, Sender],
        about(
            "The numbers that the centre calls and writes from, by name.",
            {"survey": {"call": "+861000000001", "sms": "+861000000001"}},
        ),
    ] = Field(default_factory=dict)
    departments: Annotated[
        Mapping[Identifier, Text],
        about(
            "The departments that own, approve, follow up and answer for processes.",
            {"network": {"zh": "网络部", "en": "Network"}},
        ),
    ] = Field(default_factory=dict)
    processes: Annotated[
        Mapping[Identifier, Process],
        about(
            "The business processes that questions score.",
            {"overall": {"title": {"zh": "总体满意度", "en": "Overall"}}},
        ),
    ] = Field(default_factory=dict)
    caps: Annotated[
        tuple[Cap, ...],
        about(
            "Limits for one person across all campaigns.",
            [
                {"purpose": "survey", "contacts": 1, "per": "90d"},
                {"household": True, "contacts": 3, "per": "7d"},
            ],
        ),
    ] = ()
    agents: Annotated[
        Mapping[str, AtWork],
        about(
            "Who works when, by account: what callbacks are promised by. Who is not named here is"
            " taken to be at work whenever calls are made.",
            {"lin": {"hours": "Mo-Fr 09:00-13:00", "callbacks": 2}},
        ),
    ] = Field(default_factory=dict)
    base: Annotated[
        BaseSource,
        about("Where the subscribers are.", {"table": "db/base", "columns": {"phone": "msisdn"}}),
    ] = BaseSource()
    costs: Annotated[
        Costs,
        about(
            "What things cost, for plans and reports.",
            {"agent_hour": 60, "call_minute": 0.15, "sms": 0.05, "currency": "CNY"},
        ),
    ] = Costs()
    spend: Annotated[
        Spending | None,
        about(
            "What calls and messages may cost at the most. The most that an attempt can cost is put"
            " aside before it is made; what it did not cost comes back when it is over.",
            {"day": 5000, "hour": 800, "countries": {"CN": 5000, "other": 0}},
        ),
    ] = None
    countries: Annotated[
        tuple[Country, ...],
        about(
            "The countries that are called and written to; if left out, the centre's own.", ["CN"]
        ),
    ] = ()
    refuse_prefixes: Annotated[
        tuple[Prefix, ...],
        about(
            "Numbers that begin like this are never called or written to, as expensive or abused.",
            ["+86170", "+8616"],
        ),
    ] = ()

    @property
    def reached_countries(self) -> tuple[str, ...]:
        """The countries that may be called and written to."""
        return self.countries or (self.country,)

"""The campaign file's nouns: what one campaign YAML says, validated and frozen.

Expressions stay texts here; `outbound.check` parses them against the columns that exist.
"""

from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from outbound.campaign.about import about
from outbound.campaign.contacting import Callbacks, CallStep, Cap, Contacting, SmsStep, Step
from outbound.campaign.names import Department, Expression, Extendable
from outbound.campaign.nouns import Channel, Mode, Noun, Pacing, Purpose, refuse_twins
from outbound.campaign.numbers import Amount, Whole
from outbound.campaign.questionnaire import Question, Survey
from outbound.campaign.sampling import Audience, Sample, Segment
from outbound.campaign.schedule import EventBuild, Schedule
from outbound.campaign.values import Duration, Identifier, ScriptName, Text

__all__ = [
    "Alert",
    "Audience",
    "CallStep",
    "Callbacks",
    "Campaign",
    "Cap",
    "Channel",
    "Contacting",
    "Evaluate",
    "EventBuild",
    "Mode",
    "Noun",
    "Offer",
    "Pacing",
    "Purpose",
    "Question",
    "Sample",
    "Schedule",
    "Segment",
    "SmsStep",
    "Step",
    "Survey",
]


MAX_FILES: Final = 8
"""How many files may extend each other in a row, the campaign's own included."""


class Alert(Noun):
    """What an answer opens."""

    when: Annotated[Expression, about("What must have been answered.", "overall <= 3")]
    follow_up: Annotated[
        Identifier,
        about(
            "What is opened: a campaign of purpose follow-up, or a work item of that name.",
            "recover",
        ),
    ]
    to: Annotated[Department, about("The department that takes it up.", "customer-service")]
    within: Annotated[Duration, about("How soon it must be done.", "24h")]


class Offer(Noun):
    """What may be granted in a retention talk."""

    id: Annotated[Identifier, about("Its name, in lists and reports.", "data-trial")]
    for_: Annotated[
        Expression | None, about("Who may be given it; everyone, if left out.", "data_gb_3m > 20")
    ] = None
    script: Annotated[ScriptName, about("The script that explains it.", "retention/offers/data")]
    value: Annotated[Amount, about("What one grant costs, in the centre's currency.", 30)]
    grant: Annotated[
        str,
        StringConstraints(pattern=r"^(agent|supervisor|department [a-z0-9_-]+)$"),
        about(
            "Who may grant it: agent, supervisor or department NAME.",
            "agent",
            "department marketing",
        ),
    ] = "agent"
    budget: Annotated[Amount, about("What all grants together may cost.", 20000)]
    counters: Annotated[
        tuple[str, ...],
        about("The reasons for leaving that it answers; those are shown first.", ["price"]),
    ] = ()
    title: Annotated[
        Text | None, about("What agents see.", {"zh": "流量试用", "en": "Data to try"})
    ] = None


class Evaluate(Noun):
    """How success is measured, and when."""

    success: Annotated[
        Expression,
        about("What is so of a subscriber where the campaign worked.", "status = 'active'"),
    ]
    after: Annotated[Duration, about("How long after the contact it is looked at.", "60d")]


class Campaign(Noun):
    """One campaign file; `id` is the file's stem, never written inside."""

    id: Identifier
    extends: Annotated[
        Extendable | None,
        Field(exclude=True),  # merged before this is read
        about(
            "A template or another campaign whose keys this file takes over, if it says nothing else."
            " Mappings merge key by key; everything else, lists too, is replaced whole; null removes"
            f" an inherited key. At most {MAX_FILES} files may extend each other in a row.",
            "templates/survey",
            "ten-point-satisfaction",
        ),
    ] = None
    title: Annotated[
        Text,
        about("What the campaign is called.", {"zh": "满意度调查", "en": "Satisfaction survey"}),
    ]
    purpose: Annotated[
        Purpose,
        about(
            "Why people are contacted; consent, caps and the country's rules differ by it.",
            "survey",
        ),
    ]
    owner: Annotated[
        Department | None, about("The department whose campaign it is.", "customer-service")
    ] = None
    approvals: Annotated[
        tuple[Department, ...],
        about("The departments that must sign before it is launched.", ["marketing", "network"]),
    ] = ()
    priority: Annotated[
        Whole,
        Field(ge=0, le=100),
        about("The higher wins a person whom two campaigns want.", 70),
    ] = 50
    schedule: Annotated[
        Schedule,
        about(
            "From when until when, and when lists are built.",
            {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
        ),
    ]
    audience: Annotated[
        Audience,
        about(
            "Whom the campaign reaches; everyone in the base, if left out.",
            {"where": "status = 'active'", "holdout": "5%"},
        ),
    ] = Audience()
    contact: Annotated[
        Contacting,
        about(
            "When, how and how often people are contacted.",
            {"hours": "Mo-Fr 09:00-18:00; PH off", "channels": [{"call": {"from": "survey"}}]},
        ),
    ]
    spend: Annotated[
        Amount | None,
        about(
            "What all its calls and messages together may cost, in the centre's currency; if left"
            " out, what the centre file allows each campaign.",
            2000,
        ),
    ] = None
    script: Annotated[
        ScriptName, about("The folder below scripts/ that holds what is said.", "satisfaction")
    ]
    survey: Annotated[
        Survey | None,
        about(
            "The questionnaire, if anything is asked.",
            {"questions": [{"id": "helped", "ask": "Did it help?", "answer": "yes-no"}]},
        ),
    ] = None
    alerts: Annotated[
        tuple[Alert, ...],
        about(
            "Answers that open a follow-up.",
            [
                {
                    "when": "overall <= 3",
                    "follow-up": "recover",
                    "to": "customer-service",
                    "within": "24h",
                }
            ],
        ),
    ] = ()
    offers: Annotated[
        tuple[Offer, ...],
        about(
            "What may be granted in a talk.",
            [
                {
                    "id": "data-trial",
                    "script": "retention/offers/data",
                    "value": 30,
                    "budget": 20000,
                }
            ],
        ),
    ] = ()
    evaluate: Annotated[
        Evaluate | None,
        about(
            "How success is measured, those contacted against those held out.",
            {"success": "status = 'active'", "after": "60d"},
        ),
    ] = None

    @model_validator(mode="after")
    def _own_offers(self) -> Self:
        refuse_twins([offer.id for offer in self.offers], "offers", key="id")
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, none where the campaign only tells."""
        return self.survey.questions if self.survey else ()

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)

    def script_for(self, segment: str) -> str:
        """The script's name for a segment: its own, or the campaign's."""
        own = next((s.script for s in self.audience.segments if s.name == segment), None)
        return own or self.script

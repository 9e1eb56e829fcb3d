"""The questionnaire: what is asked, when, in which modes, and what the answers count for."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from outbound.campaign.about import about
from outbound.campaign.names import AnswerCode, Expression, ProcessName
from outbound.campaign.nouns import Mode, Noun, refuse_twins
from outbound.campaign.values import AnswerForm, AnswerKind, Identifier, Text, fault


class Question(Noun):
    """One item of the questionnaire."""

    id: Annotated[
        Identifier,
        about('Its name: in scripts as ask("overall"), in conditions, in the results.', "overall"),
    ]
    ask: Annotated[
        Text,
        about(
            "The question, word for word.",
            {"zh": "您给我们的服务打几分？", "en": "How do you rate our service?"},
        ),
    ]
    answer: Annotated[
        AnswerKind,
        about(
            "What kind of answer it takes: scale A-B, yes-no, one-of, many-of, number, text or date.",
            "scale 1-10",
        ),
    ]
    when: Annotated[
        Expression | None,
        about("Ask only if this holds; over the answers so far and the columns.", "overall <= 6"),
    ] = None
    process: Annotated[
        ProcessName | None, about("The business process that the score counts for.", "overall")
    ] = None
    measure: Annotated[
        Literal["score", "nps", "ces"] | None,
        about("What is reckoned from it; nps is the recommendation question from 0 to 10.", "nps"),
    ] = None
    options: Annotated[
        Mapping[str, Text],
        about(
            "The answers of one-of and many-of: a name each, and how it is said.",
            {"price": {"zh": "资费", "en": "price"}, "network": {"zh": "网络", "en": "network"}},
        ),
    ] = Field(default_factory=dict)
    modes: Annotated[
        tuple[Mode, ...],
        about("The modes in which it is asked; in the others it is passed over.", ["agent", "sms"]),
    ] = (Mode.AGENT, Mode.VOICE, Mode.SMS, Mode.WEB)
    do: Annotated[
        Text | None,
        about(
            "What the agent does here, not says.", {"zh": "先听完。", "en": "Listen to the end."}
        ),
    ] = None
    skip: Annotated[
        Text | None,
        about(
            'The words of an answer "does not apply": kept as such, never a score.',
            {"zh": "没用过", "en": "never used it"},
        ),
    ] = None
    code: Annotated[
        AnswerCode | None,
        about("Of a yes-no by SMS the one reply that says yes; the question names it.", "1"),
    ] = None
    core: Annotated[
        StrictBool, about("Whether it must be answered for a partial response to count.", False)
    ] = True
    rotate: Annotated[
        Identifier | None,
        about("A rotation group: of its questions each person is asked one.", "detail"),
    ] = None

    @model_validator(mode="after")
    def _code_of_a_yes(self) -> Self:
        if self.code is not None and self.answer.form is not AnswerForm.YES_NO:
            message = f"an answer {self.answer} takes no code"
            hint = "Only yes-no has one reply that says yes."
            raise fault("conflict", message, "code", hint=hint)
        return self


class Survey(Noun):
    """The questionnaire."""

    questions: Annotated[
        tuple[Question, ...],
        Field(min_length=1),
        about(
            "The questions, in the order in which they are asked.",
            [{"id": "overall", "ask": "How do you rate us?", "answer": "scale 1-10"}],
        ),
    ]
    resume: Annotated[
        StrictBool, about("Whether a response that broke off goes on in the next step.", True)
    ] = False

    @model_validator(mode="after")
    def _own_ids(self) -> Self:
        refuse_twins([q.id for q in self.questions], "questions", key="id")
        return self

"""A campaign's life as one total table: what every step does in every state, and who may take it.

Draft, checked and approved are never stored: before the launch they follow from what the files say
and who has signed them. From the launch on the state is the campaign row's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from db.tables import CampaignState
from outbound.engine.life.actor import Actor, Machine, Role, Who
from outbound.errors import RefusedError


class Step(Enum):
    """What can be done to a campaign, by a person or by the engine."""

    CHECK = "check"
    APPROVE = "approve"
    WITHDRAW = "withdraw"  # a department takes its signature back
    CHANGE = "change"  # a file that it will use is edited
    LAUNCH = "launch"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    SPEND = "spend"  # its time, its goal or its list is used up
    SETTLE = "settle"  # nothing is open any more


@dataclass(frozen=True)
class Refused:
    """A dead end of the table: why, and the command that leads further, if there is one."""

    why: str
    hint: str = ""


S = CampaignState
Rows = Mapping[Step, CampaignState | Refused]

_ERRORS: Final = Refused("the check finds errors in its files", "outbound check")
_NOT_LAUNCHED: Final = Refused("it was never launched", "outbound launch {campaign}")
_UNLAUNCHED: Final[Rows] = dict.fromkeys(
    (Step.PAUSE, Step.RESUME, Step.STOP, Step.SPEND, Step.SETTLE), _NOT_LAUNCHED
)


def _launched(state: CampaignState) -> Rows:
    """What no launched campaign is moved by: it runs on what was signed, whatever the files say."""
    signed = Refused("it runs on what was signed before its launch")
    return {
        Step.CHECK: state,
        Step.CHANGE: state,
        Step.APPROVE: signed,
        Step.WITHDRAW: signed,
        Step.LAUNCH: Refused("a campaign is launched once", "outbound init --from {campaign}"),
    }


_ENDING: Final = Refused("it starts nothing new any more")
_OVER: Final = dict.fromkeys(
    (Step.PAUSE, Step.RESUME, Step.STOP, Step.SPEND, Step.SETTLE),
    Refused("nothing more can be done to it"),
)

TABLE: Final[Mapping[CampaignState, Rows]] = {
    S.DRAFT: {
        Step.CHECK: S.CHECKED,  # if it finds no error, else it stays
        Step.CHANGE: S.DRAFT,
        Step.APPROVE: _ERRORS,
        Step.WITHDRAW: S.DRAFT,
        Step.LAUNCH: _ERRORS,
        **_UNLAUNCHED,
    },
    S.CHECKED: {
        Step.CHECK: S.CHECKED,
        Step.CHANGE: S.DRAFT,  # until it is checked again
        Step.APPROVE: S.APPROVED,  # with the last signature; until then it stays
        Step.WITHDRAW: S.CHECKED,
        Step.LAUNCH: Refused("a signature is missing", "outbound status {campaign}"),
        **_UNLAUNCHED,
    },
    S.APPROVED: {
        Step.CHECK: S.APPROVED,
        Step.CHANGE: S.DRAFT,  # the signatures are void: they name another content
        Step.APPROVE: S.APPROVED,  # signing twice is signing once
        Step.WITHDRAW: S.CHECKED,
        Step.LAUNCH: S.RUNNING,
        **_UNLAUNCHED,
    },
    S.RUNNING: {
        **_launched(S.RUNNING),
        Step.PAUSE: S.PAUSED,
        Step.RESUME: Refused("it goes on already"),
        Step.STOP: S.STOPPING,
        Step.SPEND: S.FINISHING,
        Step.SETTLE: Refused("it still has something to start"),
    },
    S.PAUSED: {
        **_launched(S.PAUSED),
        Step.PAUSE: Refused("it rests already"),
        Step.RESUME: S.RUNNING,
        Step.STOP: S.STOPPING,
        Step.SPEND: S.FINISHING,  # dates do not wait for those who pause
        Step.SETTLE: Refused("it still has something to start"),
    },
    S.FINISHING: {
        **_launched(S.FINISHING),
        Step.PAUSE: _ENDING,
        Step.RESUME: _ENDING,
        Step.STOP: S.STOPPING,
        Step.SPEND: _ENDING,
        Step.SETTLE: S.FINISHED,
    },
    S.STOPPING: {
        **_launched(S.STOPPING),
        Step.PAUSE: _ENDING,
        Step.RESUME: _ENDING,
        Step.STOP: _ENDING,
        Step.SPEND: _ENDING,
        Step.SETTLE: S.STOPPED,
    },
    S.FINISHED: {**_launched(S.FINISHED), **_OVER},
    S.STOPPED: {**_launched(S.STOPPED), **_OVER},
}
"""Every step in every state; what moves nothing leads back to where it came from."""

_ALL: Final = frozenset(Role) - {Role.AGENT} | frozenset(Machine)
_OPERATOR: Final = frozenset[Who]({Machine.OPERATOR})
_SIGNING: Final = frozenset[Who]({Role.APPROVER, Role.MANAGER, Machine.OPERATOR})
_MANAGING: Final = frozenset[Who]({Role.MANAGER, Machine.OPERATOR})
_SUPERVISING: Final = frozenset[Who]({Role.SUPERVISOR, Role.MANAGER, Machine.OPERATOR})
_ITSELF: Final = frozenset[Who]({Machine.ENGINE, Machine.OPERATOR})

WHO: Final[Mapping[Step, frozenset[Who]]] = {
    Step.CHECK: _ALL,
    Step.CHANGE: _OPERATOR,  # files are edited where they lie, never in the browser
    Step.APPROVE: _SIGNING,  # a person for their own department only
    Step.WITHDRAW: _SIGNING,
    Step.LAUNCH: _MANAGING,
    Step.PAUSE: _SUPERVISING | {Machine.ENGINE},  # a limit pauses, but never resumes
    Step.RESUME: _SUPERVISING,
    Step.STOP: _MANAGING,
    Step.SPEND: _ITSELF,
    Step.SETTLE: _ITSELF,
}
"""Who may take which step; an agent none."""

BY_PEOPLE: Final = (
    Step.APPROVE, Step.WITHDRAW, Step.LAUNCH, Step.PAUSE, Step.RESUME, Step.STOP,
)  # fmt: skip
"""The steps that a person takes with a command or a button, in the order of a campaign's life."""


def moved(state: CampaignState, step: Step, campaign: str) -> CampaignState:
    """The state that the step leads to. Raises RefusedError at the table's dead ends."""
    target = TABLE[state][step]
    if isinstance(target, CampaignState):
        return target
    onward = " or ".join(each.value for each in possible(state))
    raise RefusedError(
        f"Cannot {step.value} {campaign}: it is {state.value}, {target.why}.",
        hint=target.hint.format(campaign=campaign)
        or (f"From here one may {onward}." if onward else "Nothing more can be done to it."),
    )


def possible(state: CampaignState) -> tuple[Step, ...]:
    """The steps that people may take from here."""
    return tuple(step for step in BY_PEOPLE if isinstance(TABLE[state][step], CampaignState))


def may(actor: Actor, step: Step) -> bool:
    """Whether their role lets them take such a step at all."""
    return actor.role in WHO[step]


def permit(actor: Actor, step: Step, campaign: str) -> None:
    """Raises RefusedError, naming those who may, where the actor's role may not take the step."""
    if may(actor, step):
        return
    others = sorted(who.value for who in WHO[step] if isinstance(who, Role))
    raise RefusedError(
        f"{actor.name} may not {step.value} {campaign}: {actor.role.value} is not a role that does.",
        hint=f"Ask a {' or a '.join(others)}." if others else "It happens by itself.",
    )

"""The plan at launch: what it refuses is not launched unless somebody insists, and it is kept to compare with."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from outbound.engine.context import Engine
from outbound.engine.lists.planning import plan
from outbound.errors import OutboundError, RefusedError, StoreError
from outbound.forecast.nouns import Refusal


class Planning(Enum):
    """How much a campaign's plan has to say when it is launched."""

    BINDING = "binding"  # what cannot be met is not launched
    ADVISORY = "advisory"  # somebody insists; the plan is kept all the same
    NONE = "none"  # none is made: a simulation is a forecast itself


@dataclass(frozen=True)
class LaunchPlan:
    """The plan as it is kept, None where there is none; `said` is what the launch's step tells of it."""

    plan: dict[str, Any] | None
    said: str = ""


def plan_at_launch(
    engine: Engine, campaign_id: str, now: datetime, planning: Planning
) -> LaunchPlan:
    """The plan that a launch keeps. One that cannot be made, such as without a base, hinders nothing.

    Raises RefusedError where the plan binds and refuses.
    """
    if planning is Planning.NONE:
        return LaunchPlan(None)
    try:
        made = plan(engine, campaign_id, now)
    except StoreError:
        raise
    except OutboundError as failure:
        return LaunchPlan(None, f"without a plan: {failure.message}")
    if not made.refusals:
        return LaunchPlan(made.as_json())
    if planning is Planning.BINDING:
        raise _refused(campaign_id, made.refusals)
    return LaunchPlan(made.as_json(), f"despite its plan: {_told(made.refusals)}")


def _refused(campaign_id: str, refusals: tuple[Refusal, ...]) -> RefusedError:
    mends = [refusal.hint for refusal in refusals if refusal.hint]
    insist = f"To go on all the same: outbound launch {campaign_id} --despite-plan"
    return RefusedError(
        f"The plan of {campaign_id} cannot be met. {_told(refusals)}",
        hint="; ".join([*mends, insist]),
    )


def _told(refusals: tuple[Refusal, ...]) -> str:
    return " ".join(refusal.message for refusal in refusals)

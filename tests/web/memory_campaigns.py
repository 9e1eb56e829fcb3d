"""Campaigns in memory, with the manners of the real ones: what may be done when and by whom is the engine's own."""

from dataclasses import dataclass, field, replace

from db.tables import CampaignState
from outbound.clock import Clock
from outbound.engine.campaigns.changes import FileChange
from outbound.engine.campaigns.standing import Standing
from outbound.engine.life.history import LifeStep
from outbound.engine.life.transitions import Step, moved, possible
from outbound.engine.pages.campaign_view import (
    CampaignFiles,
    CampaignList,
    CampaignPicture,
    CampaignProgress,
    Goal,
    KeptPlan,
)
from outbound.engine.pages.rehearsing import Rehearsal, RehearsalChoice, RehearsalTurn
from outbound.engine.people.session_view import UserView
from outbound.engine.scripts.script_view import ScriptChoice, ScriptPage
from outbound.errors import NotFoundError, ProblemsError, RefusedError
from outbound.forecast.nouns import Range
from outbound.rehearsal.nouns import Line, Manner
from outbound.score.report.nouns import Report
from tests.web import campaigns_world as told
from tests.web import world

S = CampaignState
STATES = {
    "ten-point-satisfaction": S.RUNNING,
    "churn-retention": S.RUNNING,
    "checked": S.CHECKED,
    "changed": S.CHECKED,
    "broken": S.DRAFT,
    "over": S.FINISHED,
}


@dataclass
class MemoryCampaigns:
    """Every campaign of `STATES`; `acts` remembers what was done, `failure` is raised by whatever is asked,
    `unmet` says that no plan can be met."""

    clock: Clock
    states: dict[str, CampaignState] = field(default_factory=lambda: dict(STATES))
    signed: dict[str, set[str]] = field(default_factory=dict)
    acts: list[tuple[str, str, str, str]] = field(default_factory=list)
    failure: Exception | None = None
    unmet: bool = False

    def every(self) -> CampaignList:
        if self.failure:
            raise self.failure
        return CampaignList(self.clock.now(), tuple(self.one(name).line for name in self.states))

    def one(self, campaign_id: str) -> CampaignPicture:
        if self.failure:
            raise self.failure
        standing = self._standing(campaign_id)
        steps = tuple(
            LifeStep(self.clock.now(), step, "running", "paused", by, reason, told.HASH)
            for name, step, by, reason in self.acts
            if name == campaign_id
        )
        line = told.line(campaign_id, standing.state, missing=standing.missing)
        if campaign_id == "ten-point-satisfaction":
            goal = Goal("completes", 115, 400, Range(390, 370, 412), 130.0)
            line = replace(line, goal=goal, changed=True)
        if campaign_id == "broken":
            line = replace(line, title=None, purpose="", starts=None, ends=None, goal=None, errors=2, warnings=1)  # fmt: skip
        return CampaignPicture(line, standing, steps)

    def _standing(self, name: str) -> Standing:
        if name not in self.states:
            raise NotFoundError(f"There is no campaign {name}.", where="campaigns/")
        state, signed = self.states[name], self.signed.get(name, set())
        base = told.standing(name, state, allowed=possible(state))
        valid = tuple(told.signature(each, "max") for each in sorted(signed))
        if name == "broken":
            return replace(base, content_hash="", errors=told.PROBLEMS[:2], missing=())
        if name == "changed":
            void = told.signature("network", "app", valid=False)
            valid = (*valid, *(() if "network" in signed else (void,)))
            base = replace(base, changed=("scripts/satisfaction/agent.zh.md.j2",))
        return replace(
            base, signatures=valid, missing=tuple(d for d in base.missing if d not in signed)
        )

    def changes(self, campaign_id: str) -> tuple[FileChange, ...]:
        return told.CHANGES if self._standing(campaign_id).changed else ()

    def plan(self, campaign_id: str) -> KeptPlan:
        self._refuse_broken(campaign_id)
        return KeptPlan(told.plan(campaign_id, self.clock.now()), self.clock.now())

    def script(self, campaign_id: str, choice: ScriptChoice, user: UserView) -> ScriptPage:
        self._refuse_broken(campaign_id)
        if choice.subscriber == "nobody":
            raise NotFoundError("No subscriber 'nobody' in the base.")
        return told.script(choice.segment, choice.language, choice.subscriber)

    def rehearse(self, campaign_id: str, choice: RehearsalChoice, user: UserView) -> Rehearsal:
        self._refuse_broken(campaign_id)
        page = told.script(choice.listener.segment, choice.listener.language, "")
        turns = tuple(
            RehearsalTurn(typed, (Line(Manner.STORE, f"overall = {typed}"),), taken=typed != "?")
            for typed in choice.typed
        )
        return Rehearsal(
            choice.mode or "agent", ("agent", "sms"), page.listener, choice.at or self.clock.now(),
            (Line(Manner.SAY, "Hello."), Line(Manner.ASK, "How satisfied are you?", "overall")), turns,
            len(turns) > 2, (("1, 2, 3", "answer overall"),), {"closed": "refused", "answers": {"overall": 8}},
        )  # fmt: skip

    def files(self, campaign_id: str) -> CampaignFiles:
        return told.files(campaign_id)

    def progress(self, campaign_id: str) -> CampaignProgress:
        self._standing(campaign_id)
        states = dict.fromkeys(world.TITLES, "running") | {
            n: s.value for n, s in self.states.items()
        }
        band = world.floor(self.clock.now(), states).bands[0]
        goal = Goal("completes", 115, 400, Range(390, 370, 412), 130.0)
        return CampaignProgress(
            self.clock.now(), band, goal, {"completed": 115, "no-answer": 160, "open": 3}, {"complete": 115, "partial": 4},
        )  # fmt: skip

    def report(self, campaign_id: str) -> Report:
        self._standing(campaign_id)
        return told.report(campaign_id, self.clock.now())

    def sign(self, campaign_id: str, user: UserView, seen: str) -> None:
        standing = self._standing(campaign_id)
        if seen != standing.content_hash:
            raise RefusedError("Its files have changed since you looked.")
        moved(standing.state, Step.APPROVE, campaign_id)
        if user.department not in ("marketing", "network"):
            raise RefusedError(f"{campaign_id} does not ask {user.department} to approve it.")
        self.signed.setdefault(campaign_id, set()).add(user.department)
        self.acts.append((campaign_id, "approve", user.id, user.department))
        if not self._standing(campaign_id).missing:
            self.states[campaign_id] = S.APPROVED

    def withdraw(self, campaign_id: str, user: UserView, reason: str) -> None:
        self.states[campaign_id] = moved(self._standing(campaign_id).state, Step.WITHDRAW, campaign_id)  # fmt: skip
        self.signed[campaign_id].discard(user.department)
        self.acts.append((campaign_id, "withdraw", user.id, reason))

    def launch(self, campaign_id: str, user: UserView, *, despite_plan: bool) -> None:
        if not despite_plan and self.unmet:
            raise RefusedError(f"The plan of {campaign_id} cannot be met. Too few people.")
        self._move(campaign_id, Step.LAUNCH, user, "")

    def change(self, campaign_id: str, step: str, user: UserView, reason: str) -> None:
        self._move(campaign_id, Step(step), user, reason)

    def _move(self, campaign_id: str, step: Step, user: UserView, reason: str) -> None:
        standing = self._standing(campaign_id)
        self.states[campaign_id] = moved(standing.state, step, campaign_id)
        self.acts.append((campaign_id, step.value, user.id, reason))

    def _refuse_broken(self, campaign_id: str) -> None:
        standing = self._standing(campaign_id)
        if standing.errors:
            raise ProblemsError(standing.errors)

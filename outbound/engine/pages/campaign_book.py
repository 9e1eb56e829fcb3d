"""Everything that the campaigns' pages ask: read from files and store, kept while neither has changed."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Final

from sqlmodel import func, select

from db.tables import Approval, CampaignEvent, CampaignRow
from outbound.audience.base import Base
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.changes import FileChange, since_launch, since_signing
from outbound.engine.campaigns.launch_plan import Planning
from outbound.engine.campaigns.standing import Standing, standing, standings
from outbound.engine.context import Engine
from outbound.engine.figures import day_report
from outbound.engine.life.actor import Actor, Role
from outbound.engine.life.history import steps
from outbound.engine.life.transitions import Step
from outbound.engine.lists import planning
from outbound.engine.pages import overview
from outbound.engine.pages.campaign_files import CheckedFile, CheckedFiles
from outbound.engine.pages.campaign_text import campaign_files
from outbound.engine.pages.campaign_view import (
    CampaignFiles,
    CampaignList,
    CampaignPicture,
    CampaignProgress,
    KeptPlan,
)
from outbound.engine.pages.rehearsing import Rehearsal, RehearsalChoice, rehearse
from outbound.engine.people.session_view import UserView
from outbound.engine.running import Running
from outbound.engine.scripts.listening import Teller
from outbound.engine.scripts.script_reading import draft, script_page
from outbound.engine.scripts.script_view import ScriptChoice, ScriptPage
from outbound.errors import NotFoundError, OutboundError, ProblemsError, RefusedError
from outbound.forecast.nouns import Range
from outbound.score.report.nouns import Report

PLANS_KEPT: Final = 64


@dataclass
class CampaignBook:
    """The service that `outbound.web.service` declares; see there for what each method promises."""

    engine: Engine
    _files: CheckedFiles = field(init=False)
    _plans: OrderedDict[tuple[object, ...], KeptPlan] = field(default_factory=OrderedDict)
    _planning: Lock = field(default_factory=Lock)
    _standings: dict[str, tuple[object, Standing]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._files = CheckedFiles(self.engine.workspace)

    def every(self) -> CampaignList:
        """Every campaign that has a file or was launched."""
        forecasts = self._forecasts()
        lines = [
            overview.line(self.engine, found, self._file(found.campaign), forecasts)
            for found in self._all_standings()
        ]
        return CampaignList(self._now, overview.ranked(lines))

    def one(self, campaign_id: str) -> CampaignPicture:
        """One campaign: its line, its standing, the steps of its life."""
        found = self._standing(campaign_id)
        line = overview.line(self.engine, found, self._file(campaign_id), self._forecasts())
        return CampaignPicture(line, found, steps(self.engine, campaign_id))

    def changes(self, campaign_id: str) -> tuple[FileChange, ...]:
        """What the files say otherwise than what runs, or than what was signed last."""
        found = self._standing(campaign_id)
        if not found.changed:
            return ()
        since = since_signing if found.launched_at is None else since_launch
        try:
            return since(self.engine, campaign_id)
        except OutboundError:
            return ()  # the files cannot be read now: the problems tell

    def progress(self, campaign_id: str) -> CampaignProgress:
        """How a launched campaign comes along."""
        return overview.progress(self.engine, campaign_id, self._forecasts())

    def plan(self, campaign_id: str) -> KeptPlan:
        """The plan of this hour: of the present content and base, computed once."""
        found = self._standing(campaign_id)
        _refuse_broken(found)
        hour = self._now.replace(minute=0, second=0, microsecond=0)
        key = (campaign_id, found.content_hash, self._files.base_stamp(), hour)
        with self._planning:
            if key not in self._plans:
                made = planning.plan(self.engine, campaign_id, self._now)
                self._plans[key] = KeptPlan(made, self._now)
            while len(self._plans) > PLANS_KEPT:
                self._plans.popitem(last=False)
            return self._plans[key]

    def script(self, campaign_id: str, choice: ScriptChoice, user: UserView) -> ScriptPage:
        """The script for one listener, told by the user."""
        running, launched = self._running(campaign_id)
        teller = Teller(user.name, self._now)
        return script_page(running, self._base(), choice, teller, launched=launched)

    def rehearse(self, campaign_id: str, choice: RehearsalChoice, user: UserView) -> Rehearsal:
        """The script talked through as far as it was typed, the user being the agent."""
        running, _ = self._running(campaign_id)
        return rehearse(running, self._base(), choice, Teller(user.name, self._now))

    def report(self, campaign_id: str) -> Report:
        """The campaign's report as it stands."""
        self.engine.running.named(campaign_id)
        return day_report.gathered(self.engine, [campaign_id])

    def files(self, campaign_id: str) -> CampaignFiles:
        """The campaign's files with their problems in place."""
        checked = self._files.named(campaign_id, self._now)
        return campaign_files(self.engine.workspace, checked)

    def sign(self, campaign_id: str, user: UserView, seen: str) -> None:
        """Sign for the user's own department what they have seen, and nothing else."""
        if standing(self.engine, campaign_id).content_hash != seen:
            raise RefusedError(
                "Its files have changed since you looked.", hint="Look at them again, then sign."
            )
        lifecycle.approve(self.engine, campaign_id, user.department, actor_of(user))

    def withdraw(self, campaign_id: str, user: UserView, reason: str) -> None:
        """Take the own department's signature back."""
        lifecycle.withdraw(self.engine, campaign_id, user.department, actor_of(user), reason)

    def launch(self, campaign_id: str, user: UserView, *, despite_plan: bool) -> None:
        """Start the campaign on its present content; one whose plan cannot be met only on insisting."""
        weight = Planning.ADVISORY if despite_plan else Planning.BINDING
        lifecycle.launch(self.engine, campaign_id, actor_of(user), weight)

    def change(self, campaign_id: str, step: str, user: UserView, reason: str) -> None:
        """Pause, resume or stop it."""
        lifecycle.change(self.engine, campaign_id, Step(step), actor_of(user), reason)

    @property
    def _now(self) -> datetime:
        return self.engine.clock.now()

    def _file(self, campaign_id: str) -> CheckedFile | None:
        try:
            return self._files.named(campaign_id, self._now)
        except NotFoundError:
            return None  # launched, and its file has gone since

    def _all_standings(self) -> list[Standing]:
        """Every standing; read anew once a file, a signature or a state has changed."""
        key = self._key()
        known = {*self.engine.workspace.campaign_ids(), *self._launched()}
        if any(self._standings.get(name, (None,))[0] != key for name in known):
            fresh = {found.campaign: (key, found) for found in standings(self.engine)}
            self._standings.update(fresh)
        return [self._standings[name][1] for name in sorted(known) if name in self._standings]

    def _standing(self, campaign_id: str) -> Standing:
        """One standing, read anew likewise. Raises NotFoundError."""
        key, kept = self._key(), self._standings.get(campaign_id)
        if kept is None or kept[0] != key:
            kept = self._standings[campaign_id] = (key, standing(self.engine, campaign_id))
        return kept[1]

    def _key(self) -> object:
        """What changes with every file, signature and step of a campaign's life."""
        with self.engine.store.read() as session:
            last = session.exec(select(func.max(CampaignEvent.id))).one()
            signed = session.exec(select(func.count()).select_from(Approval)).one()
        return self._files.stamp(self._now), last, signed

    def _launched(self) -> list[str]:
        with self.engine.store.read() as session:
            return list(session.exec(select(CampaignRow.id)))

    def _forecasts(self) -> dict[str, Range]:
        """Of each campaign the latest plan that is kept."""
        kept = [each.plan for each in list(self._plans.values())]
        return {plan.campaign: plan.forecast.completes for plan in kept}

    def _running(self, campaign_id: str) -> tuple[Running, bool]:
        """The campaign as it runs; before the launch as it would, from its files."""
        if self._standing(campaign_id).launched_at is not None:
            return self.engine.running.named(campaign_id), True
        return draft(self.engine.workspace, campaign_id), False

    def _base(self) -> Base | None:
        """The base; None where nothing was imported yet."""
        try:
            return Base.open(self.engine.workspace)
        except NotFoundError:
            return None


def actor_of(user: UserView) -> Actor:
    """The signed-in user as one who takes steps."""
    return Actor(user.id, Role(user.role), user.department)


def _refuse_broken(found: Standing) -> None:
    if not found.content_hash:
        raise ProblemsError(found.errors)

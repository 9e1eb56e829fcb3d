"""What the web asks of the engine: one seam, declared here by its only caller.

Every method may raise StoreError; those of one contact or person NotFoundError; all acts RefusedError
where a rule or the present state forbids them. All are safe to call from several threads at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from outbound.campaign.centre import Centre
from outbound.clock import Clock
from outbound.engine.campaigns.changes import FileChange
from outbound.engine.desk.desk_view import Desk
from outbound.engine.floor_view import Floor, Health
from outbound.engine.pages.campaign_view import (
    CampaignFiles,
    CampaignList,
    CampaignPicture,
    CampaignProgress,
    KeptPlan,
)
from outbound.engine.pages.person_view import Person
from outbound.engine.pages.rehearsing import Rehearsal, RehearsalChoice
from outbound.engine.people.session_view import SessionView, SignedIn, UserView
from outbound.engine.scripts.script_view import ScriptChoice, ScriptPage
from outbound.score.report.nouns import Report
from outbound.settings import Settings


class Sessions(Protocol):
    """Signing in and out."""

    def sign_in(self, account: str, password: str, address: str) -> SignedIn:
        """A new session. Raises RefusedError, in the same words for an unknown account as for a
        wrong password, and when the account or the address has tried too often."""
        ...

    def session(self, secret: str) -> SessionView | None:
        """The session of a cookie's secret; None once idle for 30 minutes or 12 hours old."""
        ...

    def sign_out(self, secret: str) -> None:
        """End the session; the desk of an agent is left as away. Unknown secrets are ignored."""
        ...


class DeskService(Protocol):
    """An agent's work. Each act returns the desk as it stands afterwards."""

    def desk(self, agent_id: str) -> Desk:
        """The agent's desk now."""
        ...

    def ready(self, agent_id: str) -> Desk:
        """Give me the next contact as soon as there is one."""
        ...

    def take_break(self, agent_id: str) -> Desk:
        """No more contacts until ready again. RefusedError while one is in hand."""
        ...

    def answer(self, agent_id: str, attempt_id: str, question_id: str, raw: str) -> Desk:
        """Store one answer, or its correction. InputError, saying why, if it is not understood."""
        ...

    def grant(self, agent_id: str, attempt_id: str, offer_id: str) -> Desk:
        """Grant an offer the customer accepted."""
        ...

    def hang_up(self, agent_id: str, attempt_id: str) -> Desk:
        """End the call; the outcome is named afterwards."""
        ...

    def callback_windows(self, agent_id: str, attempt_id: str) -> list[tuple[datetime, datetime]]:
        """When a callback may be promised: spans inside the hours in which agents have time, first one
        first, on the customer's own clock."""
        ...


class Finish(Protocol):
    """The end of a contact, as the agent names it."""

    def finish(
        self,
        agent_id: str,
        attempt_id: str,
        outcome: str,
        note: str,
        callback: datetime | None,
        scope: str | None,
    ) -> Desk:
        """Name the outcome. `callback` is the start of a window offered by `callback_windows`;
        `scope` (all, or purpose:NAME) what a hard refusal covers. What an outcome turns on follows it
        after a colon: language-barrier:en, refused:by-someone-else. The desk's `last` says what next."""
        ...


class Supervision(Protocol):
    """The floor, and the story of one person."""

    def floor(self) -> Floor:
        """All that is going on."""
        ...

    def health(self) -> Health:
        """Whether the parts below answer; raises nothing."""
        ...

    def person(self, subscriber_id: str) -> Person:
        """All that was decided and done about one subscriber."""
        ...


class CampaignReading(Protocol):
    """What campaigns are, look and sound like. NotFoundError for one that has neither file nor launch."""

    def every(self) -> CampaignList:
        """All campaigns, drafts whose files do not load among them."""
        ...

    def one(self, campaign_id: str) -> CampaignPicture:
        """One campaign: its line of the list, where it stands, the steps of its life."""
        ...

    def changes(self, campaign_id: str) -> tuple[FileChange, ...]:
        """What its files say otherwise than what runs, or than what was signed last."""
        ...

    def plan(self, campaign_id: str) -> KeptPlan:
        """What it would do, or will do from now; ProblemsError where its files have errors.

        Computed at most once an hour for the same content and base.
        """
        ...

    def script(self, campaign_id: str, choice: ScriptChoice, user: UserView) -> ScriptPage:
        """Its script for one listener in every mode, told by the user. ProblemsError as above."""
        ...

    def rehearse(self, campaign_id: str, choice: RehearsalChoice, user: UserView) -> Rehearsal:
        """Its script talked through as far as was typed, the user being the agent; nothing is kept."""
        ...

    def files(self, campaign_id: str) -> CampaignFiles:
        """Its files with their problems in place."""
        ...


class CampaignResults(Protocol):
    """What came of a launched campaign; RefusedError for one that was not."""

    def progress(self, campaign_id: str) -> CampaignProgress:
        """How it comes along."""
        ...

    def report(self, campaign_id: str) -> Report:
        """Its report as it stands."""
        ...


class CampaignActs(Protocol):
    """What a user does to a campaign, as far as role, department and its state allow."""

    def sign(self, campaign_id: str, user: UserView, seen: str) -> None:
        """Sign for the user's department. RefusedError if its content is no longer the hash `seen`."""
        ...

    def withdraw(self, campaign_id: str, user: UserView, reason: str) -> None:
        """Take the signature of the user's department back."""
        ...

    def launch(self, campaign_id: str, user: UserView, *, despite_plan: bool) -> None:
        """Start it on its present content, which is kept whole with its plan.

        RefusedError where the plan cannot be met, unless the user insists with `despite_plan`.
        """
        ...

    def change(self, campaign_id: str, step: str, user: UserView, reason: str) -> None:
        """Pause, resume or stop it."""
        ...


class Campaigns(CampaignReading, CampaignResults, CampaignActs, Protocol):
    """Campaigns, from draft to report."""


class Ear(Protocol):
    """The carrier's webhooks."""

    def hear(
        self, endpoint: str, token: str, params: Mapping[str, str], signature: str, url_path: str
    ) -> str:
        """Store, commit, then answer in TwiML.

        `endpoint` is the word after /tw/ (`sms` has an empty token), `url_path` the path and query as
        requested, to be signed against the configured public URL. RefusedError for a bad signature,
        InputError for a bad schema, NotFoundError for a token of no attempt.
        """
        ...


class Service(Sessions, DeskService, Finish, Supervision, Ear, Protocol):
    """Everything the web needs."""

    @property
    def clock(self) -> Clock:
        """The centre's clock."""
        ...

    @property
    def centre(self) -> Centre:
        """The centre's own file."""
        ...

    @property
    def settings(self) -> Settings:
        """This deployment's settings."""
        ...

    @property
    def campaigns(self) -> Campaigns:
        """The campaigns and what may be done to them."""
        ...

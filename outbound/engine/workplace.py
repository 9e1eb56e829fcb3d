"""Everything the web asks of the engine, behind one object: each method is one use case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from db.tables import Attempt, Contact
from outbound.campaign.centre import Centre
from outbound.carrier.twilio.twiml import nothing
from outbound.carrier.twilio.webhooks import receive
from outbound.clock import Clock
from outbound.engine.attempts.settle import Over
from outbound.engine.context import Engine
from outbound.engine.desk import acts, callbacks
from outbound.engine.desk.desk_view import Desk
from outbound.engine.floor_view import Floor, Health
from outbound.engine.inbox import events
from outbound.engine.inbox.backlog import Backlog
from outbound.engine.inbox.intake import Intake
from outbound.engine.pages import floor, person
from outbound.engine.pages.campaign_book import CampaignBook
from outbound.engine.pages.person_view import Person
from outbound.engine.people import accounts
from outbound.engine.people.session_view import SessionView, SignedIn
from outbound.errors import NotFoundError
from outbound.settings import Settings


@dataclass(frozen=True)
class Workplace:
    """The service that `outbound.web.service` declares; see there for what each method promises."""

    engine: Engine
    answers_first: bool = False
    """Whether a webhook that only tells is answered once it is stored, and applied right after."""

    @property
    def clock(self) -> Clock:
        """The centre's clock."""
        return self.engine.clock

    @property
    def centre(self) -> Centre:
        """The centre's own file."""
        return self.engine.workspace.centre

    @property
    def settings(self) -> Settings:
        """This deployment's settings."""
        return self.engine.settings

    @cached_property
    def campaigns(self) -> CampaignBook:
        """The campaigns and what may be done to them."""
        return CampaignBook(self.engine)

    def sign_in(self, account: str, password: str, address: str) -> SignedIn:
        """A new session."""
        return accounts.sign_in(self.engine, account, password, address)

    def session(self, secret: str) -> SessionView | None:
        """The live session of a cookie's secret."""
        return accounts.session_of(self.engine, secret)

    def sign_out(self, secret: str) -> None:
        """End the session."""
        accounts.sign_out(self.engine, secret)

    def desk(self, agent_id: str) -> Desk:
        """The agent's desk now."""
        return acts.show(self.engine, agent_id)

    def ready(self, agent_id: str) -> Desk:
        """Give the agent the next contact as soon as there is one."""
        return acts.ready(self.engine, agent_id)

    def take_break(self, agent_id: str) -> Desk:
        """Give the agent no more contacts until ready again."""
        return acts.take_break(self.engine, agent_id)

    def answer(self, agent_id: str, attempt_id: str, question_id: str, raw: str) -> Desk:
        """Store one answer, or its correction."""
        return acts.answer(self.engine, agent_id, attempt_id, question_id, raw)

    def grant(self, agent_id: str, attempt_id: str, offer_id: str) -> Desk:
        """Grant an offer the customer accepted."""
        return acts.grant(self.engine, agent_id, attempt_id, offer_id)

    def hang_up(self, agent_id: str, attempt_id: str) -> Desk:
        """End the call."""
        return acts.hang_up_line(self.engine, agent_id, attempt_id)

    def finish(
        self,
        agent_id: str,
        attempt_id: str,
        outcome: str,
        note: str,
        callback: datetime | None,
        scope: str | None,
    ) -> Desk:
        """Name the outcome."""
        return acts.finish(self.engine, agent_id, attempt_id, outcome, note, callback, scope)

    def callback_windows(self, agent_id: str, attempt_id: str) -> list[tuple[datetime, datetime]]:
        """When a callback may be promised."""
        with self.engine.store.read() as session:
            attempt = session.get(Attempt, attempt_id)
            if attempt is None or attempt.agent_id != agent_id:
                raise NotFoundError("No such contact on this desk.")
            contact = session.get_one(Contact, attempt.contact_id)
            over = Over(attempt, contact, self.engine.running.named(attempt.campaign_id))
            return callbacks.windows(self.engine, session, over, agent_id, self.clock.now())

    def floor(self) -> Floor:
        """All that is going on."""
        return floor.floor(self.engine)

    def health(self) -> Health:
        """Whether the parts below answer."""
        return floor.health(self.engine)

    def person(self, subscriber_id: str) -> Person:
        """All that was decided and done about one subscriber."""
        return person.person(self.engine, subscriber_id)

    def hear(
        self, endpoint: str, token: str, params: Mapping[str, str], signature: str, url_path: str
    ) -> str:
        """Store, commit, apply, answer in TwiML."""
        heard = receive(self.engine.settings, endpoint, token, params, signature, url_path)
        stored = self._intake.store(heard, params)
        if stored.reply is not None:
            return stored.reply
        if not self.answers_first or heard.endpoint in events.ASKS:
            return events.apply(self.engine, stored.row_id, heard)
        self._backlog.work_soon()
        return nothing()

    @cached_property
    def _intake(self) -> Intake:
        return Intake(self.engine)

    @cached_property
    def _backlog(self) -> Backlog:
        return Backlog(self.engine)

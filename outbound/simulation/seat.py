"""An agent's seat in this process: the page's use cases without the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outbound.engine.desk.desk_view import Desk, DeskContact
from outbound.engine.workplace import Workplace
from outbound.errors import UsageError


@dataclass(frozen=True)
class InProcessSeat:
    """A `simulation.agents.Seat` on the engine itself."""

    workplace: Workplace
    agent_id: str

    def sign_in(self) -> None:
        """Whoever sits here is known."""

    def desk(self) -> dict[str, Any]:
        """The desk as it stands."""
        return _told(self.workplace.desk(self.agent_id))

    def act(self, what: str, **fields: str) -> dict[str, Any]:
        """One act, by the use case that the page calls for it."""
        return _told(self._act(what, fields))

    def windows(self, attempt: str) -> list[dict[str, str]]:
        """When a callback may be promised."""
        found = self.workplace.callback_windows(self.agent_id, attempt)
        return [{"start": start.isoformat(), "end": end.isoformat()} for start, end in found]

    def _act(self, what: str, given: dict[str, str]) -> Desk:
        here, who = self.workplace, self.agent_id
        match what:
            case "ready":
                return here.ready(who)
            case "break":
                return here.take_break(who)
            case "answer":
                return here.answer(who, given["attempt"], given["question"], given["value"])
            case "offer":
                return here.grant(who, given["attempt"], given["offer"])
            case "outcome":
                at = given.get("callback")
                callback = None if at is None else datetime.fromisoformat(at)
                return here.finish(who, given["attempt"], given["outcome"], "", callback, None)
            case _:
                raise UsageError(f"No act of an agent is called {what!r}.")


def _told(desk: Desk) -> dict[str, Any]:
    """What an agent looks at, by the names of the page's JSON."""
    contact = None if desk.contact is None else _contact(desk.contact)
    return {"state": desk.state, "suggested": desk.suggested, "contact": contact}


def _contact(contact: DeskContact) -> dict[str, Any]:
    questions = (step.question for step in contact.steps)
    return {
        "campaign_id": contact.campaign_id,
        "attempt_id": contact.attempt_id,
        "steps": [
            {"question": q and {"id": q.id, "applies": q.applies, "answered": q.answered}}
            for q in questions
        ],
        "offers": [{"id": offer.id, "grantable": offer.grantable} for offer in contact.offers],
    }

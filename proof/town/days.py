"""Days in a city: time that creeps and jumps, people who write, agents who talk, and managers who interfere."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from outbound.campaign.schema import Mode
from proof.town.campaigns import SENDERS
from proof.town.centre import AGENTS, ZONE
from proof.town.city import City
from proof.town.heard import NO_MORE, Said

OPENS, CLOSES = time(8, 59), time(20, 5)

Steps = tuple[tuple[float, float, float], ...]
"""How likely time moves by how many seconds, from and to."""

BEATS: Final = ("tick", "lead", "work", "work")
"""A beat of whoever does all, of who leads, and of who works."""

STEPS: Final[Steps] = (
    (0.50, 1.0, 5.0),
    (0.22, 6.0, 20.0),
    (0.14, 20.0, 60.0),
    (0.09, 60.0, 400.0),
    (0.05, 400.0, 2400.0),
)
"""Where processes die: much happens in a short time, and now and then a long time passes."""


@dataclass
class Days:
    """Moves a city through its days. `meddling` is how often somebody interferes in a step."""

    city: City
    folder: Path
    meddling: float = 0.08
    steps: Steps = STEPS
    paused: str = ""

    def step(self) -> None:
        """One beat of the office's heart, and all that happens before it."""
        city = self.city
        city.pass_time(self._next())
        if city.chance.random() < self.meddling:
            self._meddle()
        city.do(city.chance.choice(BEATS))
        for agent in AGENTS:
            if city.chance.random() < 0.2:
                self._work(agent)

    def finish(self, agent: str) -> None:
        """Let an agent name what became of whoever is in hand, and go home."""
        seen = self._seat("look", agent)
        if seen is None or seen[0] in ("break", "away"):
            return
        if seen[0] in ("talking", "wrap-up"):
            self._seat("name", agent, seen[1], "refused" if seen[3] else "completed")
        elif seen[0] == "ready":
            self._seat("break", agent)

    def _next(self) -> datetime:
        """The next moment: often the very next at which something happens at the carrier."""
        city, chance = self.city, self.city.chance
        now, due = city.clock.now(), city.carrier.due()
        left = chance.random()
        for share, low, high in self.steps:
            left -= share
            if left < 0:
                then = now + timedelta(seconds=chance.uniform(low, high))
                break
        else:
            then = now + timedelta(seconds=1)
        if due is not None and due < then and chance.random() < 0.6:
            then = max(due, now + timedelta(milliseconds=50))
        return _awake(then)

    def _meddle(self) -> None:
        """Somebody says no more, or something is paused, resumed, forbidden or allowed."""
        what = self.city.chance.random()
        if what < 0.4:
            self._say_no()
        elif what < 0.55:
            self._pause_or_resume()
        elif self.city.wire.creates:
            self._by_letter(self.city.chance.choice(self.city.wire.creates).number)

    def _by_letter(self, number: str) -> None:
        """What the centre's people do for somebody who wrote to them, and now and then for all."""
        city, letters = self.city, self.folder / "letters.csv"
        for_care = ("purpose:care", "asked by letter")
        acts = {
            "suppress": (number, *for_care), "lift": (number, *for_care), "suppress all": (letters, *for_care),
            "register": (letters,), "agree": (number,), "take back": (number,), "agree all": (letters,),
            "retry held": (city.chance.choice(list(SENDERS)),),
        }  # fmt: skip
        what = city.chance.choice(list(acts))
        rows = ["number,purpose,evidence,occurred_at", f"{number},care,form 12,2026-11-20"]
        letters.write_text("\n".join(rows), encoding="utf-8")
        city.do(what, *acts[what])

    def _say_no(self) -> None:
        """Somebody who was just contacted, or will be, writes that they want no more."""
        city = self.city
        recent = city.wire.creates[-5:]
        if recent:
            number = city.chance.choice(recent).number
            sender = city.chance.choice(list(SENDERS.values()))
            city.carrier.text(number, sender, city.chance.choice(NO_MORE))

    def _pause_or_resume(self) -> None:
        if self.paused:
            if self.city.do("resume", self.paused) is not None:
                self.paused = ""
        else:
            name = self.city.chance.choice(list(SENDERS))
            if self.city.do("pause", name) is not None:
                self.paused = name

    def _work(self, agent: str) -> None:
        """One act of an agent, by what the page shows."""
        seen = self._seat("look", agent)
        if seen is None:
            return
        state, attempt, _, still = seen
        if state in ("break", "away"):
            self._seat("ready", agent)
        elif state == "talking" and still and self.city.chance.random() < 0.9:
            self._ask(agent, attempt, still[0])
        elif state == "talking" and self.city.chance.random() < 0.3:
            self._seat("hang up", agent, attempt)
        elif state in ("talking", "wrap-up"):
            self._seat("name", agent, attempt, "refused" if still else "completed")

    def _ask(self, agent: str, attempt: str, question_id: str) -> None:
        city = self.city
        call = city.carrier.in_room(f"desk-{agent}")
        if call is None:
            return
        if call.to not in (one.number for one in city.wire.creates if one.attempt == attempt):
            city.broken.append(f"{agent} talks to {call.to}, and the page shows attempt {attempt}")
        question = next(q for q in city.questions if q.id == question_id)
        raw = city.people.answer(call.to, question, Mode.AGENT)
        about = f"{attempt} {question_id}"
        said = city.heard.note(Said(about, call.to, call.sender, raw, Mode.AGENT, question))
        if self._seat("answer", agent, attempt, question_id, raw) is not None:
            city.heard.acknowledge(said, city.wire.next_place())

    def _seat(self, what: str, *given: str) -> Any:
        return self.city.do("seat", what, *given)


def _awake(then: datetime) -> datetime:
    """The moment, or the next morning's: nothing is due at night."""
    local = then.astimezone(ZONE)
    if local.time() < OPENS:
        return datetime.combine(local.date(), OPENS, ZONE)
    if local.time() > CLOSES:
        return datetime.combine(local.date() + timedelta(days=1), OPENS, ZONE)
    return then

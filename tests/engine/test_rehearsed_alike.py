"""A rehearsal says what the engine says: the same lines, typed at both, come to the same."""

import re
from html import unescape

import pytest

from db.tables import FollowUp
from outbound.campaign.schema import Mode
from outbound.rehearsal.nouns import Case, Manner, Setting
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import whole
from tests.engine.conftest import Begin
from tests.world import World

TEXTED = [
    ("2", "1", "3"),
    ("what?", "7", "５分"),
    ("9", "别再发了"),
    ("8", "don't call me, text me instead", "9"),
]
KEYED = [("3", "1", "5"), ("", "*", "7", "10"), ("88", "8", "4")]


def rehearsed(world: World, subscriber: str, mode: Mode, typed: tuple[str, ...]) -> Case:
    contact = world.contact(subscriber)
    running = world.engine.running.named(contact.campaign_id)
    setting = Setting(
        mode, contact.segment, contact.language, world.now, subscriber, "", "Asia/Shanghai", contact.facts
    )  # fmt: skip
    return whole(Stage(running.campaign, running.centre, running.environment, setting), typed)


def heard(case: Case) -> list[str]:
    lines = [*case.opening, *(line for turn in case.turns for line in turn.then)]
    return [line.text for line in lines if line.manner in (Manner.SAY, Manner.ASK, Manner.SEND)]


@pytest.mark.parametrize("typed", TEXTED, ids=" | ".join)
def test_by_message(begun: Begin, typed: tuple[str, ...]) -> None:
    world = begun("texts")
    world.tick()
    world.message_event(world.attempt("T1"), "delivered")
    case = rehearsed(world, "T1", Mode.SMS, typed)
    number, before = world.contact("T1").number, len(world.carrier.texts)
    first = next(text for text in world.carrier.texts if text == case.opening[0].text)
    for line in typed:
        world.text(number, line)
    assert heard(case) == [first, *world.carrier.texts[before:]]
    assert case.end.get("answers", {}) == world.answers("T1")
    opened = [order["kind"] for order in case.end.get("follow-ups", [])]
    assert opened == [follow_up.kind for follow_up in world.everything(FollowUp)]
    if (outcome := world.contact("T1").outcome) is not None:
        assert case.end["outcome"] == outcome.value


@pytest.mark.parametrize("typed", KEYED, ids=" | ".join)
def test_by_keys(begun: Begin, typed: tuple[str, ...]) -> None:
    world = begun("pulse")
    world.tick()
    attempt = world.attempt("P1")
    case = rehearsed(world, "P1", Mode.VOICE, typed)
    twiml = [world.answer(attempt), *(world.key(attempt, keys) for keys in typed)]
    said = [text for each in twiml for text in re.findall(r"<Say[^>]*>(.*?)</Say>", each)]
    assert heard(case) == [unescape(text) for text in said]
    assert case.end.get("answers", {}) == world.answers("P1")

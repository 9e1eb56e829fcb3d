"""What the races' verdict makes of a trail: each way of contacting somebody after a no is told."""

import pytest

from outbound.campaign.schema import Channel, Purpose
from proof.racing.switch import Create
from proof.racing.trail import OPT_OUT, Step
from proof.racing.verdict import Evidence, Tried, Verdict

NUMBER, OTHER = "+8613800000001", "+8613800000002"


def trail(*words: str) -> list[Step]:
    """Steps such as `reserved`, `opt-out campaign:menu` or `withdrawn suppressed: asked`, all of one number."""
    steps = []
    for place, said in enumerate(words, 1):
        what, _, told = said.partition(" ")
        steps.append(Step(place, what, NUMBER, "" if what == OPT_OUT else "a1", told))
    return steps


def verdict(steps: list[Step], **more: object) -> Verdict:
    call = Tried("a1", "menu", Purpose.RESEARCH, Channel.CALL, confirms=False, sid="CA1")
    values = {
        "trail": steps, "attempts": {NUMBER: [call]}, "creates": [], "ended": frozenset(), "said": {},
        "asked": frozenset({NUMBER}), "heard": frozenset({NUMBER}),
    } | more  # fmt: skip
    return Verdict(Evidence(**values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "stood"),
    [
        (["opt-out all"], "not tried yet"),
        (["reserved", "opt-out all", "withdrawn suppressed: asked"], "reserved"),
        (["reserved", "placing", "placed", "ended", "opt-out all"], "between attempts"),
        (["reserved", "placing", "connected", "opt-out all", "ended"], "with the carrier"),
        (["opt-out campaign:other", "reserved", "placing", "placed"], "not tried yet"),
        (["opt-out channel:sms", "reserved", "placing", "connected"], "not tried yet"),
    ],
)
def test_what_may_be(steps: list[str], stood: str) -> None:
    found = verdict(trail(*steps))
    assert list(found.broken()) == []
    assert found.decided == {stood: 1}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["opt-out all", "reserved"], "was reserved at 2"),
        (["reserved", "opt-out all", "placing"], "was placing at 3"),
        (["reserved", "opt-out all"], "the same transaction did not withdraw it"),
        (["reserved", "opt-out all", "withdrawn its process ended"], "did not withdraw it"),
        (["reserved", "placing", "placed", "opt-out all", "connected"], "talked"),
        (["reserved", "placing", "placed", "opt-out all", "ringing"], "nobody asked to end it"),
        (["opt-out purpose:research", "reserved"], "was reserved at 2"),
        (["reserved"], "nobody noted it"),
    ],
)
def test_what_may_not_be(steps: list[str], words: str) -> None:
    assert any(words in told for told in verdict(trail(*steps)).broken())


def test_what_another_does_in_between_was_another_transaction() -> None:
    steps = trail("reserved", "opt-out all", "placing", "withdrawn suppressed: asked")
    steps[2] = Step(3, "placing", OTHER, "b1", "")
    assert any("did not withdraw it" in told for told in verdict(steps).broken())


def test_a_call_on_its_way_is_ended_or_says_sorry() -> None:
    steps = trail("reserved", "placing", "placed", "opt-out all", "answered", "ended")
    sorry = {"ended": frozenset({"CA1"}), "said": {"a1": "<Say>Sorry.</Say>"}}
    assert list(verdict(steps, **sorry).broken()) == []
    asked = {"ended": frozenset({"CA1"}), "said": {"a1": "<Gather>"}}
    assert any("was told <Gather>" in told for told in verdict(steps, **asked).broken())


def test_a_confirmation_may_follow_but_not_a_second_one() -> None:
    def confirmation(name: str) -> Tried:
        return Tried(name, "menu", Purpose.RESEARCH, Channel.SMS, confirms=True, sid="SM1")

    steps = trail("opt-out all", "reserved", "placing")
    once = {NUMBER: [confirmation("a1")]}
    assert list(verdict(steps, attempts=once).broken()) == []
    twice = {NUMBER: [confirmation("a1"), confirmation("a2")]}
    assert any("more than one" in told for told in verdict(steps, attempts=twice).broken())


def test_what_was_not_marked_is_not_created() -> None:
    create = Create("a1", NUMBER, accepted=True)
    marked = trail("reserved", "placing", "placed", "ended")
    assert not any("created" in told for told in verdict(marked, creates=[create]).broken())
    unmarked = trail("reserved")
    told = list(verdict(unmarked, creates=[create]).broken())
    assert "a1 was marked 0 times and created 1 times" in told

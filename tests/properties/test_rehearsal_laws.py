"""Laws of rehearsals: whatever is typed, what was recorded replays without a difference."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.campaign.schema import Mode
from outbound.errors import InputError, RefusedError
from outbound.rehearsal.case_file import case_of
from outbound.rehearsal.document import text
from outbound.rehearsal.nouns import Talk
from outbound.rehearsal.plain import cleaned
from outbound.rehearsal.replay import replay
from outbound.rehearsal.talking import begin, end, step, whole
from tests.rehearsal.stages import stage

MEANT = st.sampled_from([
    "8", "3", "0", "#", "*", "!8", "", "10", "13", "yes", "no", "skip", "network", "STOP", "T", "别再发了", "八分",
    "overall=3", "overall=9", "why=price", "again=", "/price", "/grant pack", "/grant renewal", "/outcome completed",
    "/outcome refused-hard all", "/callback 2026-11-25T10:00", "/callback never", "/note '", "/hang-up", "/wait", "/",
    "don't call me, text me", "1e5", "null", "- x", "a: b", "|", "'",
])  # fmt: skip
TYPED = st.lists(st.one_of(MEANT, st.text(max_size=40)), max_size=12)
MODES = st.sampled_from([Mode.AGENT, Mode.VOICE, Mode.SMS])
LANGUAGES = st.sampled_from(["zh", "en"])


@given(MODES, LANGUAGES, TYPED)
@settings(max_examples=60, deadline=None)
def test_what_is_recorded_replays_without_a_difference(
    mode: Mode, language: str, typed: list[str]
) -> None:
    on = stage(mode, language=language)
    case, problems = case_of(text(whole(on, [cleaned(line) for line in typed])), "case.yaml")
    assert problems == []
    assert case is not None
    assert replay(case, on.campaign, on.centre, on.environment) == []


@given(MODES, TYPED)
@settings(max_examples=40, deadline=None)
def test_every_line_leads_on_or_is_refused(mode: Mode, typed: list[str]) -> None:
    on = stage(mode)
    scene = begin(on)
    for line in typed:
        with suppress(InputError, RefusedError):
            scene = step(on, scene.stored, line)
        assert Talk.from_json(json.loads(scene.stored)).over is scene.over
        assert end(on, scene.stored)["closed"]


@given(st.dictionaries(st.sampled_from(["name", "tier", "x"]), st.one_of(
    st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False),
)))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_facts_are_read_back_as_they_were(facts: dict[str, object]) -> None:
    kept = {k: cleaned(v) if isinstance(v, str) else v for k, v in facts.items()} | {"name": "Ann"}
    case, problems = case_of(text(whole(stage(facts=kept), ["9"])), "case.yaml")
    assert problems == []
    assert case is not None
    assert replay(case, stage().campaign, stage().centre, stage().environment) == []

import pytest

from outbound.errors import InputError, RefusedError
from outbound.rehearsal.nouns import Line, Manner
from outbound.rehearsal.talking import begin, end, possible, step
from tests.rehearsal.stages import asked, notes, said, stage, texts


def test_what_is_said_is_told_apart_from_what_is_done() -> None:
    assert begin(stage()).lines == (
        Line(Manner.SAY, "Good morning, Ann."),
        Line(Manner.DO, "Wait for a yes."),
        Line(Manner.ASK, "How do you rate us?", "overall"),
        Line(Manner.DO, "Read it once."),
        Line(Manner.CHOOSE, "[1] [2] [3] [4] [5] [6] [7] [8] [9] [10]"),
    )


def test_the_key_zero_is_ten_as_on_the_page() -> None:
    assert texts(said(stage(), "0"), Manner.STORE) == ["10"]


def test_a_low_score_opens_its_branch() -> None:
    assert asked(said(stage(), "3")) == "why"
    assert asked(said(stage(), "9")) == "again"


def test_a_correction_opens_a_branch_that_was_passed() -> None:
    scene = said(stage(), "9", "overall=3")
    assert texts(scene, Manner.STORE) == ["3, correction 1"]
    assert asked(scene) == "why"


def test_offers_stand_where_the_script_has_them() -> None:
    scene = said(stage(), "9")
    assert [line.of for line in scene.lines if line.manner is Manner.OFFER] == ["pack", "renewal"]
    assert notes(scene.lines) == ["cannot be granted here: authority"]


def test_an_offer_for_others_is_not_shown() -> None:
    scene = said(stage(segment="everyone", facts={"name": "Bo", "tier": "silver"}), "9")
    assert [line.of for line in scene.lines if line.manner is Manner.OFFER] == ["renewal"]


def test_an_offer_is_granted_once() -> None:
    on = stage()
    scene = said(on, "9", "/grant pack")
    assert end(on, scene.stored)["granted"] == ["pack"]
    with pytest.raises(RefusedError, match="granted"):
        step(on, scene.stored, "/grant pack")


@pytest.mark.parametrize(("offer", "why"), [("renewal", "authority"), ("moon", "not for this")])
def test_what_may_not_be_granted_is_refused(offer: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        said(stage(), "9", f"/grant {offer}")


def test_an_objection_has_its_answer_at_any_time() -> None:
    scene = said(stage(), "/price")
    assert scene.lines == (
        Line(Manner.SAY, "Let me look.", "price"),
        Line(Manner.DO, "Do not argue.", "price"),
    )


def test_an_objection_that_the_script_lacks_names_those_it_has() -> None:
    with pytest.raises(InputError) as told:
        said(stage(), "/moving")
    assert "/price" in told.value.hint


def test_what_does_not_answer_the_question_says_what_would() -> None:
    with pytest.raises(InputError) as told:
        said(stage(), "eleven")
    assert told.value.hint == "It takes an answer of the kind scale 1-10."


def test_after_the_last_answer_the_closing_is_said() -> None:
    scene = said(stage(), "9", "yes", "all = well")
    assert texts(scene, Manner.STORE) == ["all = well"]
    assert texts(scene, Manner.SAY) == ["Goodbye."]
    with pytest.raises(InputError, match="No question is open"):
        said(stage(), "9", "yes", "well", "more")


def test_completed_needs_every_answer() -> None:
    with pytest.raises(RefusedError, match="Not every question"):
        said(stage(), "9", "/outcome completed")
    on = stage()
    scene = said(on, "2", "price", "no", "nothing", "/outcome completed")
    found = end(on, scene.stored)
    assert (found["closed"], found["outcome"]) == ("complete", "completed")
    assert found["follow-ups"]


@pytest.mark.parametrize(
    ("typed", "opened"),
    [("refused", 1), ("ineligible", 1), ("refused-hard", 0), ("refused-hard campaign:small", 0)],
)
def test_only_a_refusal_for_good_takes_back_what_was_promised(typed: str, opened: int) -> None:
    on = stage()
    scene = said(on, "2", f"/outcome {typed}")
    assert len(end(on, scene.stored).get("follow-ups", [])) == opened  # type: ignore[arg-type]


def test_a_refusal_for_good_suppresses_what_the_customer_named() -> None:
    on = stage()
    scene = said(on, "/outcome refused-hard purpose:marketing")
    assert end(on, scene.stored)["suppressed"] == ["purpose:marketing"]
    assert end(on, said(on, "/outcome refused-hard").stored)["suppressed"] == ["all"]
    assert end(on, said(on, "/outcome refused").stored)["suppressed"] == ["campaign:small"]


@pytest.mark.parametrize("typed", ["/outcome well", "/outcome", "/outcome callback-agreed"])
def test_an_outcome_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        said(stage(), typed)


def test_a_callback_is_promised_inside_the_hours() -> None:
    on = stage()
    scene = said(on, "/callback 2026-11-25T15:00")
    assert scene.over
    assert end(on, scene.stored)["callback"] == "2026-11-25T15:00+08:00"


@pytest.mark.parametrize("when", ["2026-11-25T23:00", "2026-12-31T10:00", "2026-11-24T08:00"])
def test_a_callback_that_cannot_be_kept_is_refused(when: str) -> None:
    with pytest.raises(RefusedError):
        said(stage(), f"/callback {when}")


def test_what_may_be_typed_is_shown() -> None:
    on = stage()
    shown = dict(possible(on, begin(on).stored))
    assert shown["/price"] == "objection: Too dear"
    assert shown["/grant renewal"] == "grant; authority"
    assert "?" in shown

"""Scores from responses: what is published, what is hidden, what each figure says about itself."""

from collections.abc import Sequence

import pytest

from outbound.errors import InputError, UsageError
from outbound.score.measures import scores
from outbound.score.nouns import Flag, Respondent, ScaledAnswer, Score, ScoreInput, Stratum


def respondent(response: int, **changed: str) -> Respondent:
    dimensions = {"region": "north", "segment": "vip", "mode": "agent"} | changed
    campaign, cell = dimensions.pop("campaign", "ten"), dimensions.pop("cell", "")
    return Respondent(response, campaign, cell, dimensions)


def answer(
    response: int, value: float, *, question: str = "overall", **changed: object
) -> ScaledAnswer:
    given: dict[str, object] = {"process": "overall", "measure": None, "low": 1, "high": 10}
    return ScaledAnswer(response, question, value=value, **(given | changed))  # type: ignore[arg-type]


def survey(
    values: Sequence[float], regions: Sequence[str] | None = None, **changed: object
) -> ScoreInput:
    where = regions or ["north"] * len(values)
    return ScoreInput(
        [respondent(i, region=region) for i, region in enumerate(where)],
        [answer(i, value, **changed) for i, value in enumerate(values)],
    )


def only(found: Sequence[Score]) -> Score:
    assert len(found) == 1
    return found[0]


def test_a_score_is_linear_between_the_ends_of_its_scale() -> None:
    score = only(scores(survey([1, 10] * 30), measures=["score"]))
    assert score.value == pytest.approx(50)
    assert (score.measure, score.process, score.by, score.base) == ("score", "overall", {}, 60)
    assert score.flag is None
    assert score.low is not None
    assert score.low < 50 < (score.high or 0)


def test_the_ten_point_rate_is_the_share_of_tens() -> None:
    score = only(scores(survey([10, 9, 9, 1] * 20), measures=["ten"]))
    assert score.value == pytest.approx(25)
    assert score.low == pytest.approx(16.8, abs=0.1)
    assert score.high == pytest.approx(35.5, abs=0.1)


def test_the_ten_point_rate_needs_a_scale_from_1_to_10() -> None:
    assert scores(survey([5] * 60, low=1, high=5), measures=["ten"]) == []


def test_nps_of_60_25_15() -> None:
    data = survey([10] * 60 + [8] * 25 + [2] * 15, measure="nps", low=0, process=None)
    score = only(scores(data))
    assert (score.measure, score.process) == ("nps", None)
    assert score.value == pytest.approx(45)
    assert ((score.low or 0) + (score.high or 0)) / 2 == pytest.approx(43.69, abs=0.01)
    assert score.shares == pytest.approx({"promoters": 0.60, "passives": 0.25, "detractors": 0.15})


def test_nps_on_another_scale_is_refused() -> None:
    with pytest.raises(InputError, match="0-10"):
        scores(survey([5] * 60, measure="nps"))


def test_a_recommendation_is_not_a_satisfaction_score() -> None:
    found = scores(survey([5] * 60, measure="nps", low=0))
    assert {score.measure for score in found} == {"nps"}


def test_a_scale_without_a_process_is_nobodys_score() -> None:
    assert scores(survey([5] * 60, process=None)) == []


@pytest.mark.parametrize(
    ("base", "flag"),
    [(29, Flag.SUPPRESSED), (30, Flag.SMALL), (59, Flag.SMALL), (60, None)],
)
def test_the_base_decides_what_is_shown(base: int, flag: Flag | None) -> None:
    score = only(scores(survey([(i % 10) + 1 for i in range(base)]), measures=["score"]))
    assert score.flag is flag
    assert score.base == base
    assert (score.value is None) == (flag is Flag.SUPPRESSED)


def test_thirty_answers_that_tell_as_little_as_twenty_are_flagged_and_say_so() -> None:
    respondents = [respondent(i, cell="big" if i < 10 else "small") for i in range(48)]
    data = ScoreInput(
        respondents,
        [answer(i, (i % 10) + 1) for i in range(48)],
        [Stratum("ten", "big", 40000, 20), Stratum("ten", "small", 500, 50)],
    )
    score = only(scores(data, measures=["score"]))
    assert score.n_eff < 30
    assert score.flag is Flag.SMALL
    assert "too few for a judgement" in score.method
    assert "weights uneven" in score.method


def test_questions_of_one_process_are_averaged_inside_a_response_first() -> None:
    data = ScoreInput(
        [respondent(i) for i in range(60)],
        [answer(i, 10, question="calls") for i in range(60)]
        + [answer(i, 1, question="data") for i in range(30)],
    )
    score = only(scores(data, measures=["score"]))
    assert score.base == 60
    assert score.value == pytest.approx((30 * 50 + 30 * 100) / 60)


def test_weights_follow_the_cells() -> None:
    data = ScoreInput(
        [respondent(i, cell="a" if i < 40 else "b") for i in range(80)],
        [answer(i, 10 if i < 40 else 1) for i in range(80)],
        [Stratum("ten", "a", 300, 40), Stratum("ten", "b", 100, 40)],
    )
    assert only(scores(data, measures=["score"])).value == pytest.approx(75)


def test_a_class_that_answers_less_weighs_more() -> None:
    data = ScoreInput(
        [
            Respondent(i, "ten", "", {}, weight_class="young" if i < 30 else "old")
            for i in range(90)
        ],
        [answer(i, 1 if i < 30 else 10) for i in range(90)],
        eligible={("ten", "young"): 100, ("ten", "old"): 100},
    )
    assert only(scores(data, measures=["score"])).value == pytest.approx(50)


def test_a_regions_score_counts_the_other_regions_in_its_strata() -> None:
    values = [(i % 10) + 1 for i in range(120)]
    data = survey(values, ["north", "south"] * 60)
    found = scores(data, by=["process", "region"], measures=["score"])
    assert [score.by for score in found] == [{"region": "north"}, {"region": "south"}]
    assert [score.base for score in found] == [60, 60]
    assert found[0].df == pytest.approx(119)


def test_a_hidden_region_takes_its_smallest_sibling_with_it() -> None:
    regions = ["north"] * 20 + ["south"] * 60 + ["east"] * 40
    data = survey([(i % 10) + 1 for i in range(120)], regions)
    found = {s.by["region"]: s for s in scores(data, by=["region"], measures=["score"])}
    assert found["north"].flag is Flag.SUPPRESSED
    assert found["east"].flag is Flag.SUPPRESSED
    assert found["east"].base == 40
    assert found["south"].published


def test_two_hidden_regions_hide_each_other() -> None:
    regions = ["north"] * 20 + ["south"] * 20 + ["east"] * 60
    data = survey([(i % 10) + 1 for i in range(100)], regions)
    found = scores(data, by=["region"], measures=["score"])
    assert sum(score.published for score in found) == 1


def test_equal_answers_still_have_an_interval() -> None:
    regions = ["north"] * 60 + ["south"] * 60
    data = survey([10] * 60 + [(i % 10) + 1 for i in range(60)], regions)
    north = scores(data, by=["region"], measures=["score"])[0]
    assert north.value == 100
    assert north.low is not None
    assert 90 < north.low < 100
    assert north.high == 100
    assert "all answers equal" in north.method


def test_the_mode_mix_is_told() -> None:
    data = ScoreInput(
        [respondent(i, mode="agent" if i < 45 else "sms") for i in range(60)],
        [answer(i, (i % 10) + 1) for i in range(60)],
    )
    assert only(scores(data, measures=["score"])).modes == {"agent": 0.75, "sms": 0.25}


def test_an_unknown_dimension_or_measure_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no dimension colour") as told:
        scores(survey([5] * 3), by=["colour"])
    assert "region" in told.value.hint
    with pytest.raises(UsageError, match="no measure joy"):
        scores(survey([5] * 3), measures=["joy"])


def test_nothing_answered_gives_no_scores() -> None:
    assert scores(ScoreInput([], []), by=["region"]) == []
    assert scores(ScoreInput([], []), by=["department"]) == []


def test_a_value_outside_its_scale_cannot_be_an_answer() -> None:
    with pytest.raises(ValueError, match="outside scale 1-10"):
        answer(1, 11)


def test_an_answer_without_a_respondent_is_refused() -> None:
    with pytest.raises(InputError, match="not listed"):
        scores(ScoreInput([respondent(1)], [answer(2, 5)]))


def test_json_has_the_documented_keys() -> None:
    document = only(scores(survey([1, 10] * 30), measures=["score"])).as_json()
    assert {"measure", "process", "by", "value", "low", "high", "base", "flag", "method"} <= set(
        document
    )
    hidden = only(scores(survey([1, 10] * 3), measures=["score"])).as_json()
    assert (hidden["value"], hidden["low"], hidden["flag"]) == (None, None, "suppressed")

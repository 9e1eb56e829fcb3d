"""Published intervals hold what asking everyone would have found, over twenty seeds."""

from collections import Counter
from pathlib import Path

import pytest

from outbound.engine.figures.scoring import score_input
from outbound.score.measures import scores
from tests.stories.survey_week import survey_week

SEEDS = range(20)
SUBSCRIBERS = 3000
BREAKDOWNS: tuple[tuple[str, ...], ...] = ((), ("region",), ("segment",))


@pytest.mark.slow
@pytest.mark.story
def test_nine_in_ten_published_intervals_hold_the_populations_truth(tmp_path: Path) -> None:
    shown, held = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        with survey_week(folder, seed, SUBSCRIBERS) as week:
            measured = score_input(week.engine)
            for by in BREAKDOWNS:
                for score in scores(measured, by):
                    if score.low is not None and score.high is not None:
                        truth = week.truth(score.measure, score.process, score.by)
                        shown[by] += 1
                        held[by] += score.low <= truth <= score.high
    coverage = {by: held[by] / shown[by] for by in BREAKDOWNS}
    assert min(shown.values()) > 20 * 10
    assert min(coverage.values()) >= 0.9, coverage
    assert held.total() / shown.total() >= 0.93, coverage

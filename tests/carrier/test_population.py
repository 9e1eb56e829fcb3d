from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from outbound.campaign.schema import Mode, Question
from outbound.carrier.simulator.behaviour import Line, Mood
from outbound.carrier.simulator.population import Population
from outbound.script.understand import Understood, understand

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


def question(**changes):
    given = {
        "id": "overall",
        "ask": {"zh": "请为整体服务打分，1到10分。", "en": "Overall, from 1 to 10?"},
        "answer": "scale 1-10",
        "process": "overall",
    }
    return Question.model_validate(given | changes)


NETWORK = question(
    id="data_speed", process="network-quality", ask={"zh": "网速呢？", "en": "And mobile data?"}
)
OVERALL = question()
RECOMMEND = question(
    id="recommend", process=None, answer="scale 0-10", measure="nps", ask="Would you recommend us?"
)
WHY = question(
    id="why",
    process=None,
    answer="one-of",
    ask="Why?",
    options={"price": {"zh": "资费", "en": "price"}, "network": {"zh": "网络", "en": "network"}},
)
USED = question(id="bill", skip={"zh": "没看过", "en": "never looked"}, ask="And the bill?")
CONFIRM = question(
    id="confirm", process=None, answer="yes-no", code="Y", ask="Reply Y to start; else nothing."
)
QUESTIONS = (OVERALL, NETWORK, RECOMMEND, WHY, USED, CONFIRM)
REGIONS = ("north", "south", "east", "west", "harbour")
TIERS = ("platinum", "gold", "silver", "standard")


def rows(count):
    return [
        {
            "phone": f"+86138{n:08d}",
            "language": "en" if n % 4 == 0 else "zh",
            "region": REGIONS[n % 5],
            "tier": TIERS[n % 4],
            "plan": "4G-58" if n % 3 else "5G-198",
            "synthetic": True,
        }
        for n in range(count)
    ]


def population(seed=7, people=2000):
    return Population.from_rows(rows(people), seed, QUESTIONS)


def test_only_rows_marked_synthetic_are_people():
    mixed = [*rows(2), {"phone": "+8613900000000"}, {"phone": "+8613900000001", "synthetic": False}]
    people = Population.from_rows(mixed, 1, QUESTIONS)
    assert len(people) == 2
    assert "+8613900000000" not in people


def test_the_same_seed_gives_the_same_people_and_another_gives_others():
    one, same, other = population(), population(), population(seed=8)
    numbers = [row["phone"] for row in rows(200)]
    said = [one.answer(n, OVERALL, Mode.SMS) for n in numbers]
    assert said == [same.answer(n, OVERALL, Mode.SMS) for n in numbers]
    assert said != [other.answer(n, OVERALL, Mode.SMS) for n in numbers]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: q.id)
@pytest.mark.parametrize("mode", [Mode.AGENT, Mode.SMS, Mode.VOICE])
def test_a_reply_once_asked_again_means_what_the_person_thinks(asked, mode):
    people = population(people=400)
    for row in rows(400):
        value = people.value(row["phone"], asked)
        raw = people.answer(row["phone"], asked, mode, nth=1)
        if mode is Mode.VOICE and value is None:
            assert raw == "#"
        else:
            assert understand(asked, raw, mode) == Understood(
                value, None if isinstance(value, str) or value is None else float(value)
            )


def test_ten_is_the_key_0_only_where_the_scale_begins_at_1():
    people = population()
    for row in rows(500):
        keys = people.answer(row["phone"], OVERALL, Mode.VOICE)
        assert (keys == "0") is (people.value(row["phone"], OVERALL) == 10)
        assert people.answer(row["phone"], RECOMMEND, Mode.VOICE) == str(
            people.value(row["phone"], RECOMMEND)
        )


def test_some_first_messages_answer_nothing_whatever_the_person_thinks():
    people = population()
    puzzled = [
        row["phone"]
        for row in rows(2000)
        if not isinstance(
            understand(OVERALL, people.answer(row["phone"], OVERALL, Mode.SMS), Mode.SMS),
            Understood,
        )
    ]
    assert 0.01 < len(puzzled) / 2000 < 0.06


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("【海港移动】请为整体服务打分,1到10分", OVERALL),
        ("Thanks. And mobile data? Reply 1-10.", NETWORK),
        ("Overall, from 1 to 10? ... and mobile data?", NETWORK),
        ("网速呢? 请为整体服务打分，1 到 10 分。", OVERALL),
        ("Your balance is low.", None),
        ("", None),
    ],
)
def test_people_understand_the_question_asked_last_by_its_words_alone(text, heard):
    assert population(people=1).understand_heard(text) is heard


def test_scores_differ_by_region_and_tier_as_they_were_made_to():
    people, everyone = population(people=4000), rows(4000)

    def mean(process, **only):
        chosen = [r for r in everyone if all(r[k] == v for k, v in only.items())]
        found = people.truth(chosen, process).mean
        assert found is not None
        return found

    assert 60 < mean("network-quality") < 85
    assert mean("network-quality", region="harbour") < mean("network-quality", region="south") - 8
    assert mean("overall", tier="platinum") > mean("overall", tier="standard") + 4


def test_truth_counts_what_everybody_would_answer():
    people, some = population(), rows(50)
    values = [people.value(row["phone"], OVERALL) for row in some]
    found = people.truth(some, OVERALL)
    assert found.base == 50
    assert found.mean == pytest.approx(sum(100 * (v - 1) / 9 for v in values) / 50)
    assert found.ten == values.count(10) / 50
    assert found.nps is None
    likes = [people.value(row["phone"], RECOMMEND) for row in some]
    nps = (sum(v >= 9 for v in likes) - sum(v <= 6 for v in likes)) / 50
    assert people.truth(some, RECOMMEND).nps == pytest.approx(nps)
    used = [people.value(row["phone"], USED) for row in rows(2000)]
    assert people.truth(rows(2000), USED).base == 2000 - used.count(None) < 2000
    assert people.truth([], OVERALL).mean is None


def test_people_pick_up_by_the_hour_and_hardly_at_night():
    people = population()

    def answered(at):
        return sum(people.pickup(r["phone"], at, 1).line is Line.PERSON for r in rows(2000)) / 2000

    night, morning, evening = (MONDAY + timedelta(hours=h) for h in (16, 0, 8))
    assert answered(night) < 0.06
    assert answered(morning) < answered(evening)


def test_all_kinds_of_lines_and_moods_occur():
    people = population()
    lines = Counter(people.pickup(r["phone"], MONDAY, 1).line for r in rows(2000))
    moods = Counter(people.meet(r["phone"], MONDAY).mood for r in rows(2000))
    assert set(lines) == set(Line)
    assert set(moods) == set(Mood)
    assert moods[Mood.TAKES_PART] > 1200


def test_nobody_replies_at_night():
    people = population()
    late = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # 22:30 in Shanghai
    for row in rows(500):
        delay = people.reply_after(row["phone"], late, 0)
        if delay is not None:
            hour = ((late + delay).hour + 8) % 24
            assert 7 <= hour < 23

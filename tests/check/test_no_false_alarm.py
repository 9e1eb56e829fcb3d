"""What may look wrong and is not: a check that cries for nothing is soon passed over."""

import pytest

from tests.check.worlds import CAMPAIGN, RETENTION, make, problems

SOUND = [
    ("a refusal is asked again once only, so late as may be", CAMPAIGN, "busy: [20m, 1h]", "refused: 3w"),
    ("segments that overlap", CAMPAIGN, "{name: everyone}", "{name: rich, where: balance > 50}"),
    ("a segment whose unknown values the earlier one leaves", CAMPAIGN, "{name: everyone}",
     "{name: rest, where: \"tier not in ('platinum', 'gold') or tier is null\"}"),
    ("a wider number after a narrower", RETENTION, "where: tier = 'gold'}\n    - {name: rest, where: tier <> 'gold'}",
     "where: balance < 1}\n    - {name: rest, where: balance < 3}"),
    ("two options chosen of many", CAMPAIGN, "answer: one-of\n", "answer: many-of\n"),
    ("an alert on both options of many", CAMPAIGN, "      answer: one-of\n      options: {price: {zh: 资费, en: price}, network: {zh: 网络, en: network}}\n    - id: recommend\n      ask: {zh: 推荐吗？, en: \"Recommend?\"}\n      answer: scale 0-10\n      measure: nps\nalerts:\n  - {when: overall <= 3 and why = 'price'",
     "      answer: many-of\n      options: {price: {zh: 资费, en: price}, network: {zh: 网络, en: network}}\nalerts:\n  - {when: why = 'price' and why = 'network'"),
    ("a question after either answer", CAMPAIGN, "measure: nps", "when: why = 'price' or overall > 8"),
    ("the lowest answer of a scale", CAMPAIGN, "when: overall <= 6", "when: overall = 1"),
    ("saying that nothing is sold", CAMPAIGN, 'en: "How much?"', 'en: "How much? We sell nothing: no special offer."'),
    ("saying in Chinese that nothing is sold", CAMPAIGN, "zh: 几分？", "zh: 几分？我们不推荐办理任何业务"),
    ("asking about what was bought", CAMPAIGN, "zh: 几分？", "zh: 参加优惠活动时几分？"),
    ("hours narrower than the rules", CAMPAIGN, "Mo-Fr 09:00-12:00,14:00-20:00; PH off", "Tu-Th 09:30-12:00"),
    ("hours that name no holidays", CAMPAIGN, "; PH off", ""),
    ("an option that an answer by agent alone may have", CAMPAIGN, "      answer: one-of\n      options: {price: {zh: 资费, en: price}, network:",
     "      answer: one-of\n      modes: [agent]\n      options: {price: {zh: 资费, en: Yes}, network:"),
    ("a text question beside a call by agent", CAMPAIGN, "      measure: nps\n", "    - id: say\n      ask: {zh: 说说, en: Tell us}\n      answer: text\n"),
    ("an offer worth its whole budget", RETENTION, "value: 30", "value: 900"),
    ("a column of those who came from elsewhere", RETENTION, "for: balance > 1", "for: 客户等级 = '转入'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "old", "new"), [row[1:] for row in SOUND], ids=[r[0] for r in SOUND]
)
def test_what_is_sound_is_not_told(tmp_path, whole, old, new):
    assert old in whole
    assert problems(make(tmp_path / "w", whole.replace(old, new, 1))) == []

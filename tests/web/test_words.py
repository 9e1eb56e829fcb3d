import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outbound.campaign.problems import CODES
from outbound.dialing.outcome import Outcome
from outbound.policy.rules import Group, register_barred, rules_for, sender_barred
from outbound.web.words import CATALOGUE, WORDS, words_of
from outbound.web.words.problem_codes import PROBLEM_CODES

TEMPLATES = Path(__file__).parents[2] / "outbound" / "web" / "templates"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
US = rules_for("US")
assert US


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_word_is_there_in_every_language_with_the_same_places(key):
    texts = [words[key] for words in WORDS.values()]
    assert all(texts)
    assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in texts}) == 1


def test_no_key_is_written_twice():
    parts = Path(__file__).parents[2] / "outbound" / "web" / "words"
    keys = [
        k
        for file in parts.glob("*.py")
        for k in re.findall(r'^    "([^"]+)": \(', file.read_text(), re.M)
    ]
    assert len(keys) == len(set(keys)) == len(CATALOGUE)


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda f: f.name)
def test_templates_name_only_words_that_exist(file):
    named = re.findall(r"""\bw\(["']([\w.:-]+)["'][,)]""", file.read_text())
    assert [key for key in named if key not in CATALOGUE] == []


def test_every_kind_of_problem_is_told_in_chinese():
    assert set(PROBLEM_CODES) == set(CODES)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_words(outcome):
    assert f"outcome.{outcome.value}" in CATALOGUE


@pytest.mark.parametrize(
    ("gap", "english", "chinese"),
    [
        (timedelta(seconds=10), "just now", "刚刚"),
        (timedelta(minutes=5), "in 5 min", "5 分钟后"),
        (timedelta(minutes=-59), "59 min ago", "59 分钟前"),
        (timedelta(hours=35), "in 35 h", "35 小时后"),
        (timedelta(days=-41), "41 d ago", "41 天前"),
    ],
)
def test_moments_are_told_from_now(gap, english, chinese):
    assert words_of("en").relative(NOW, NOW + gap) == english
    assert words_of("zh").relative(NOW, NOW + gap) == chinese


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("busy", "占线"),
        ("no-answer: again after 4h", "无人接听，4小时后再联系"),
        ("no-answer: on to sms, 1d later", "无人接听，1天后改用短信"),
        ("machine: on to sms", "自动应答，改用短信"),
        ("no time left: outside the hours", "活动结束前已没有时间：不在联系时段内"),
        ("suppressed for all purposes: refused-hard", "免打扰：全部用途（不再联系）"),
        ("the campaign is paused", "活动已暂停"),
        ("no rules for this country", "这个国家没有联系规则"),
        (
            sender_barred("CN", Group.ASKING, "10085") or "",
            "号码10085不得用于调查（CN-1-senders）",
        ),
        (
            register_barred(US, Group.SELLING, None, NOW) or "",
            "没有读过国家拒访名单（US-1-register）",
        ),
        (
            register_barred(US, Group.SELLING, NOW - timedelta(days=40), NOW) or "",
            "国家拒访名单已超过 31 天（US-1-register）",
        ),
        (
            "no-answer: again after 4h, in the afternoon, which is still untried",
            "无人接听，4小时后再联系，改在下午（还没试过）",
        ),
        (
            "no-answer: again after 1d, in the evening, which was tried least; before the end comes no weekend",
            "无人接听，1天后再联系，改在晚上（试得最少）；结束前没有周末",
        ),
        (
            "busy: again after 20m; no other part of the day comes before the end",
            "占线，20分钟后再联系；结束前没有其他时段",
        ),
        ("not-in-service: on to another number", "停机或空号，改用其他号码"),
        ("answered meanwhile, by sms", "其间已通过短信作答"),
        ("callback agreed", "已约定回电"),
        ("suppressed for purpose:marketing", "免打扰：仅营销"),
        ("no money left for today (spend.day 100 CNY)", "今天的费用已用完（spend.day 100 CNY）"),
        (
            "no consent recorded for survey (CN-1-consent)",
            "没有记录客户同意：survey（CN-1-consent）",
        ),
        ("broken appointment: again after 15m", "约定的回电没有接通，15分钟后再打"),
        ("the centre allows 1 contact in 1w (survey)", "本中心：1周内至多1次活动（survey）"),
        ("the number allows 3 attempts in 1d", "每个号码：1天内至多3次联系"),
        (
            "That time cannot be promised: as many calls are promised for then as there is time for.",
            "不能约这个时间：该时段约定的回电已满。",
        ),
        ("Offer 11-23 14:00, 11-23 16:00 instead.", "可改约：11-23 14:00, 11-23 16:00。"),
        ("its goal is reached", "目标已达成"),
        (
            "Cannot pause low-balance: it is paused, it rests already.",
            "不能暂停 low-balance：已暂停，它已经暂停。",
        ),
        (
            "app may not launch low-balance: approver is not a role that does.",
            "app不能启动 low-balance：审批人没有这个权限。",
        ),
        ("Ask a manager or a supervisor.", "请找：活动经理、班长。"),
        ("From here one may pause or stop.", "现在可以：暂停、停止。"),
        ("not so: overall <= 6", "条件不成立：overall <= 6"),
    ],
)
def test_reasons_of_the_rules_are_told_in_chinese(reason, chinese):
    assert words_of("zh").said(reason) == chinese


def test_an_unknown_code_reads_as_it_is():
    assert words_of("zh").of("outcome", "new-thing") == "new-thing"
    assert words_of("zh").said("Nobody translated this.") == "Nobody translated this."

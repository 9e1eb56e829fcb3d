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

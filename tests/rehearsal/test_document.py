import pytest

from outbound.campaign.schema import Mode
from outbound.rehearsal.case_file import case_of
from outbound.rehearsal.document import text
from outbound.rehearsal.nouns import Line, Manner
from outbound.rehearsal.plain import cleaned, lines_of
from outbound.rehearsal.talking import whole
from tests.rehearsal.stages import stage


def test_a_case_reads_from_top_to_bottom() -> None:
    case = whole(stage(Mode.SMS, language="zh"), ["9", "别再发了"])
    assert (
        text(case)
        == """\
# Recorded by `outbound rehearse`, replayed by `outbound check --rehearsals`.
mode: sms
segment: gold
language: zh
now: 2026-11-24T10:30+08:00
subscriber: S1
zone: Asia/Shanghai
agent: Li Na
facts:
  name: Ann
  status: active
  tier: gold
opening:
  - send: Hello Ann. 打几分？（回复1-10的数字）
    of: 1 message, ucs-2, 26
turns:
  - typed: '9'
    then:
      - store: '9'
        of: overall
      - send: 再来吗？（回复1是，2否）
        of: 1 message, ucs-2, 13
  - typed: 别再发了
    then:
      - note: 'suppressed: all'
      - send: 已为您登记，今后不再联系您。
        of: 1 message, ucs-2, 14
end:
  closed: opted out
  outcome: opted-out
  answers:
    overall: 9
  scores:
    overall:
      overall: 9
  suppressed:
    - all
  not-reached:
    why: 'not so: overall <= 6'
    words: not asked in sms
"""
    )


def test_the_same_case_is_always_written_the_same() -> None:
    first = whole(stage(facts={"name": "Ann", "tier": "gold"}), ["3"])
    second = whole(stage(facts={"tier": "gold", "name": "Ann"}), ["3"])
    assert text(first) == text(second)


@pytest.mark.parametrize(
    "words", ["1e5", "yes", "010", "null", "- a", "a: b # c", "it's", "😀", "'", '"', "…", "=", "*a", "x" * 1_600]
)  # fmt: skip
def test_any_words_are_read_back_as_they_were(words: str) -> None:
    case, problems = case_of(text(whole(stage(), ["9", "yes", words])), "case.yaml")
    assert problems == []
    assert case is not None
    assert case.typed == ["9", "yes", words]


def test_a_typed_line_loses_what_no_keyboard_sends() -> None:
    assert cleaned(" a\tb\x07\ue000\n") == "a b"
    assert len(cleaned("x" * 5_000)) == 1_600


def test_a_page_becomes_paragraphs() -> None:
    html = "<p>Say <em>this</em>.</p><blockquote class='do'><p>Do that.</p></blockquote><ul><li>one</li></ul>"
    assert lines_of(html) == [
        Line(Manner.SAY, "Say this."),
        Line(Manner.DO, "Do that."),
        Line(Manner.SAY, "- one"),
    ]

"""Who asks not to be contacted, and who only sounds so."""

from collections import Counter
from pathlib import Path

import phonenumbers
import pytest
import yaml

from outbound.policy.opt_out import is_opt_out, opt_out
from outbound.policy.rules import rules_for
from outbound.policy.suppression import parse_scope
from tests.policy.corpus.compose import LANGUAGES, corpus, keywords

TEXTS = yaml.safe_load(Path(__file__).with_name("opt_out_texts.yaml").read_text(encoding="utf-8"))
RECALL = 0.999
FALSE_HITS = 10
"""More of them than this among all that asks for nothing, or a single clear one, is a step back."""


@pytest.mark.parametrize("text", TEXTS["opt_out"])
def test_asks_to_be_left_alone(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", TEXTS["other"])
def test_asks_for_nothing_of_the_kind(text: str) -> None:
    assert opt_out(text) is None


# The corpus


def test_the_corpus_is_large_and_half_of_it_asks_for_nothing() -> None:
    counted = Counter((message.language, message.opts_out) for message in corpus())
    assert len(corpus()) >= 4_000
    assert all(counted[language, False] >= 0.8 * counted[language, True] for language in LANGUAGES)
    assert sum(not message.opts_out for message in corpus()) >= len(corpus()) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_thousand_opt_outs_at_most_one_is_missed(language: str) -> None:
    asks = [m.text for m in corpus() if m.opts_out and m.language == language]
    missed = [text for text in asks if not is_opt_out(text)]
    assert len(missed) <= max(2, (1 - RECALL) * len(asks)), missed


def test_over_all_languages_one_in_a_thousand_is_missed_at_most() -> None:
    asks = [m.text for m in corpus() if m.opts_out]
    missed = [text for text in asks if not is_opt_out(text)]
    assert len(missed) <= (1 - RECALL) * len(asks), missed


def test_what_asks_for_nothing_is_hardly_ever_taken_for_it_and_then_with_a_doubt() -> None:
    hits = [(m.text, found) for m in corpus() if not m.opts_out and (found := opt_out(m.text))]
    assert [text for text, found in hits if not found.doubtful] == []
    assert len(hits) <= FALSE_HITS, hits


def test_most_opt_outs_leave_no_doubt() -> None:
    found = [opt_out(message.text) for message in corpus() if message.opts_out]
    assert sum(one is not None and one.doubtful for one in found) < 0.15 * len(found)


# Keywords


@pytest.mark.parametrize("word", keywords())
def test_no_keyword_of_any_country_is_missed(word: str) -> None:
    found = opt_out(word)
    assert found
    assert not found.doubtful


def test_the_keywords_of_every_country_are_among_them() -> None:
    countries = [rules for c in phonenumbers.SUPPORTED_REGIONS if (rules := rules_for(c))]
    assert countries
    assert {word for rules in countries for word in rules.opt_out_words} <= set(keywords())


@pytest.mark.parametrize("text", ["T恤", "N/A", "TD-SCDMA", "00:00", "0000 is my PIN", "R&R", "(R) mark", "stop sign"])  # fmt: skip
def test_letters_and_digits_count_only_as_the_whole_message(text: str) -> None:
    assert opt_out(text) is None


@pytest.mark.parametrize("text", ["STPO", "stopp", "UNSUSCRIBE", "cancle", "🛑"])
def test_a_keyword_mistyped_or_drawn_is_taken_with_a_doubt(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.doubtful


# How much is left off


def test_all_is_left_off_unless_the_person_names_less() -> None:
    found = opt_out("STOP")
    assert found
    assert found.scopes == ("all",)
    assert found.why == "keyword STOP"


@pytest.mark.parametrize("text", ["no more marketing calls", "别再给我推销套餐了", "拒绝推销", "no quiero más publicidad", "arrêtez le démarchage"])  # fmt: skip
def test_who_names_selling_leaves_the_rest(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("purpose:marketing", "purpose:retention")


@pytest.mark.parametrize("text", ["no more surveys", "别再做调查了", "no más encuestas", "plus de sondages"])  # fmt: skip
def test_who_names_surveys_leaves_the_rest(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("purpose:research", "purpose:survey")


def test_who_asks_for_two_things_gets_the_wider() -> None:
    found = opt_out("Stop the marketing. And do not call me again.")
    assert found
    assert found.scopes == ("all",)


@pytest.mark.parametrize("text", ["Stop calling me, just text me", "别再打了，发短信就行", "no me llamen, solo mensajes"])  # fmt: skip
def test_who_asks_for_messages_instead_leaves_messages(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("channel:call",)


@pytest.mark.parametrize("text", ["stop texting, call me instead", "别发短信了，有事打电话", "no me escriban, mejor llámenme"])  # fmt: skip
def test_who_asks_for_calls_instead_leaves_calls(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("channel:sms",)


def test_selling_by_one_channel_may_be_all_that_is_unwelcome() -> None:
    found = opt_out("no more marketing calls, text me instead")
    assert found
    assert found.scopes == ("purpose:marketing channel:call", "purpose:retention channel:call")


def test_every_scope_can_be_written_as_an_event() -> None:
    found = {opt_out(message.text) for message in corpus() if message.opts_out} - {None}
    for scope in {scope for one in found if one for scope in one.scopes}:
        assert str(parse_scope(scope)) == scope


# A person decides


@pytest.mark.parametrize(
    "text",
    ["wrong number", "spam", "fuck off", "don't call me at work", "你们打错号码了", "不要在上班时间打",
     "stop, call me tomorrow instead", "número equivocado", "mauvais numéro"],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_taken_with_a_doubt(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.doubtful


@pytest.mark.parametrize("text", ["stop texting me", "别再打了", "no me llamen", "ne m'appelez plus", "唔好再打嚟"])  # fmt: skip
def test_what_is_clear_leaves_no_doubt(text: str) -> None:
    found = opt_out(text)
    assert found
    assert not found.doubtful


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    assert is_opt_out("please stop calling me. " + "really " * 100_000)

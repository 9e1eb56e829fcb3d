"""Who asks not to be contacted, and who only sounds so."""

from pathlib import Path

import pytest
import yaml

from outbound.policy.opt_out import is_opt_out, opt_out
from outbound.policy.rules import rules_for
from outbound.policy.suppression import parse_scope

TEXTS = yaml.safe_load(Path(__file__).with_name("opt_out_texts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", TEXTS["opt_out"])
def test_asks_to_be_left_alone(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", TEXTS["other"])
def test_asks_for_nothing_of_the_kind(text: str) -> None:
    assert opt_out(text) is None


def test_the_table_is_balanced() -> None:
    assert len(TEXTS["opt_out"]) >= 100
    assert len(TEXTS["other"]) >= 100


@pytest.mark.parametrize("country", ["CN", "US", "GB", "CA", "AU", "FR", "DE"])
def test_every_word_of_a_country_is_understood(country: str) -> None:
    rules = rules_for(country)
    assert rules
    assert [word for word in rules.opt_out_words if not is_opt_out(word)] == []


def test_all_is_left_off_unless_the_person_names_less() -> None:
    found = opt_out("STOP")
    assert found
    assert found.scopes == ("all",)
    assert found.why == "keyword STOP"


@pytest.mark.parametrize("text", ["no more marketing calls", "别再给我推销套餐了", "拒绝推销"])
def test_who_names_selling_leaves_the_rest(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("purpose:marketing", "purpose:retention")


@pytest.mark.parametrize("text", ["Stop calling me, just text me", "别再打了，发短信就行"])
def test_who_asks_for_messages_instead_leaves_messages(text: str) -> None:
    found = opt_out(text)
    assert found
    assert found.scopes == ("channel:call",)


def test_every_scope_can_be_written_as_an_event() -> None:
    for text in TEXTS["opt_out"]:
        found = opt_out(text)
        assert found
        assert [str(parse_scope(scope)) for scope in found.scopes] == list(found.scopes)


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    assert is_opt_out("please stop calling me. " + "really " * 100_000)

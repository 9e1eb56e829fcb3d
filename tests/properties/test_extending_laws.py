"""Laws of files that extend each other: whatever is merged is shown as it is, and placed."""

import json

from hypothesis import given
from hypothesis import strategies as st

from outbound.campaign.effective import effective_text
from outbound.campaign.extending import extend
from outbound.campaign.source import read_yaml

_TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("C", "Z"))
)
TREES = st.recursive(
    st.one_of(st.none(), st.integers(-9, 9), st.booleans(), _TEXTS, st.just("two words, a: # -")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(_TEXTS, TREES, max_size=4)


@given(DOCUMENTS)
def test_any_document_is_shown_as_it_is(document):
    source = read_yaml(json.dumps(document), "f")
    assert read_yaml(effective_text(source), "g").data == {
        key: value for key, value in document.items() if key != "extends"
    }


@given(DOCUMENTS, DOCUMENTS)
def test_a_merged_document_has_a_mark_for_every_value(inherited, own):
    source = extend(read_yaml(json.dumps(inherited), "f"), read_yaml(json.dumps(own), "g"))
    assert read_yaml(effective_text(source), "h").data == {
        key: value for key, value in source.data.items() if key != "extends"
    }

"""Laws of the audit: whatever somebody does to a chain who lacks its keys, it shows."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from outbound.audit.chain import Link, link
from outbound.audit.verification import verify
from tests.audit.written import KEY, chain, checkpoint

LINKS = chain(12)
ANCHOR = checkpoint(LINKS, 9)
places = st.integers(0, len(LINKS) - 1)
texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
entries: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.dictionaries(texts, values, max_size=4), max_size=4
)


def fitted(links: list[Link], start: int) -> list[Link]:
    """The chain with every hash from there on made anew: that needs no key."""
    made = links[:start]
    for here in links[start:]:
        previous = made[-1].hash if made else "0" * 64
        seq = len(made) + 1
        made.append(replace(here, seq=seq, previous=previous, hash=link(previous, seq, here.at, here.entries)))  # fmt: skip
    return made


def found(links: list[Link]) -> bool:
    return bool(verify(links, [ANCHOR], [KEY]))


def test_the_chain_itself_is_sound() -> None:
    assert not found(LINKS)


@given(places, entries, st.booleans())
def test_an_edit_is_found_also_with_hashes_that_fit(
    place: int, said: list[dict[str, Any]], fit: bool
) -> None:
    assume(said != LINKS[place].entries)
    links = [*LINKS[:place], replace(LINKS[place], entries=said), *LINKS[place + 1 :]]
    assert found(fitted(links, place) if fit else links)


@given(places, places, st.booleans())
def test_a_removal_is_found_but_for_the_end_that_nobody_signed(
    first: int, count: int, fit: bool
) -> None:
    links = LINKS[:first] + LINKS[first + count + 1 :]
    assume(len(links) < ANCHOR.seq or links != LINKS[: len(links)])
    assert found(fitted(links, first) if fit else links)


@given(st.permutations(range(len(LINKS))), st.booleans())
def test_another_order_is_found(order: list[int], fit: bool) -> None:
    assume(order != sorted(order))
    moved = [replace(LINKS[was], seq=seq) for seq, was in enumerate(order, 1)]
    assert found(fitted(moved, 0) if fit else moved)


@given(places, entries, st.booleans())
def test_an_insertion_is_found(place: int, said: list[dict[str, Any]], fit: bool) -> None:
    extra = replace(LINKS[place], entries=said)
    links = [*LINKS[: place + 1], extra, *LINKS[place + 1 :]]
    numbered = [replace(here, seq=seq) for seq, here in enumerate(links, 1)]
    assert found(fitted(numbered, place) if fit else numbered)


@given(st.integers(0, ANCHOR.seq - 1))
def test_a_cut_before_the_checkpoint_is_found(kept: int) -> None:
    assert [finding.code for finding in verify(LINKS[:kept], [ANCHOR], [KEY])] == ["truncated"]


@given(st.integers(1, ANCHOR.seq))
def test_who_has_the_key_but_not_the_checkpoint_cannot_rewrite(seq: int) -> None:
    told = [f"result {n}" for n in range(1, seq)] + ["otherwise"]
    rewritten = chain(len(LINKS), told=told)
    assert verify(rewritten, (), [KEY]) == []
    assert found(rewritten)

"""What a verification says of chains that somebody touched."""

import hashlib
from dataclasses import replace

import pytest

from outbound.audit.chain import Link, append, link
from outbound.audit.entries import canonical
from outbound.audit.keys import Key
from outbound.audit.verification import verify
from tests.audit.written import KEY, chain, checkpoint

OTHER = Key(b"o" * 32)


def codes(links: list[Link], **given: object) -> list[tuple[str, int | None]]:
    return [(found.code, found.seq) for found in verify(links, **{"keys": [KEY], **given})]  # type: ignore[arg-type]


def rehashed(links: list[Link], start: int) -> list[Link]:
    """The chain with its hashes made to fit again from there on, as anybody can who has no key."""
    made = list(links[:start])
    for here in links[start:]:
        previous = made[-1].hash if made else "0" * 64
        seq = len(made) + 1
        fresh = link(previous, seq, here.at, here.entries)
        made.append(Link(seq, here.at, here.entries, previous, fresh))
    return made


def test_a_chain_that_nobody_touched_is_sound() -> None:
    links = chain(20)
    assert verify(links, [checkpoint(links, 10), checkpoint(links, 20)], [KEY]) == []
    assert verify([], (), [KEY]) == []


def test_a_changed_entry_is_found_where_it_is() -> None:
    links = chain(5)
    links[2] = replace(links[2], entries=[{"kind": "decision", "result": "completed"}])
    assert codes(links) == [("changed", 3)]


@pytest.mark.parametrize("field", ["at", "previous", "hash"])
def test_nothing_of_a_link_can_be_changed(field: str) -> None:
    links = chain(5)
    other = {"at": links[0].at, "previous": "1" * 64, "hash": "2" * 64}
    links[2] = replace(links[2], **{field: other[field]})
    assert ("changed", 3) in codes(links)


def test_links_that_are_gone_are_named() -> None:
    links = chain(8)
    assert codes(links[:3] + links[4:]) == [("removed", 4)]
    found = verify(links[:3] + links[6:], (), [KEY])
    assert found[0].message == "Links 4 to 6 are missing: they were taken out."
    assert codes(links[1:]) == [("removed", 1)]


def test_links_that_were_exchanged_are_told_apart_from_changed_ones() -> None:
    links = chain(6)
    a, b = links[1], links[4]
    links[1], links[4] = replace(b, seq=a.seq), replace(a, seq=b.seq)
    assert codes(links) == [("reordered", 2), ("reordered", 5)]
    links = chain(6)
    a, b = links[1], links[4]
    links[1], links[4] = (
        replace(a, entries=b.entries, at=b.at),
        replace(b, entries=a.entries, at=a.at),
    )
    assert [code for code, _ in codes(links)] == ["reordered", "reordered"]


def test_what_was_put_in_between_is_found_even_when_all_hashes_fit() -> None:
    links = chain(6)
    extra = replace(links[2], entries=[{"kind": "decision", "result": "suppressed"}])
    found = codes(rehashed([*links[:3], extra, *links[3:]], 3))
    assert ("unknown-key", 4) in found
    assert {("forged", seq) for seq in (5, 6, 7)} <= set(found)


def test_a_link_of_somebody_without_the_key_is_found_at_the_end() -> None:
    links = chain(4)
    last = links[-1]
    entries = [*last.entries[:-1], {"kind": "stamp", "key": KEY.id, "proof": "0" * 32}]
    invented = Link(5, last.at, entries, last.hash, link(last.hash, 5, last.at, entries))
    assert codes([*links, invented]) == [("forged", 5)]
    theirs, _ = append(OTHER, last.hash, 5, last.at, last.entries[:-1])
    assert codes([*links, theirs]) == [("unknown-key", 5)]
    repeated = replace(
        last, seq=5, previous=last.hash, hash=link(last.hash, 5, last.at, last.entries)
    )
    assert codes([*links, repeated]) == [("forged", 5)]


def test_an_end_that_was_cut_off_is_found_against_a_checkpoint() -> None:
    links = chain(10)
    signed = checkpoint(links, 8)
    assert codes(links[:5], checkpoints=[signed]) == [("truncated", 6)]
    assert codes([], checkpoints=[signed]) == [("truncated", 1)]
    assert codes(links[:8], checkpoints=[signed]) == []


def test_a_chain_rewritten_whole_with_the_key_is_found_against_a_checkpoint() -> None:
    links = chain(10)
    rewritten = chain(10, told=["result 1", "never happened"])
    assert codes(rewritten) == []
    assert codes(rewritten, checkpoints=[checkpoint(links, 10)]) == [("rewritten", 10)]


def test_a_key_that_was_changed_proves_what_it_wrote() -> None:
    links = chain(3, OTHER)
    last = links[-1]
    links.append(append(KEY, last.hash, 4, last.at, [{"kind": "decision"}])[0])
    assert codes(links, keys=[KEY, OTHER]) == []
    assert codes(links) == [("unknown-key", 1)]
    assert codes(links, keys=[]) == []


def test_columns_that_make_no_sense_are_changes() -> None:
    links = chain(3)
    links[1] = replace(links[1], previous="not a hash")
    assert ("changed", 2) in codes(links)
    links = chain(3)
    links[1] = replace(links[1], seq=-1)
    assert ("inserted", -1) in codes(sorted(links, key=lambda here: here.seq))


def test_a_number_that_nobody_could_have_written_is_a_change() -> None:
    links = chain(3)
    links[1] = replace(links[1], entries=[{"kind": "export", "lines": float("inf")}])
    assert codes(links) == [("changed", 2)]


def test_a_link_is_the_hash_of_its_row_written_canonically() -> None:
    [first] = chain(1)
    row = canonical({"seq": 1, "at": "2026-11-23T02:00:01+00:00", "entries": first.entries})
    assert first.hash == hashlib.sha256(bytes(32) + row).hexdigest()
    assert append(KEY, first.hash, 2, first.at, [])[0].hash == link(
        first.hash, 2, first.at, append(KEY, first.hash, 2, first.at, [])[0].entries
    )

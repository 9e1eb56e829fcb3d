"""Checkpoints as they are kept: signed, one a line."""

import json

from outbound.audit.checkpoints import Signer, read
from tests.audit.written import SIGNER, chain, checkpoint

LINKS = chain(9)
THREE = checkpoint(LINKS, 3)
LINE = SIGNER.line(THREE)


def test_what_was_signed_is_read_back() -> None:
    kept = read(f"{LINE}\n{SIGNER.line(checkpoint(LINKS, 9))}\n", [SIGNER.public])
    assert kept.checkpoints == (THREE, checkpoint(LINKS, 9))
    assert kept.foreign == kept.unreadable == ()


def test_a_changed_checkpoint_is_not_ours() -> None:
    for name, value in (("seq", 4), ("hash", "0" * 64), ("at", "2026-11-24T00:00:00+00:00")):
        kept = read(json.dumps(json.loads(LINE) | {name: value}), [SIGNER.public])
        assert kept.checkpoints == ()
        assert kept.foreign == ((1, "is not what was signed"),)


def test_somebody_elses_signature_is_not_ours() -> None:
    theirs = Signer(b"t" * 32)
    assert read(theirs.line(THREE), [SIGNER.public]).foreign == (
        (1, "is signed with a key that is not ours"),
    )
    mixed = json.loads(theirs.line(THREE)) | {"key": SIGNER.public}
    assert read(json.dumps(mixed), [SIGNER.public]).foreign == ((1, "is not what was signed"),)


def test_lines_that_are_none_are_told_by_their_number() -> None:
    torn = f'\n{LINE[:40]}\n[]\n{{"seq": 1}}\n{LINE}\n"text"\n'
    kept = read(torn, [SIGNER.public])
    assert kept.unreadable == (2, 3, 4, 6)
    assert kept.checkpoints == (THREE,)
    bent = json.loads(LINE)
    for change in ({"signature": "xyz"}, {"key": 5}, {"at": "2026-11-24T00:00:00"}, {"seq": None}):
        assert read(json.dumps(bent | change), [SIGNER.public]).checkpoints == ()

"""Mistakes at the doors and in the books: who is let in, what is believed, what is counted."""

from tests.broken.build import Broken

_WEBHOOKS = "outbound/carrier/twilio/webhooks.py"

DOORS = (
    Broken(
        "signatures-are-not-verified", "anybody can say that a call was answered, or that somebody said no",
        _WEBHOOKS, "    verify(settings, url_path, pairs, signature)\n", "", ("tests/engine/test_events.py::test_a_forged_callback_is_refused_and_not_stored",),
    ),
    Broken(
        "tokens-are-not-compared", "a callback that was signed for one attempt speaks for another",
        "outbound/carrier/twilio/tokens.py",
        "if shape is None or not hmac.compare_digest(shape[3], _proof(secret, shape[1], int(shape[2]))):",
        "if shape is None:", ("tests/carrier/test_tokens.py",),
    ),
    Broken(
        "one-key-for-all-that-a-call-tells", "the second callback of a call is taken for a repetition and lost",
        _WEBHOOKS, "json.dumps([kind.value, token, sorted(given.items())]", "json.dumps([kind.value, token]",
        ("tests/engine/test_events.py::test_statuses_of_a_call_in_any_order_end_alike",),
    ),
    Broken(
        "a-callback-is-answered-though-it-was-not-stored", "the carrier does not repeat it, and an answer is lost",
        "outbound/web/webhooks.py", "(OutboundError, 503),", "(OutboundError, 200),",
        ("tests/web/test_webhooks.py::test_a_locked_store_asks_the_carrier_to_come_again",),
    ),
    Broken(
        "a-repeated-callback-is-applied-again", "an answer counts twice",
        "outbound/engine/inbox/events.py", "if row_id in before:", "if row_id < 0:",
        ("tests/engine/test_events.py::test_whoever_applies_it_second_changes_nothing_and_gives_the_same_answer[sqlite]",),
    ),
    Broken(
        "a-link-leaves-one-entry-out", "what was decided can be changed, and nobody notices",
        "outbound/engine/chain/writing.py", "entries = [_entry(session, key, one) for one in pending]",
        "entries = [_entry(session, key, one) for one in pending[1:]]",
        ("tests/engine/test_chain.py::test_a_transaction_that_decides_something_adds_one_link[sqlite]",),
    ),
    Broken(
        "a-link-forgets-the-one-before", "links can be taken out or moved",
        "outbound/audit/chain.py", "hashlib.sha256(bytes.fromhex(previous) + _row(seq, at, entries))", "hashlib.sha256(_row(seq, at, entries))",
        ("tests/audit/test_verification.py::test_a_link_is_the_hash_of_its_row_written_canonically",),
    ),
    Broken(
        "the-holdout-is-drawn-again", "people are held out of one list and called from the next, and no effect can be told",
        "outbound/audience/decision.py", 'ibis.literal(f"{campaign.id}:")',
        'ibis.literal(f"{campaign.id}:{len(campaign.title.root)}:")', ("tests/audience/test_selection.py::test_the_holdout_is_the_hash_of_campaign_and_subscriber",),
    ),
    Broken(
        "weights-are-upside-down", "those who answer least count least, and the score flatters",
        "outbound/score/weights.py", "eligible[c] / answered[c] if c in eligible",
        "answered[c] / eligible[c] if c in eligible", ("tests/score/test_weights.py::test_nonresponse_gives_the_silent_back_to_their_class",),
    ),
    Broken(
        "scripts-reach-behind-the-curtain", "whoever writes a script runs code on the server",
        "outbound/script/allowed.py", '    if node.attr.startswith("_"):', '    if node.attr == "__class__":',
        ("tests/script/test_sandbox.py::test_what_is_not_allowed_is_refused_before_it_runs",),
    ),
)  # fmt: skip

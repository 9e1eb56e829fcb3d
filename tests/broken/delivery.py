"""Mistakes on the way to the carrier and back: what is contacted twice, too late, or after a no."""

from tests.broken.build import Broken

_ATTEMPTS = "outbound/engine/attempts"
_PLACE = "tests/engine/test_place.py"
_RESERVE = "tests/engine/test_reserve.py"

DELIVERY = (
    Broken(
        "a-timeout-is-tried-again", "a call whose reply was lost is made twice",
        "outbound/carrier/twilio/replies.py", 'return Uncertain(f"no reply: {type(fault).__name__}")',
        'return NotTaken(backoff, f"no reply: {type(fault).__name__}")', ("tests/carrier/test_replies.py",),
    ),
    Broken(
        "every-429-is-tried-again", "a proxy's refusal hides a call that rings, and it is made twice",
        "outbound/carrier/twilio/replies.py", "        if code == THROTTLED:", "        if code:",
        ("tests/carrier/test_replies.py",),
    ),
    Broken(
        "no-mark-before-the-create", "after a crash nobody knows what was sent, and it is sent again",
        f"{_ATTEMPTS}/hand_over.py", "    move(attempt, Event.HANDED, now)\n", "",
        (f"{_PLACE}::test_a_mark_is_made_once",),
    ),
    Broken(
        "handed-over-without-a-last-look", "what was withdrawn after its reservation is sent all the same",
        f"{_ATTEMPTS}/hand_over.py",
        "if found[attempt_id][0].state is State.RESERVED ", "if found[attempt_id] ",
        (f"{_PLACE}::test_what_was_suppressed_after_its_reservation_is_not_placed",),
    ),
    Broken(
        "what-was-in-flight-is-withdrawn", "a crash while the carrier is asked makes the call twice",
        "outbound/engine/tick.py", "        if attempt.state is State.RESERVED:\n            never",
        "        if attempt.state in (State.RESERVED, State.PLACING):\n            never",
        (f"{_PLACE}::test_an_unplaced_call_of_a_dead_process_gives_the_agent_back",),
    ),
    Broken(
        "a-reply-is-written-down-without-the-number", "two workers change one attempt at once, and one is lost",
        f"{_ATTEMPTS}/place.py", "        lock_attempts(session, list(replies))\n", "",
        (f"{_PLACE}::test_one_bad_number_stops_nothing",),
    ),
    Broken(
        "an-attempt-does-not-hold-its-number", "two campaigns ring one telephone at once",
        f"{_ATTEMPTS}/reserve.py", '"holds": contact.number', '"holds": None',
        (f"{_RESERVE}::test_one_number_on_two_lists_is_attempted_once_at_a_time[sqlite]",),
    ),
    Broken(
        "a-late-callback-sets-an-attempt-back", "who has hung up is taken for ringing, and nothing ever follows",
        "outbound/dialing/attempt.py", "return target if RANK[target] > RANK[state] else state",
        "return target", ("tests/dialing/test_attempt.py",),
    ),
    Broken(
        "caps-forget-the-unknown", "whoever may have been called is called once too often",
        "db/queries/gate_facts.py", "(State.UNKNOWN, *NOT_YET_PLACED)", "NOT_YET_PLACED",
        ("tests/engine/test_counting.py::test_attempts_whose_fate_is_unknown_count",),
    ),
    Broken(
        "money-is-not-put-aside", "many attempts at once spend what was left for one",
        f"{_ATTEMPTS}/money.py", "self._known[limit.name] = (reserved + price, settled)",
        "self._known[limit.name] = (reserved, settled)", ("tests/engine/test_money.py::test_the_most_that_a_call_can_cost_is_put_aside_under_every_limit[sqlite]",),
    ),
    Broken(
        "a-no-leaves-what-is-reserved", "who said no a second ago is called",
        f"{_ATTEMPTS}/suppress.py", "take_back(session, attempt, now, _why(order))", "pass",
        ("tests/engine/test_texting.py::test_a_narrower_no_withdraws_what_it_covers[sqlite]",),
    ),
    Broken(
        "a-no-lets-it-ring", "the telephone of somebody who said no rings on",
        "outbound/engine/inbox/texting.py",
        "calls = {sid for scope in said.scopes for sid in ringing(session, number, scope)}", "calls = set()",
        ("tests/engine/test_texting.py::test_an_opt_out_cancels_what_rings",),
    ),
    Broken(
        "a-no-during-the-create-lets-it-ring", "who said no while the carrier was asked is called",
        f"{_ATTEMPTS}/place.py",
        "return _unwanted(engine, session, attempt, now) if isinstance(reply, Accepted) else None",
        "return None", (f"{_PLACE}::test_a_call_is_ended_if_somebody_opts_out_while_the_carrier_takes_it",),
    ),
    Broken(
        "suppressed-by-subscriber", "a no is forgotten, for it is asked for by number",
        f"{_ATTEMPTS}/settle.py", "forbid(session, attempt.number,", "forbid(session, attempt.subscriber_id,",
        ("tests/engine/test_settle.py::test_a_number_out_of_service_is_tried_on_no_channel",),
    ),
    Broken(
        "the-second-gate-is-open", "a call that was too late to cancel talks to somebody who said no",
        "outbound/engine/inbox/second_gate.py",
        "return standing(events, campaign.purpose, over.attempt.channel, campaign.id, now) is not None",
        "return False", ("tests/engine/test_voice.py::test_who_opted_out_while_it_rang_hears_one_sentence",),
    ),
    Broken(
        "an-id-is-kept-before-it-is-asked-for", "a call that was released as never made, and rings, rings on",
        "outbound/engine/inbox/evidence.py", "        before, stray = attempt.state,",
        "        attempt.sid = row.sid\n        before, stray = attempt.state,",
        ("tests/engine/test_released.py::test_the_listing_too_can_prove_that_a_release_was_wrong",),
    ),
    Broken(
        "the-line-is-forgotten-with-the-talk", "a customer who is still in the room hears the next one's talk",
        f"{_ATTEMPTS}/desks.py", "attempt.id).line = sid", "attempt.id)",
        ("tests/engine/test_agents_room.py::test_an_agent_gets_nobody_while_the_last_customer_may_still_be_in_their_room[sqlite]",),
    ),
    Broken(
        "committed-before-the-audit", "what was decided stands, and the audit does not tell of it",
        "db/session.py", "            _finish(session, self.recorder)\n",
        "            session.commit()\n            _finish(session, self.recorder)\n            session.rollback()\n",
        ("tests/engine/test_chain.py::test_a_transaction_that_decides_something_adds_one_link[sqlite]",),
    ),
    Broken(
        "the-fence-is-not-looked-at", "a leader that was asleep writes beside the one that took over",
        "outbound/engine/crew/member.py", "self.engine.store.guarded(partial(lease.prove, held=held))",
        "self.engine.store", ("tests/engine/crew/test_member.py::test_a_leader_that_was_frozen_while_the_lease_passed_on_commits_nothing[sqlite]",),
    ),
    Broken(
        "any-token-will-do", "a process that led before, and leads again by chance, writes what is stale",
        "outbound/engine/crew/lease.py", "(row.holder, row.token) != (held.holder, held.token)",
        "row.holder != held.holder", ("tests/engine/crew/test_lease.py::test_who_takes_it_again_later_does_not_revive_what_was_begun_before[sqlite]",),
    ),
)  # fmt: skip

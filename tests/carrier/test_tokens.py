import pytest

from outbound.carrier.twilio.tokens import open_token, token
from outbound.errors import RefusedError

ATTEMPT = "0123456789abcdef0123456789abcdef"


def test_a_token_opens_to_what_it_was_made_of():
    assert open_token("secret", token("secret", ATTEMPT, 3)) == (ATTEMPT, 3)


def test_turns_and_attempts_differ_in_their_proof():
    proofs = {token("secret", a, t).rsplit(".")[-1] for a in ("a", "b") for t in (0, 1)}
    assert len(proofs) == 4


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        token("other", ATTEMPT),
        token("secret", ATTEMPT)[:-1] + "x",
        token("secret", ATTEMPT, 1).replace(".1.", ".2."),
        token("secret", ATTEMPT, 1).replace(".1.", ".01."),
        token("secret", ATTEMPT) + "\n",
        "é" * 70,
    ],
)
def test_nothing_else_opens(forged):
    with pytest.raises(RefusedError):
        open_token("secret", forged)


def test_an_id_that_cannot_stand_in_a_url_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="cannot stand in a URL"):
        token("secret", "a/b")

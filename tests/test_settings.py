"""A deployment's settings: what the environment gives, and what it may not."""

from fractions import Fraction
from pathlib import Path

import pytest

from outbound.carrier.simulator.exchange import Rates
from outbound.errors import InputError
from outbound.settings import read_settings

TWILIO = {
    "OUTBOUND_CARRIER": "twilio", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_API_KEY": "SK",
    "TWILIO_API_SECRET": "s", "TWILIO_AUTH_TOKEN": "t", "OUTBOUND_SECRET": "o",
}  # fmt: skip


def test_the_real_carrier_is_taken_for_a_new_account_unless_told(tmp_path: Path) -> None:
    plain = read_settings(tmp_path, TWILIO)
    assert (plain.calls_per_second, plain.segments_per_second) == (1, 1)
    told = {"OUTBOUND_CALLS_PER_SECOND": "5", "OUTBOUND_SEGMENTS_PER_SECOND": "2.5"}
    quick = read_settings(tmp_path, TWILIO | told)
    assert (quick.calls_per_second, quick.segments_per_second) == (5, Fraction(5, 2))


def test_the_simulated_carrier_is_used_at_what_it_takes(tmp_path: Path) -> None:
    settings, rates = read_settings(tmp_path, {}), Rates()
    assert settings.calls_per_second == rates.calls_per_second
    assert settings.segments_per_second == rates.segments_per_second


@pytest.mark.parametrize("text", ["0", "-1", "1001", "fast", "1e9", "1/3", "0.001", "٣"])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="OUTBOUND_CALLS_PER_SECOND"):
        read_settings(tmp_path, {"OUTBOUND_CALLS_PER_SECOND": text})


def test_the_fallback_is_the_web_server_itself_unless_told(tmp_path: Path) -> None:
    plain = {"OUTBOUND_PUBLIC_URL": "https://centre.example"}
    assert read_settings(tmp_path, plain).answers_fallback == "https://centre.example"
    other = plain | {"OUTBOUND_FALLBACK_URL": "https://centre.example:8081/"}
    assert read_settings(tmp_path, other).answers_fallback == "https://centre.example:8081"


def test_several_creates_go_out_together_where_nothing_of_it_is_in_the_process(
    tmp_path: Path,
) -> None:
    server = {"OUTBOUND_STORE": "postgresql+psycopg://outbound@db/outbound"}
    assert read_settings(tmp_path, {}).in_flight == 1
    assert read_settings(tmp_path, server).in_flight == 8
    assert read_settings(tmp_path, TWILIO).in_flight == 8
    for env in ({}, server, TWILIO):
        assert read_settings(tmp_path, env | {"OUTBOUND_IN_FLIGHT": "3"}).in_flight == 3


@pytest.mark.parametrize("name", ["OUTBOUND_IN_FLIGHT", "OUTBOUND_LINES", "OUTBOUND_WATCHDOG"])
@pytest.mark.parametrize("text", ["0", "-1", "1000000", "some", "1.5", "٣"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=name):
        read_settings(tmp_path, {name: text})

"""The verifier that receivers use, against what the platform signs and against what forgers would send."""

import base64
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.states import State
from chalicelib.domain.webhook_messages import message, spelled
from tests.factories import MORNING, a_dossier_in

FOLDER = Path(__file__).parents[2] / "clients/python"
sys.path.append(str(FOLDER))

from motcua_client.webhooks import TOLERANCE_S, NotGenuine, Verifier  # noqa: E402

OLD, NEW, STRANGE = b"o" * 32, b"n" * 32, b"s" * 32
HEAD, _, EVENTS = a_dossier_in(State.RECEIVED)
NOW = MORNING.timestamp()


def sent(*secrets: bytes):
    return message(EVENTS[-1], HEAD, "https://api.test/v1/dossiers/d1", secrets, MORNING)


def verifier(*secrets: bytes, at: float = NOW) -> Verifier:
    return Verifier([spelled(secret) for secret in secrets], now=lambda: at)


def test_what_we_sign_is_genuine_and_read():
    made = sent(NEW)
    told = verifier(NEW).message(made.headers, made.body)
    assert (told.type, told.dossier, told.state, told.position) == (
        "dossier.received",
        HEAD.number,
        "received",
        3,
    )
    assert told.id == made.headers["webhook-id"]
    assert told.link == "https://api.test/v1/dossiers/d1"


def test_a_message_names_no_person():
    text = sent(NEW).body.decode()
    assert HEAD.owner.name not in text
    assert HEAD.owner.number not in text
    assert HEAD.owner.ref not in text


@pytest.mark.parametrize("kept", [(OLD,), (NEW,), (NEW, OLD)])
def test_while_a_secret_is_renewed_both_are_good(kept):
    made = sent(NEW, OLD)
    assert verifier(*kept).message(made.headers, made.body).position == 3


def test_a_signature_under_another_secret_is_not_genuine():
    made = sent(STRANGE)
    with pytest.raises(NotGenuine):
        verifier(NEW, OLD).message(made.headers, made.body)


@pytest.mark.parametrize("by", [TOLERANCE_S + 1, -TOLERANCE_S - 1, 10**9])
def test_a_message_that_is_sent_again_by_somebody_else_later_is_refused(by):
    made = sent(NEW)
    with pytest.raises(NotGenuine):
        verifier(NEW, at=NOW + by).message(made.headers, made.body)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", [None, "", "x", "v1,", "v2,abc", "٣"])
def test_a_header_that_is_missing_or_damaged_is_refused(header, value):
    made = sent(NEW)
    headers = {name: each for name, each in made.headers.items() if name != header}
    if value is not None:
        headers[header] = value
    with pytest.raises(NotGenuine):
        verifier(NEW).message(headers, made.body)


def test_a_renewed_timestamp_does_not_make_it_fresh():
    made = sent(NEW)
    late = NOW + 3600
    with pytest.raises(NotGenuine):
        verifier(NEW, at=late).message({**made.headers, "webhook-timestamp": str(int(late))}, made.body)


@given(st.data())
def test_each_changed_bit_of_the_body_is_noticed(data):
    made = sent(NEW)
    place = data.draw(st.integers(0, 8 * len(made.body) - 1))
    body = bytearray(made.body)
    body[place // 8] ^= 1 << place % 8
    with pytest.raises(NotGenuine):
        verifier(NEW).message(made.headers, bytes(body))


def test_the_published_example_of_the_standard_verifies():
    """The vector of the reference libraries of Standard Webhooks, so that theirs can verify ours."""
    from chalicelib.domain.webhook_messages import signature

    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}', secret)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

"""Keys come and go: rotation, an issuer that is down, and callers who name keys that never were."""

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters.tokens import (
    KEYS_LAST_S,
    KEYS_LIFE_S,
    REFRESH_PAUSE_S,
    IssuerKeys,
    NotAuthenticated,
    SignInNotAnswering,
)

PUBLIC = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()


class Issuer:
    """Publishes the keys named in ``has``; counts how often it is asked; may be down."""

    def __init__(self):
        self.has, self.asked, self.down, self.now = ["old"], 0, False, 0.0
        self.keys = IssuerKeys("https://issuer.test/jwks", self.fetch, lambda: self.now)

    def fetch(self, url):
        self.asked += 1
        if self.down:
            raise SignInNotAnswering
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(PUBLIC))
        return json.dumps({"keys": [{**jwk, "kid": kid, "alg": "RS256"} for kid in self.has]}).encode()

    def knows(self, kid):
        try:
            return self.keys.key(kid).key_id == kid
        except NotAuthenticated:
            return False


@pytest.fixture
def issuer():
    return Issuer()


def test_keys_are_fetched_once_and_renewed_every_hour(issuer):
    assert all(issuer.knows("old") for _ in range(100))
    assert issuer.asked == 1
    issuer.now = KEYS_LIFE_S + 1
    assert issuer.knows("old")
    assert issuer.asked == 2


def test_a_new_key_is_known_at_its_first_token_and_the_old_one_goes_on_to_hold(issuer):
    assert issuer.knows("old")
    issuer.has, issuer.now = ["old", "new"], REFRESH_PAUSE_S + 1
    assert issuer.knows("new")
    assert issuer.knows("old")


def test_a_key_that_was_taken_back_holds_no_longer_than_an_hour(issuer):
    assert issuer.knows("old")
    issuer.has, issuer.now = ["new"], KEYS_LIFE_S + 1
    assert not issuer.knows("old")


def test_invented_keys_do_not_make_us_ask_the_issuer_over_and_over(issuer):
    assert issuer.knows("old")
    assert not any(issuer.knows(f"invented-{number}") for number in range(1000))
    assert issuer.asked == 1
    issuer.now = REFRESH_PAUSE_S + 1
    assert not any(issuer.knows(f"invented-{number}") for number in range(1000))
    assert issuer.asked == 2


def test_while_the_issuer_is_down_known_keys_hold_for_a_day(issuer):
    assert issuer.knows("old")
    issuer.down = True
    for hours in (2, 12, 23):
        issuer.now = hours * 3600.0
        assert issuer.knows("old")
    issuer.now = KEYS_LAST_S + 1.0
    with pytest.raises(SignInNotAnswering):
        issuer.knows("old")


def test_an_issuer_that_never_answered_lets_nobody_in_and_is_asked_again(issuer):
    issuer.down = True
    with pytest.raises(SignInNotAnswering):
        issuer.knows("old")
    issuer.down = False
    assert issuer.knows("old")

"""The identity provider: what it signs is what the API believes, and nothing is given for nothing."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.adapters.tokens import NotAuthenticated, Tokens
from chalicelib.application.load_catalogue import read_catalogue
from chalicelib.domain.identity_numbers import PersonalNumber
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.units import Unit, Units
from chalicelib.settings import TrustedIssuer
from local.environment import AUDIENCE, ISSUER_PATHS, ROOT, Place
from local.identity.keys import SigningKey
from local.identity.personas import personas
from local.identity.provider import Provider, Refused

MACHINES = [name for name, persona in personas().items() if persona.kind == "machine"]
REDIRECT = "http://127.0.0.1:5173/back"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return SigningKey.load_or_make(tmp_path_factory.mktemp("identity") / "key.pem")


@pytest.fixture(scope="module")
def provider(key: SigningKey) -> Provider:
    return Provider("http://127.0.0.1:8001", key)


def believed(provider: Provider, answer: dict[str, Any]) -> Principal:
    trusted = tuple(TrustedIssuer.model_validate(each) for each in Place().issuers())
    tokens = Tokens(trusted, AUDIENCE, fetch=lambda _url: json.dumps(provider.jwks("")).encode())
    return tokens.principal(f"Bearer {answer['access_token']}")


@pytest.mark.parametrize("name", sorted(personas()))
def test_the_api_believes_a_token_of_every_persona(provider: Provider, name: str) -> None:
    principal = believed(provider, provider.token(None, {"persona": name}))
    assert principal.kind == PrincipalKind(personas()[name].kind)


def test_a_citizen_is_known_by_personal_number_and_account(provider: Provider) -> None:
    principal = believed(provider, provider.token("citizen", {"persona": "an"}))
    assert principal.identity_verified
    assert PersonalNumber.parse(principal.number)
    assert principal.tech_id


def test_an_officer_has_roles_and_units(provider: Provider) -> None:
    principal = believed(provider, provider.token("officer", {"persona": "qld.leader"}))
    assert (principal.roles, principal.units) == ({"leader"}, {"L-QLD"})


def test_a_machine_proves_itself_by_its_secret(provider: Provider) -> None:
    request = {"grant_type": "client_credentials", "client_id": "portal"}
    answer = provider.token("machine", {**request, "client_secret": "local-only-portal"})
    assert "portal.push" in believed(provider, answer).scopes
    with pytest.raises(Refused, match="secret"):
        provider.token("machine", {**request, "client_secret": "guessed"})


def test_partners_speak_for_units_of_their_own_and_the_portal_for_none(provider: Provider) -> None:
    machines = {name: believed(provider, provider.token("machine", {"persona": name})) for name in MACHINES}
    partners = {name for name, machine in machines.items() if "partner.push" in machine.scopes}
    assert partners == {"hanoi-motcua", "pb-portal"}
    assert {name for name, machine in machines.items() if "portal.push" in machine.scopes} == {"portal"}
    assert all(len(machines[name].units) == 1 for name in partners)
    assert machines["portal"].units == frozenset()


def test_an_issuer_does_not_vouch_for_people_of_another(provider: Provider) -> None:
    with pytest.raises(Refused, match="Nobody"):
        provider.token("officer", {"persona": "an"})


def test_a_token_signed_by_somebody_else_is_not_believed(provider: Provider, tmp_path: Path) -> None:
    stranger = Provider("http://127.0.0.1:8001", SigningKey.load_or_make(tmp_path / "other.pem"))
    with pytest.raises(NotAuthenticated):
        believed(provider, stranger.token(None, {"persona": "an"}))


def code_for(provider: Provider, verifier: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    request = {"client_id": "web", "redirect_uri": REDIRECT, "state": "s1", "login_hint": "an"}
    url = provider.code_url(
        "citizen", {**request, "code_challenge": challenge, "code_challenge_method": "S256"}
    )
    query = parse_qs(urlsplit(url).query)
    assert query["state"] == ["s1"]
    return query["code"][0]


def redeem(provider: Provider, code: str, verifier: str) -> dict[str, Any]:
    request = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    return provider.token("citizen", {**request, "client_id": "web", "redirect_uri": REDIRECT})


def test_a_code_buys_one_token_for_who_holds_the_verifier(provider: Provider) -> None:
    code = code_for(provider, "verifier-of-the-client")
    assert believed(provider, redeem(provider, code, "verifier-of-the-client")).kind == "citizen"
    with pytest.raises(Refused):
        redeem(provider, code, "verifier-of-the-client")


def test_a_stolen_code_buys_nothing(provider: Provider) -> None:
    with pytest.raises(Refused):
        redeem(provider, code_for(provider, "verifier-of-the-client"), "a guess")


def test_nobody_is_sent_away_from_this_machine(provider: Provider) -> None:
    with pytest.raises(Refused, match="this machine"):
        provider.code_url("citizen", {"redirect_uri": "https://example.com/", "login_hint": "an"})


def test_the_signing_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "identity" / "key.pem"
    first = SigningKey.load_or_make(path).jwks()
    assert SigningKey.load_or_make(path).jwks() == first
    assert path.stat().st_mode & 0o077 == 0
    assert set(first["keys"][0]) == {"kty", "n", "e", "kid", "use", "alg"}


def test_every_officer_serves_a_unit_of_the_catalogue() -> None:
    entries, _ = read_catalogue(ROOT / "catalogue")
    known = Units(versions=tuple(entry.value for entry in entries if isinstance(entry.value, Unit)))
    today = datetime.now(UTC).date()
    for persona in personas().values():
        for unit in persona.claims.get("units", ()):
            assert known.get(unit, today).code == unit


def test_every_kind_of_caller_has_an_issuer_and_somebody_to_be() -> None:
    assert {persona.kind for persona in personas().values()} == set(ISSUER_PATHS) == set(PrincipalKind)

"""The provider itself: signed tokens for a persona, for an authorization code, or for a client's secret."""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from local.environment import AUDIENCE, ISSUER_PATHS
from local.identity.keys import SigningKey
from local.identity.personas import Persona, personas

TOKEN_LIFE_S = 3600
CODE_LIFE_S = 60
LOCAL_HOSTS = ("127.0.0.1", "localhost")


class Refused(Exception):
    """An OAuth error code (RFC 6749, section 5.2) and a sentence on what to do."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


@dataclass(frozen=True)
class Code:
    """An authorization code that was given out: it buys one token, soon, for who can prove the challenge."""

    persona: Persona
    client_id: str
    redirect_uri: str
    challenge: str
    given_at: float


class Provider:
    """Three issuers with one key. Unknown names and wrong proofs raise ``Refused``."""

    def __init__(self, root: str, key: SigningKey) -> None:
        self._root, self._key = root, key
        self._codes: dict[str, Code] = {}

    def issuer(self, kind: str) -> str:
        """The ``iss`` of this kind's tokens."""
        return self._root + ISSUER_PATHS[kind]

    def discovery(self, kind: str) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0."""
        issuer = self.issuer(kind)
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "token_endpoint": f"{issuer}/token",
            "authorization_endpoint": f"{issuer}/authorize",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self, _kind: str) -> dict[str, Any]:
        """The public key."""
        return self._key.jwks()

    def token(self, kind: str | None, request: Mapping[str, str]) -> dict[str, Any]:
        """A token for a named persona, for a code, or for a machine's secret."""
        if "persona" in request:
            return self._answer(self.persona(request["persona"], kind))
        if request.get("grant_type") == "authorization_code":
            return self._answer(self._redeem(request))
        if request.get("grant_type") == "client_credentials":
            return self._answer(self._machine(request))
        raise Refused(
            "unsupported_grant_type", "Send a persona, an authorization code or client credentials."
        )

    def persona(self, key: str, kind: str | None = None) -> Persona:
        """Somebody of that name whom this issuer knows."""
        persona = personas().get(key)
        if persona is None or kind not in (None, persona.kind):
            raise Refused("invalid_grant", f"Nobody is called {key!r} here; GET /personas lists everybody.")
        return persona

    def code_url(self, kind: str, request: Mapping[str, str]) -> str:
        """Sign a persona (``login_hint``) in; the browser goes back to the client, with a code."""
        redirect = request.get("redirect_uri", "")
        if urlsplit(redirect).hostname not in LOCAL_HOSTS:
            raise Refused("invalid_request", "redirect_uri must lead to this machine.")
        if request.get("code_challenge_method") != "S256" or not request.get("code_challenge"):
            raise Refused("invalid_request", "Use PKCE: code_challenge with code_challenge_method=S256.")
        persona = self.persona(request.get("login_hint", ""), kind)
        code = secrets.token_urlsafe(24)
        self._codes[code] = Code(
            persona, request.get("client_id", ""), redirect, request["code_challenge"], time.monotonic()
        )
        return f"{redirect}?{urlencode({'code': code, 'state': request.get('state', '')})}"

    def _redeem(self, request: Mapping[str, str]) -> Persona:
        code = self._codes.pop(request.get("code", ""), None)
        digest = hashlib.sha256(request.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
        proven = code is not None and (
            secrets.compare_digest(code.challenge, challenge)
            and code.redirect_uri == request.get("redirect_uri")
            and code.client_id == request.get("client_id", "")
            and time.monotonic() - code.given_at < CODE_LIFE_S
        )
        if code is None or not proven:
            raise Refused(
                "invalid_grant", "The code is unknown, used, too old, or was given to somebody else."
            )
        return code.persona

    def _machine(self, request: Mapping[str, str]) -> Persona:
        machine = personas().get(request.get("client_id", ""))
        secret = request.get("client_secret", "")
        if machine is None or not machine.secret or not secrets.compare_digest(machine.secret, secret):
            raise Refused("invalid_client", "Unknown client or wrong secret.")
        return machine

    def _answer(self, persona: Persona) -> dict[str, Any]:
        claims = {
            **persona.claims,
            "iss": self.issuer(persona.kind),
            "aud": AUDIENCE,
            "sub": persona.subject,
        }
        token = self._key.sign(claims, TOKEN_LIFE_S)
        return {
            "access_token": token,
            "id_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFE_S,
            "scope": persona.claims.get("scope", "openid"),
        }

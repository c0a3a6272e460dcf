"""Bearer tokens: verified against the issuers we trust, and turned into principals."""

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import DomainError
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.states import Role

if TYPE_CHECKING:
    from jwt import PyJWK

    from chalicelib.settings import TrustedIssuer

#: Only what we issue and VNConnect issues; a token cannot choose a weaker one.
ALGORITHMS = ("RS256", "ES256")
KEYS_LIFE_S = 3600
KEYS_LAST_S = 24 * 3600
#: An unknown key id makes us ask the issuer again, but not more often than this.
REFRESH_PAUSE_S = 30
LEEWAY_S = 30


class NotAuthenticated(DomainError):
    """No token, or one that proves nothing."""

    code = "not-authenticated"
    vi = "Bạn chưa đăng nhập hoặc phiên đã hết hạn. Đăng nhập lại bằng VNeID rồi thử lại."
    en = "You are not signed in, or your session is over. Sign in again and repeat the request."


class SignInNotAnswering(DomainError):
    """The issuer's keys cannot be had, and none are remembered."""

    code = "sign-in-not-answering"
    vi = "Hệ thống đăng nhập tạm thời không trả lời. Hãy thử lại sau ít phút."
    en = "The sign-in service does not answer at the moment. Try again in a few minutes."


Fetch = Callable[[str], bytes]


def fetch_keys(url: str) -> bytes:
    """The issuer's JWKS. Short time-outs: a caller is waiting. Raises ``SignInNotAnswering``."""
    import urllib3

    try:
        answer = urllib3.request("GET", url, timeout=urllib3.Timeout(connect=2, read=3), retries=2)
    except urllib3.exceptions.HTTPError as error:
        raise SignInNotAnswering from error
    if answer.status != 200:
        raise SignInNotAnswering
    return answer.data


class IssuerKeys:
    """The signing keys of one issuer, fetched when needed and renewed every hour.

    While the issuer does not answer, the keys that are remembered go on to hold: for a day, then nobody gets in.
    """

    def __init__(
        self, url: str, fetch: Fetch = fetch_keys, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._now = now
        self._keys: dict[str, PyJWK] = {}
        self._fetched_at = -float("inf")
        self._asked_at = -float("inf")

    def key(self, key_id: str) -> "PyJWK":
        """Raises ``NotAuthenticated`` for a key that the issuer does not have, ``SignInNotAnswering``."""
        age, pause = self._now() - self._fetched_at, self._now() - self._asked_at
        is_wanted = age > KEYS_LIFE_S or key_id not in self._keys
        if is_wanted and (pause > REFRESH_PAUSE_S or not self._keys):
            self._refresh(age)
        if key_id not in self._keys:
            raise NotAuthenticated
        return self._keys[key_id]

    def _refresh(self, age: float) -> None:
        from jwt import PyJWKSet

        self._asked_at = self._now()
        try:
            keys = PyJWKSet.from_dict(json.loads(self._fetch(self._url))).keys
        except SignInNotAnswering:
            if age > KEYS_LAST_S:
                self._keys = {}
                raise
            return
        self._keys = {key.key_id: key for key in keys if key.key_id}
        self._fetched_at = self._now()


class Tokens:
    """Verifies issuer, audience, time and algorithm; nothing else in the code looks into a token."""

    def __init__(
        self, issuers: "tuple[TrustedIssuer, ...]", audience: str, fetch: Fetch = fetch_keys
    ) -> None:
        self._audience = audience
        self._trusted = {i.issuer: (IssuerKeys(i.jwks_url, fetch), i.kind) for i in issuers}

    def principal(self, authorization: str) -> Principal:
        """Whoever the header ``Bearer <token>`` proves. Raises ``NotAuthenticated``."""
        import jwt

        scheme, _, token = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated
        try:
            unverified = jwt.decode(token, options={"verify_signature": False})
            keys, kind = self._trusted[unverified["iss"]]
            claims = jwt.decode(
                token,
                key=keys.key(jwt.get_unverified_header(token)["kid"]),
                algorithms=list(ALGORITHMS),
                audience=self._audience,
                issuer=unverified["iss"],
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
            return _PRINCIPALS[kind](claims)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise NotAuthenticated from error


#: LoaiTaiKhoan of VNConnect.
_ACCOUNTS = {"1": OwnerKind.CITIZEN, "2": OwnerKind.ENTERPRISE, "3": OwnerKind.ORGANISATION}


def _citizen(claims: Mapping[str, Any]) -> Principal:
    account = _ACCOUNTS[str(claims.get("LoaiTaiKhoan", "1"))]
    number = claims.get("SoDinhDanh") or claims.get("MaSoDoanhNghiep") or claims.get("MaSoThue")
    return Principal(
        subject=claims["sub"],
        kind=PrincipalKind.CITIZEN,
        name=claims.get("HoVaTen") or claims.get("TenDoanhNghiep") or "",
        number=str(number or claims.get("SoCMND") or ""),
        account=account,
        tech_id=str(claims.get("TechID", "")),
        identity_verified=bool(claims.get("SoDinhDanh")),
    )


def _officer(claims: Mapping[str, Any]) -> Principal:
    return Principal(
        subject=claims["sub"],
        kind=PrincipalKind.OFFICER,
        name=claims.get("name", ""),
        position=claims.get("position", ""),
        roles=frozenset(map(Role, claims.get("roles", ()))) - {Role.APPLICANT},
        units=frozenset(map(str, claims.get("units", ()))),
    )


def _machine(claims: Mapping[str, Any]) -> Principal:
    scopes = frozenset(str(claims.get("scope", "")).split())
    return Principal(
        subject=claims["sub"],
        kind=PrincipalKind.MACHINE,
        scopes=scopes,
        units=frozenset(map(str, claims.get("units", ()))),
    )


_PRINCIPALS: dict[PrincipalKind, Callable[[Mapping[str, Any]], Principal]] = {
    PrincipalKind.CITIZEN: _citizen,
    PrincipalKind.OFFICER: _officer,
    PrincipalKind.MACHINE: _machine,
}

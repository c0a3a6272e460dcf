"""HTTP with the standard library alone: a token for client credentials, and JSON there and back."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

TIMEOUT_S = 35


class Unreachable(Exception):
    """Nothing answers at the address, or what answers is no API of ours."""


@dataclass(frozen=True)
class Reply:
    """Status and parsed body."""

    status: int
    body: Any


def request(method: str, url: str, data: bytes | None, headers: dict[str, str]) -> Reply:
    """One request. Raises ``Unreachable``."""
    try:
        asked = urllib.request.Request(url, data=data, method=method, headers=headers)
        with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as answer:
            return Reply(answer.status, _json(answer.read()))
    except urllib.error.HTTPError as refusal:
        return Reply(refusal.code, _json(refusal.read()))
    except (OSError, ValueError) as error:
        raise Unreachable(f"{method} {url}: {error}") from error


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return {"detail": data[:200].decode("utf-8", "replace")}


class Api:
    """The endpoint as one partner sees it."""

    def __init__(self, url: str, token_url: str, client: str, secret: str) -> None:
        self._url = url.rstrip("/")
        self._token_url = token_url
        self._credentials = {"client_id": client, "client_secret": secret}
        self._token = ""

    def sign_in(self) -> dict[str, Any]:
        """Client credentials for a token (RFC 6749 §4.4): what the token says."""
        form = {"grant_type": "client_credentials", "scope": "partner.push", **self._credentials}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = request("POST", self._token_url, urllib.parse.urlencode(form).encode(), headers)
        if reply.status != 200 or "access_token" not in reply.body:
            raise Unreachable(f"no token from {self._token_url}: {reply.status} {reply.body}")
        self._token = reply.body["access_token"]
        return _claims(self._token)

    def get(self, path: str, **query: object) -> Reply:
        """A reading."""
        return self._send("GET", f"{path}?{urllib.parse.urlencode(query)}", None)

    def post(self, path: str, body: dict[str, Any]) -> Reply:
        """A telling."""
        return self._send("POST", path, body)

    def post_without_token(self, path: str, body: dict[str, Any]) -> Reply:
        """The same as nobody."""
        return self._send("POST", path, body, token="")

    def _send(self, method: str, path: str, body: dict[str, Any] | None, token: str | None = None) -> Reply:
        known = self._token if token is None else token
        headers = {"Authorization": f"Bearer {known}"} if known else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        return request(method, self._url + path, data, headers)


def _claims(token: str) -> dict[str, Any]:
    """What the token says; the kit believes it, the API verifies it."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    found = _json(base64.urlsafe_b64decode(padded))
    return found if isinstance(found, dict) else {}

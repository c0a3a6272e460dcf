"""A client of the API as anybody could write it: tokens, uploads, commands; nothing of the inside."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import urllib3

from local.environment import Place, url

#: States of a file before it was read to its end.
ON_THE_WAY = frozenset({"awaiting-upload", "reading"})


class Refused(Exception):
    """An answer that the story did not expect."""


@dataclass(frozen=True)
class Upload:
    """A file to hand in."""

    component: str
    name: str
    media_type: str
    data: bytes
    sha256: str


class Client:
    """Speaks to the API, the identity provider and the portal's side door over HTTP."""

    def __init__(self, place: Place) -> None:
        self._http = urllib3.PoolManager(maxsize=8, timeout=urllib3.Timeout(connect=3, read=30))
        self._api, self._identity = url(place.ports.api), url(place.ports.identity)
        self._portal = url(place.ports.portal)
        self._tokens: dict[str, str] = {}

    def token(self, persona: str) -> str:
        """A token of that persona; kept for the whole story."""
        if persona not in self._tokens:
            answer = self._send("POST", f"{self._identity}/token", {"persona": persona})
            self._tokens[persona] = answer["access_token"]
        return self._tokens[persona]

    def get(self, persona: str | None, path: str) -> Any:
        """A reading."""
        return self._send("GET", self._api + path, None, **self._identified(persona))

    def all(self, persona: str, path: str) -> list[Any]:
        """Every item of a list, page by page."""
        found, cursor = [], ""
        while True:
            page = self.get(persona, f"{path}?limit=100&cursor={cursor}")
            found += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return found

    def post(self, persona: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """A write under a key of its own, so that it may be repeated safely."""
        headers = {**self._identified(persona), "Idempotency-Key": uuid4().hex}
        return self._send("POST", self._api + path, body if body is not None else {}, **headers)

    def upload(self, persona: str, dossier_id: str, upload: Upload) -> str:
        """Announce a file, then post its bytes straight to the store. Returns the file's id."""
        announced = self.post(
            persona,
            f"/v1/dossiers/{dossier_id}/files",
            {
                "component": upload.component,
                "name": upload.name,
                "media_type": upload.media_type,
                "bytes": len(upload.data),
                "sha256": upload.sha256,
            },
        )
        form = announced["upload"]
        fields = [*form["fields"].items(), ("file", (upload.name, upload.data, upload.media_type))]
        answer = self._http.request("POST", form["url"], fields=fields)
        if answer.status >= 300:
            raise Refused(f"the store refused {upload.name}: {answer.status} {answer.data[:200]!r}")
        return str(announced["file"]["file_id"])

    def when_read(self, persona: str, dossier_id: str, within_s: float = 120) -> dict[str, Any]:
        """The dossier as soon as none of its files is on the way."""
        ends = time.monotonic() + within_s
        while True:
            dossier: dict[str, Any] = self.get(persona, f"/v1/dossiers/{dossier_id}")
            if all(file["state"] not in ON_THE_WAY for file in dossier["files"]):
                return dossier
            if time.monotonic() > ends:
                raise Refused(f"files of {dossier_id} were not read within {within_s:.0f} s")
            time.sleep(0.1)

    def at_portal(self, path: str) -> Any:
        """What the portal itself holds, by its control endpoints."""
        return self._send("GET", f"{self._portal}/control/{path}", None, Authorization="Bearer local-only")

    def tell_portal(self, method: str, path: str, body: Mapping[str, Any]) -> None:
        """Something that the nation holds from elsewhere, by the portal's control endpoints."""
        self._send(method, f"{self._portal}/control/{path}", body, Authorization="Bearer local-only")

    def fetch(self, address: str) -> bytes:
        """The bytes behind an address, as somebody without a token gets them."""
        answer = self._http.request("GET", address)
        if answer.status != 200:
            raise Refused(f"GET {address}: {answer.status}")
        return answer.data

    def _identified(self, persona: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(persona)}"} if persona else {}

    def _send(self, method: str, address: str, body: Mapping[str, Any] | None, **headers: str) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        sent = {"Content-Type": "application/json", **headers} if data is not None else headers
        answer = self._http.request(method, address, body=data, headers=sent)
        if answer.status >= 400:
            raise Refused(f"{method} {address}: {answer.status} {answer.data.decode()[:400]}")
        return json.loads(answer.data)

"""Requests, repetitions, pages and uploads: all that stands between a caller and the API."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import urllib3

from motcua_client.types import AttachView, CommandView, DossierSummary, DossierView, LimitsView

#: Answers after which the same request may be sent again, under the same key.
PASSING = frozenset({429, 502, 503, 504})
MEDIA_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


class Problem(Exception):
    """A refusal (RFC 9457). ``code`` is stable; ``told`` has the sentences in both languages and the fields."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(f"{told.get('code')}: {told.get('detail')}")
        self.code: str = told.get("code", "unknown")
        self.status: int = told.get("status", 0)
        self.told = told


class Client:
    """Speaks for one caller. ``token`` gives a valid bearer token whenever it is asked; ``on_behalf_of`` is the id of
    the delegation under which everything is asked for its grantor.
    """

    def __init__(
        self,
        base: str,
        token: Callable[[], str],
        language: str = "vi",
        attempts: int = 5,
        on_behalf_of: str = "",
    ) -> None:
        self._base = base.rstrip("/")
        self._token = token
        self._language = language
        self._attempts = attempts
        self._behalf = {"On-Behalf-Of": on_behalf_of} if on_behalf_of else {}
        self._http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=35), retries=False)

    def limits(self) -> LimitsView:
        """What may be sent, how much and how often."""
        return cast(LimitsView, self.call("GET", "/v1/limits"))

    def open_draft(self, procedure: str, unit: str, **more: Any) -> DossierView:
        """A new draft of the caller's own; ``more`` as the contract says."""
        return cast(
            DossierView, self.call("POST", "/v1/dossiers", {"procedure": procedure, "unit": unit, **more})
        )

    def dossier(self, dossier_id: str) -> DossierView:
        """A dossier with its files."""
        return cast(DossierView, self.call("GET", f"/v1/dossiers/{dossier_id}"))

    def dossiers(self) -> Iterator[DossierSummary]:
        """All of the caller's own, the newest first."""
        cursor = ""
        while True:
            page = self.call("GET", f"/v1/dossiers?limit=100&cursor={cursor}")
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def upload(self, dossier_id: str, component: str, file: Path) -> str:
        """Announce a file and send its bytes straight to the store. Returns the file's id."""
        data = file.read_bytes()
        announced = cast(
            AttachView,
            self.call(
                "POST",
                f"/v1/dossiers/{dossier_id}/files",
                {
                    "component": component,
                    "name": file.name,
                    "media_type": MEDIA_TYPES[file.suffix.lower()],
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                },
            ),
        )
        form = announced["upload"]
        fields = [*form["fields"].items(), ("file", (file.name, data))]
        answer = self._http.request("POST", form["url"], fields=fields)
        if answer.status >= 300:
            raise Problem(
                {"code": "upload-refused", "status": answer.status, "detail": answer.data[:300].decode()}
            )
        return announced["file"]["file_id"]

    def when_read(self, dossier_id: str, within_s: float = 300) -> DossierView:
        """The dossier as soon as none of its files is on its way. Raises ``TimeoutError``."""
        ends = time.monotonic() + within_s
        while time.monotonic() < ends:
            dossier = self.dossier(dossier_id)
            if all(file["state"] != "awaiting-upload" for file in dossier["files"]):
                return dossier
            time.sleep(1)
        raise TimeoutError(f"files of {dossier_id} were not read within {within_s:.0f} s")

    def submit(self, dossier_id: str, version: int | None = None) -> CommandView:
        """File the draft; with ``version`` only if it has not changed since."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return cast(CommandView, self.call("POST", f"/v1/dossiers/{dossier_id}/submit", {}, headers))

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Any operation of the contract. Repeats what may pass, under one key. Raises ``Problem``."""
        own = {"Accept-Language": self._language, "Idempotency-Key": uuid4().hex}
        sent = {**own, **self._behalf, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(1, self._attempts + 1):
            sent["Authorization"] = f"Bearer {self._token()}"
            wait = 2.0**attempt / 4
            try:
                answer = self._http.request(method, self._base + path, body=data, headers=sent)
            except urllib3.exceptions.HTTPError:
                if attempt == self._attempts:
                    raise
            else:
                if answer.status < 400:
                    return json.loads(answer.data) if answer.data else None
                if answer.status not in PASSING or attempt == self._attempts:
                    raise Problem(_told(answer))
                wait = float(answer.headers.get("Retry-After", wait))
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")


def _told(answer: urllib3.BaseHTTPResponse) -> Mapping[str, Any]:
    try:
        return cast(Mapping[str, Any], json.loads(answer.data))
    except ValueError:
        return {"status": answer.status, "detail": answer.data[:300].decode("utf-8", "replace")}

"""What no sample dossier needs, done once on a whole machine: papers corrected, joined, certified, damaged and mended;
a portal and a subscriber that fail; a dossier filed at the portal; drafts that nobody files."""

import base64
import csv
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import urllib3

from chalicelib.application.erase_drafts import KEPT_FOR
from chalicelib.application.pack_export import SMALL_BYTES, SMALL_COUNT
from chalicelib.digitization.certification import certify
from chalicelib.domain.holdings import CHECK_WITHIN
from chalicelib.domain.pieces import PIECE_BYTES
from local.demo.client import Client
from local.demo.nation import HOLDER
from local.environment import PORTAL_ACCOUNT, Place, url
from local.event_sources.timer import SimulatedClock
from local.identity.personas import personas
from local.papers.facts import invent_facts
from local.papers.make import make_paper
from local.pki import make_pki
from local.wake import wake
from tests.app.test_officers_word import a_photo
from tests.app.world import announcement
from tests.e2e.test_crowds import upload
from tests.emulated import free_ports
from tests.pdfs import a_pdf

PROCEDURE, UNIT, OFFICE = "1.014076", "L-SYT-01", "hanoi"
OLD_KIND = "L-GT-SK"
OLD_PAPERS = SMALL_COUNT + 5
PATIENCE_S = 120

NOTHING: Mapping[str, Any] = {}

#: ``manage.py`` against the machine: exit code and what it says.
Manage = Callable[..., tuple[int, str]]


class Tour:
    """Each stop is a method; they are taken in the order of the calendar."""

    def __init__(self, place: Place, manage: Manage, folder: Path) -> None:
        self._place, self._manage, self._folder = place, manage, folder
        self._client, self._clock = Client(place), SimulatedClock(place.clock)

    def __call__(self) -> None:
        """All of it. A winter goes by at the machine, and then the clock stands where it stood."""
        before, began = self._clock.now(), time.monotonic()
        try:
            self._walk()
        finally:
            self._clock.turn(before + timedelta(seconds=time.monotonic() - began), turning=False)

    def _walk(self) -> None:
        self.an_archive_is_imported_and_taken_along()
        self.a_file_comes_in_pieces()
        self.photos_become_one_paper()
        self.officers_look_correct_and_certify()
        self.the_same_papers_are_filed_twice()
        self.somebody_acts_for_another()
        self.a_subscriber_and_the_portal_are_away()
        self.the_stream_falls_silent()
        self.somebody_files_at_the_portal()
        self.the_portal_forgets_everything()
        self.a_file_is_never_sent()
        self.bytes_are_damaged()
        self.drafts_are_forgotten()

    def an_archive_is_imported_and_taken_along(self) -> None:
        """A company gets more old papers than are packed while it waits, and a person two that are too heavy."""
        company, person = personas()[HOLDER].claims["MaSoThue"], personas()["dung"].claims["SoDinhDanh"]
        heavy = b"%" * (SMALL_BYTES - 1_000_000)
        owners = [(company, b"")] * OLD_PAPERS + [(person, heavy)] * 2
        rows = self._folder / "rows.csv"
        with rows.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(["id", "owner", "kind", "name", "file"])
            for number, (owner, weight) in enumerate(owners):
                (self._folder / f"{number}.pdf").write_bytes(a_pdf(f"Giấy cũ số {number}") + weight)
                table.writerow([f"old-{number}", owner, OLD_KIND, "Giấy khám sức khỏe", f"{number}.pdf"])
        code, said = self._manage("papers", "import", str(rows), "--from", str(self._folder))
        assert code == 0, said
        paper = self._client.get("dung", "/v1/papers")["items"][0]
        self._client.fetch(self._client.get("dung", f"/v1/papers/{paper['code']}/preview")["url"])
        for persona in (HOLDER, "dung"):
            path = f"/v1/paper-exports/{self._client.post(persona, '/v1/paper-exports')['id']}"
            self._until(lambda path=path, persona=persona: self._client.get(persona, path)["url"])

    def a_file_comes_in_pieces(self) -> None:
        """First a piece of other bytes than the file was announced with; then the right one."""
        draft = self._draft("an")
        data = a_pdf("Giấy tờ lớn") + b"%" * PIECE_BYTES
        told = announcement(draft["components"][0]["code"], data)
        file = self._client.post("an", f"/v1/dossiers/{draft['id']}/files", told)["file"]
        path, first, second = _path(draft, file), data[:PIECE_BYTES], data[PIECE_BYTES:]
        self._send_pieces(path, [first, b"x" * len(second)])
        assert self._status("an", f"{path}/assembly") == 422
        self._send_pieces(path, [first, second])
        assert self._client.get("an", f"{path}/pieces")["arrived"] == [1, 2]
        self._client.post("an", f"{path}/assembly")
        assert self._client.when_read("an", draft["id"])["files"][0]["state"] == "ready"

    def photos_become_one_paper(self) -> None:
        """Two photos; they are read once more, as a whole."""
        draft = self._draft("an")
        component = draft["components"][0]["code"]
        first, second = (
            self._client.upload("an", draft["id"], upload(component, a_photo(shade), "anh.png", "image/png"))
            for shade in (10, 20)
        )
        self._client.when_read("an", draft["id"])
        path = f"/v1/dossiers/{draft['id']}/files/{component}/{first}"
        self._client.post("an", f"{path}/join", {"followed_by": [second]})
        self._client.when_read("an", draft["id"])

    def officers_look_correct_and_certify(self) -> None:
        """A card is looked at; a date is corrected; a copy is certified; a request is repeated."""
        card = make_paper("citizen_card", invent_facts(5), seed=5)
        key, signer = make_pki().officer, "Nguyễn Thị Thử Nghiệm"
        signed = certify(a_pdf("Quyết định"), key, signer, self._clock.now())
        draft, desk = self._filed("binh", card.data, signed), f"{OFFICE}.reception"
        statuses = {self._status(desk, _command(draft, "receive")) for _ in range(2)}
        assert statuses == {200}
        officer = f"{OFFICE}.specialist"
        first, second, *_, last = self._client.get(officer, f"/v1/dossiers/{draft['id']}")["files"]
        preview = next(name for name in first["copies"] if name.endswith(".jpg"))
        self._client.get(officer, f"{_path(draft, first)}/copies/{preview}")
        correction = {"field": "issue_date", "value": "2026-10-01"}
        self._client.post(officer, f"{_path(draft, second)}/corrections", correction)
        self._client.post(officer, f"{_path(draft, last)}/certify")
        self._until(
            lambda: any(
                file["certification"]
                for file in self._client.get(officer, f"/v1/dossiers/{draft['id']}")["files"]
            )
        )

    def the_same_papers_are_filed_twice(self) -> None:
        """In two dossiers of one owner, whose repository keeps their bytes once."""
        papers = [a_pdf(f"Giấy nộp hai lần {number}") for number in range(9)]
        for _ in range(2):
            self._client.post(f"{OFFICE}.reception", _command(self._filed("chi", *papers), "receive"))
        self._until(lambda: "archive s3:DeleteObjectVersion" in self._noted())

    def somebody_acts_for_another(self) -> None:
        """A delegate opens a draft; a company opens one with what a register says of it. Both forget about it."""
        until = (self._clock.now() + timedelta(days=30)).isoformat()
        taker = personas()["giang"].claims
        wish = {"delegate_number": taker["SoDinhDanh"], "delegate_name": taker["HoVaTen"], "until": until}
        given = self._client.post("hai", "/v1/delegations", wish)["id"]
        self._client.post("giang", f"/v1/delegations/{given}/acceptance")
        draft = {"procedure": PROCEDURE, "unit": UNIT}
        assert self._status("giang", "/v1/dossiers", draft, behalf=given) == 201
        own = self._client.post(HOLDER, "/v1/dossiers", {"procedure": "1.002088", "unit": "L-QLD"})["id"]
        entry = {"component": "1.002088-TP02", "source": "database", "code": "L-CSDL-DKDN", "consent": True}
        self._client.post(HOLDER, f"/v1/dossiers/{own}/reuse", entry)

    def a_subscriber_and_the_portal_are_away(self) -> None:
        """Both are told again when they are back, or when it is time to try again."""
        nobody = f"http://127.0.0.1:{free_ports().base}/"
        wish = {"name": "Một cửa vắng", "url": nobody, "types": ["dossier.submitted"], "units": [UNIT]}
        path = f"/v1/webhooks/{self._client.post('province', '/v1/webhooks', wish)['id']}"
        self._client.tell_portal("POST", "faults", {"faults": [{"kind": "http_500"}]})
        self._client.post(f"{OFFICE}.reception", _command(self._filed("an"), "receive"))
        self._until(lambda: self._client.get("province", path)["failing_since"])
        self._client.tell_portal("POST", "faults", {})
        self._later(timedelta(hours=1), "catch_up")
        # The subscription is marked before it is noted when to try again.
        self._until(
            lambda: (
                self._later(timedelta(hours=1), "retry_webhooks")
                or "retry_webhooks dynamodb:PutItem" in self._noted()
            )
        )

    def the_stream_falls_silent(self) -> None:
        """The function that follows it stands still; what happens meanwhile is found by the schedule."""
        relay = next(
            int(each.stem)
            for each in (self._place.data / "calls").glob("*.txt")
            if each.read_text(encoding="utf-8").startswith("relay ")
        )
        os.kill(relay, signal.SIGSTOP)
        try:
            self._client.post(f"{OFFICE}.reception", _command(self._filed("an"), "receive"))
            self._later(timedelta(minutes=10), "catch_up")
        finally:
            os.kill(relay, signal.SIGCONT)

    def somebody_files_at_the_portal(self) -> None:
        """Twice, with a paper for every component: found by asking, and pushed; filed here when they were read."""
        procedure = "1.013874"
        an, asked_for = personas()["an"].claims, self._client.get(None, f"/v1/procedures/{procedure}")
        files = [
            {
                "MaThanhPhanHoSo": each["code"],
                "TenTepDinhKem": "giay.pdf",
                "base64": base64.b64encode(a_pdf(f"Nộp ở cổng {each['code']}")).decode(),
            }
            for each in asked_for["components"]
            if each["required"]
        ]
        person = {"HoTen": an["HoVaTen"], "SoDinhDanh": an["SoDinhDanh"], "MaDoiTuong": "tech-an"}
        told = {"MaTTHC": procedure, "unit": PORTAL_ACCOUNT["PORTAL_UNIT_CODE"], **person, "files": files}
        self._client.tell_portal("POST", "clock", {"now": self._clock.now().isoformat(), "frozen": False})
        endpoint = f"{url(self._place.ports.api)}/v1/partner/portal/nhanhsdvcqg"
        for pushes in ({}, {"push_url": endpoint, "push_token": self._client.token("portal")}):
            self._client.tell_portal("PATCH", "config", pushes)
            more = self._filed_by("an") + 1
            self._client.tell_portal("POST", "portal-born", told)
            self._until(
                lambda more=more: self._later(timedelta(minutes=5), "take_in") or self._filed_by("an") >= more
            )

    def the_portal_forgets_everything(self) -> None:
        """What it must know is told again, because it is asked."""
        self._client.tell_portal("POST", "reset", {})
        self._later(timedelta(hours=1), "reconcile", "catch_up")

    def a_file_is_never_sent(self) -> None:
        """It was announced, and its form is no longer good."""
        draft = self._draft("an")
        told = announcement(draft["components"][0]["code"], a_pdf("Không gửi"))
        self._client.post("an", f"/v1/dossiers/{draft['id']}/files", told)
        self._later(timedelta(hours=2), "find_stuck")

    def bytes_are_damaged(self) -> None:
        """Some objects of each kind gain a version that is not what was stored."""
        s3 = boto3.client("s3", endpoint_url=url(self._place.ports.emulator))
        bucket = f"motcua-local-files-{'0' * 12}"
        for kind in ("uploads", "imported"):
            for each in s3.list_objects_v2(Bucket=bucket, Prefix=f"{kind}/")["Contents"][:5]:
                s3.put_object(Bucket=bucket, Key=each["Key"], Body=b"damaged")
        self._later(timedelta(days=CHECK_WITHIN.days - 1), "check_integrity")

    def drafts_are_forgotten(self) -> None:
        """Some with papers of their own, one with a register's entry; and nothing happens to what was filed.

        The journal of the months that went by is sealed; the next night goes on from that seal.
        """
        self._later(KEPT_FOR, "erase_drafts", "find_stuck", "seal")
        self._later(timedelta(days=1), "seal")

    def _later(self, by: timedelta, *names: str) -> None:
        self._clock.turn(self._clock.now() + by, turning=True)
        assert wake(self._place, names) == []

    def _draft(self, persona: str) -> Any:
        return self._client.post(persona, "/v1/dossiers", {"procedure": PROCEDURE, "unit": UNIT})

    def _filed(self, persona: str, *papers: bytes) -> Any:
        """Filed with these papers, one for each required component; what is missing is made."""
        draft, given = self._draft(persona), iter(papers)
        for each in draft["components"]:
            if each["required"]:
                data = next(given, a_pdf(f"{each['name']} {draft['id']}"))
                self._client.upload(persona, draft["id"], upload(each["code"], data))
        self._client.when_read(persona, draft["id"])
        return self._client.post(persona, f"/v1/dossiers/{draft['id']}/submit")

    def _filed_by(self, persona: str) -> int:
        return sum(each["state"] != "draft" for each in self._client.all(persona, "/v1/dossiers"))

    def _status(self, persona: str, path: str, body: Mapping[str, Any] = NOTHING, behalf: str = "") -> int:
        """Of a write that may be refused; the same one again bears the same key."""
        headers = {
            "Authorization": f"Bearer {self._client.token(persona)}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"tour-{persona}-{path}"[:64],
        } | ({"On-Behalf-Of": behalf} if behalf else {})
        address = url(self._place.ports.api) + path
        return urllib3.request("POST", address, body=json.dumps(body).encode(), headers=headers).status

    def _send_pieces(self, path: str, pieces: list[bytes]) -> None:
        wishes = [
            {"number": number, "sha256": hashlib.sha256(piece).hexdigest()}
            for number, piece in enumerate(pieces, 1)
        ]
        for item in self._client.post("an", f"{path}/pieces", {"pieces": wishes})["items"]:
            piece = pieces[item["number"] - 1]
            sent = urllib3.request("PUT", item["url"], body=piece, headers=item["headers"])
            assert sent.status == 200, sent.data

    def _noted(self) -> str:
        return "".join(
            each.read_text(encoding="utf-8") for each in (self._place.data / "calls").glob("*.txt")
        )

    @staticmethod
    def _until(done: Callable[[], Any]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < ends
            time.sleep(0.2)


def _path(dossier: Any, file: Any) -> str:
    return f"/v1/dossiers/{dossier['id']}/files/{file['component']}/{file['file_id']}"


def _command(dossier: Any, command: str) -> str:
    return f"/v1/dossiers/{dossier['id']}/commands/{command}"

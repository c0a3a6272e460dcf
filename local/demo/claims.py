"""What the story claims, each held against the portal's own view and our own API."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.states import NATIONAL_CODES, State
from local.demo.cast import owner_of
from local.demo.client import Client, Refused
from local.demo.story import Sample
from local.demo.walk import Walked

PERIOD = "from=2026-10-01&to=2026-10-31"
SETTLED_WITHIN_S = 40
_REUSE = (("tái sử dụng", "REUSED_DIGITIZED_DATA"), ("kho dữ liệu", "SYNCED_WITH_DVCQG_PERSONAL_STORAGE"))


@dataclass
class Row:
    """One dossier as the table shows it; ``broken`` lists the claims that do not hold."""

    sample: Sample
    number: str
    procedure: str
    state: str
    portal_state: str
    due: str
    papers: int
    pages: int
    seconds: float
    broken: list[str] = field(default_factory=list)


def check(client: Client, walked: list[Walked]) -> list[Row]:
    """Every dossier against the portal's view, once the portal has had time to hear the last word."""
    ends = time.monotonic() + SETTLED_WITHIN_S
    while True:
        rows = [_row(client, one) for one in walked]
        if time.monotonic() > ends or not any(row.broken for row in rows):
            return rows
        time.sleep(0.3)


def check_index(client: Client, rows: list[Row]) -> tuple[str, bool]:
    """The portal's own score for progress: exactly the late dossier may have lost a point."""
    index = client.at_portal(f"index?{PERIOD}")
    on_time = next(
        i for group in index["groups"] for i in group["indicators"] if i["key"] == "DOSSIER_ON_TIME"
    )
    lost = {each["what"] for each in on_time["lost"]}
    text = (
        f"Tiến độ {on_time['numerator']:.0f} of {on_time['denominator']:.0f} on time, "
        f"{on_time['score']} of {on_time['max']} points; late: {', '.join(sorted(lost)) or '-'}"
    )
    return text, lost == {row.number for row in rows if row.sample.late} and on_time["denominator"] > len(
        lost
    )


def reuse_counts(client: Client) -> dict[str, tuple[float, float]]:
    """The portal's own indicators for reuse and repository: how many of how many."""
    index = client.at_portal(f"index?{PERIOD}")
    indicators = {i["key"]: i for group in index["groups"] for i in group["indicators"]}
    return {name: (indicators[key]["numerator"], indicators[key]["denominator"]) for name, key in _REUSE}


def check_reuse(client: Client, rows: list[Row]) -> tuple[str, bool]:
    """Both have risen from nothing, where the story began, as soon as one dossier used papers again."""
    counts = reuse_counts(client)
    text = ", ".join(f"{name} {of[0]:.0f} of {of[1]:.0f}" for name, of in counts.items())
    expected = any(row.sample.reuses for row in rows)
    return text, not expected or all(numerator > 0 for numerator, _ in counts.values())


def _flags(header: dict[str, Any]) -> tuple[int, int, int]:
    """At the portal: papers reused, papers from the national repository, databases used."""
    papers = header["TaiLieuNop"]
    reused = sum(paper["DuocTaiSuDung"] in ("1", "2") for paper in papers)
    from_nation = sum(paper["DuocLayTuKhoDMQG"] == "1" for paper in papers)
    return reused, from_nation, len(header["DSKetNoiCSDL"])


def _flags_of(reuses: Mapping[str, str]) -> tuple[int, int, int]:
    """The same as the story has it."""
    sources = list(reuses.values())
    from_nation, databases = sources.count("national-repository"), sources.count("database")
    return len(sources) - databases, from_nation, databases


def _row(client: Client, one: Walked) -> Row:
    reader, owner = f"{one.sample.office}.reception", owner_of(one.sample).key
    dossier: dict[str, Any] = client.get(reader, f"/v1/dossiers/{one.dossier_id}")
    history = client.get(reader, f"/v1/dossiers/{one.dossier_id}/events")["items"]
    receipt = client.get(reader, f"/v1/dossiers/{one.dossier_id}/receipt")
    stored = [
        paper for paper in client.all(owner, "/v1/papers") if paper["dossier_number"] == dossier["number"]
    ]
    row = Row(
        sample=one.sample,
        number=dossier["number"],
        procedure=dossier["procedure_code"],
        state=dossier["state"],
        portal_state="-",
        due=dossier["clock"]["due"] or "",
        papers=len(stored),
        pages=sum(file["pages"] for file in dossier["files"]),
        seconds=one.seconds,
    )
    try:
        held = client.at_portal(f"dossiers/{dossier['number']}")
    except Refused:
        row.broken.append("the portal does not know it")
        return row
    row.portal_state = held["header"]["TrangThaiHoSo"]
    brought = [each for each in receipt["papers"] if each["origin"] not in ("reused", "database")]
    due_in_repository = len(brought) + bool(dossier["result"]) if dossier["clock"]["received_at"] else 0
    if row.papers != due_in_repository:
        row.broken.append(f"{due_in_repository} papers in the owner's repository")
    _compare(client, row, dossier, history, held)
    return row


def _compare(
    client: Client, row: Row, dossier: dict[str, Any], history: list[dict[str, Any]], held: dict[str, Any]
) -> None:
    """Same state on both sides, every step at the portal once and in order, and the story's own end."""
    told = [
        str(NATIONAL_CODES[State(event["state"])]) for event in history if event["kind"] != "draft-opened"
    ]
    claims = {
        f"the story ends in {row.sample.ends}": dossier["state"] == row.sample.ends,
        "same state on both sides": row.portal_state == str(dossier["national_code"]),
        "every step once and in order": [r["TrangThai"] for r in held["progress"]] == told,
        "no duplicates": not held["duplicates"],
        "the public sees the number": dossier["number"] == held["header"]["MaHoSo"],
        "the portal sees what was used again": _flags(held["header"]) == _flags_of(row.sample.reuses),
    }
    for result in held["header"]["DanhSachGiayToKetQua"]:
        fetched = hashlib.sha256(client.fetch(result["DuongDanTepTinKetQua"])).hexdigest()
        claims["the portal can fetch the result"] = fetched == dossier["result"]["paper"]["sha256"]
    row.broken += [claim for claim, holds in claims.items() if not holds]

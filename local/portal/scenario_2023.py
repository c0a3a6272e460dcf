"""The Ministry's 2023 figures again: the same dossiers told the old way and told whole, scored side by side.

The public report of 2023 says: 95.22 to 99.97 % of the dossiers overdue at the portal, nothing for sync,
publication in time and online payment, no repository, 12.4 of 18 for satisfaction, 13 of 148 online
services in use, and 30.1 points in all. The split of the rest is not public, so the total is not aimed at.
Dossiers, people and procedures here are invented; only those ratios are the report's.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from local.portal import mapi
from local.portal.clock import VIETNAM, written
from local.portal.config import Config
from local.portal.index.compute import index
from local.portal.portal import Call, Portal

UNIT = "000.00.00.G18"
SERVICES, SERVICES_IN_USE = 148, 13
FINISH_ARRIVES = 0.0478
TRULY_ON_TIME = 0.99
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
TIME_ALLOWED = timedelta(days=30)


def play(folder: Path, *, whole: bool, dossiers: int = 1000, seed: int = 2023) -> dict[str, Any]:
    """The index of 2023 when every dossier is told ``whole``, or the old way: the word "finished" gets lost."""
    portal = Portal(folder, Config(rules={"future-date": True, "status-9-result": whole}))
    portal.clock.tell(datetime(2024, 1, 1, tzinfo=VIETNAM), frozen=True)
    _publish(portal)
    if whole:
        portal.store.put("fact", "reported", {"periods": {f"{YEAR[0]}/{YEAR[1]}": dossiers}})
    chance = random.Random(seed)
    for number, story in enumerate(_stories(chance, dossiers), start=1):
        arrives = whole or number <= int(dossiers * FINISH_ARRIVES)
        _tell(portal, story, finished=arrives, registered=whole)
    result = index(portal, *YEAR)
    portal.store.close()
    return result


def side_by_side(old: dict[str, Any], new: dict[str, Any]) -> str:
    """The groups of both as a table of plain text."""
    rows = [("Nhóm chỉ số", "Tối đa", "Cách cũ 2023", "Motcua")]
    for before, after in zip(old["groups"], new["groups"], strict=True):
        rows.append((before["name"], str(before["max"]), f"{before['score']:.2f}", f"{after['score']:.2f}"))
    rows.append(("Tổng", str(old["max"]), f"{old['score']:.2f}", f"{new['score']:.2f}"))
    return (
        "\n".join(f"{name:<32}{most:>8}{before:>14}{after:>10}" for name, most, before, after in rows) + "\n"
    )


def _publish(portal: Portal) -> None:
    """148 online services, every decision published late, petitions answered well, payment not connected."""
    portal.catalogue.tell("procedure", [_procedure(number) for number in range(1, SERVICES + 1)])
    late = {
        "procedure": "9.000001",
        "decided_on": "2023-03-01",
        "effective_on": "2023-03-02",
        "published_on": "2023-06-01",
    }
    portal.store.put("fact", "publications", [late])
    petition = {
        "id": "PA-1",
        "received_on": "2023-02-01",
        "answered_on": "2023-02-03",
        "published_on": "2023-02-06",
    }
    portal.store.put("fact", "petitions", [petition])
    portal.store.put("fact", "payable_procedures", [])


def _procedure(number: int) -> dict[str, Any]:
    fee = {"MAPHILEPHI": "", "SOTIEN": "500000"}
    return {
        "MATTHC": f"9.{number:06d}",
        "TENTTHC": f"Thủ tục mẫu số {number}",
        "TRANGTHAI": "1",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "G18-MAU", "TENLINHVUC": "Lĩnh vực mẫu"}],
        "CACHTHUCTHUCHIEN": [
            {"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "30", "DONVITINH": "Ngày", "PHILEPHI": [fee]}]}
        ],
        "KETQUATHUCHIEN": [{"MAKETQUA": f"KQ.G18.{number:06d}", "TENKETQUA": "Giấy chứng nhận mẫu"}],
    }


def _stories(chance: random.Random, dossiers: int) -> Iterator[tuple[dict[str, Any], str]]:
    """(header as received, instant of the true finish) of each dossier."""
    for number in range(1, dossiers + 1):
        received = datetime(2023, 1, 2, 8, 0, tzinfo=VIETNAM) + timedelta(days=chance.randrange(300))
        due = received + TIME_ALLOWED
        late = chance.random() >= TRULY_ON_TIME
        end = due + timedelta(days=3) if late else due - timedelta(days=chance.randrange(1, 15))
        yield _header(number, chance.randrange(1, SERVICES_IN_USE + 1), received, due), written(end)


def _header(number: int, procedure: int, received: datetime, due: datetime) -> dict[str, Any]:
    return {
        "MaHoSo": f"000.00.01.G18-{received:%y%m%d}-{number:04d}",
        "MaTTHC": f"9.{procedure:06d}",
        "TenTTHC": f"Thủ tục mẫu số {procedure}",
        "MaLinhVuc": "G18-MAU",
        "TenLinhVuc": "Lĩnh vực mẫu",
        "KenhThucHien": "2",
        "LoaiDoiTuong": "1",
        "NgayNopHoSo": written(received),
        "NgayTiepNhan": written(received),
        "NgayHenTra": written(due),
        "TrangThaiHoSo": "2",
        "DuocThanhToanTrucTuyen": "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": f"001099{number:06d}"}],
    }


def _tell(portal: Portal, story: tuple[dict[str, Any], str], *, finished: bool, registered: bool) -> None:
    header, end = story
    _say(portal, "DongBoHoSoMC", [header], isUpdating="False")
    _say(portal, "CapNhatTienDoHoSoMC", [_row(header, "2", header["NgayTiepNhan"])])
    if finished:
        _say(portal, "DongBoHoSoMC", [_finished(header, end, registered=registered)], isUpdating="True")
        _say(portal, "CapNhatTienDoHoSoMC", [_row(header, "9", end)])


def _say(portal: Portal, service: str, data: list[dict[str, Any]], **more: str) -> None:
    mapi.perform(portal, Call(service, UNIT, {"data": data, **more}))


def _finished(header: dict[str, Any], end: str, *, registered: bool) -> dict[str, Any]:
    """Decided, with the file of the result; only with its code does that enter the national repository."""
    number = header["MaHoSo"]
    paper = {"TenTepDinhKem": "don.pdf", "DuongDanTaiTepTin": f"https://files.example.vn/{number}/don.pdf"}
    result = {
        "TenGiayTo": "Giấy chứng nhận mẫu",
        "DuongDanTepTinKetQua": f"https://files.example.vn/{number}/kq.pdf",
        "MaGiayToKetQua": f"KQ.G18.{header['MaTTHC'][2:]}" if registered else "",
    }
    ended = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": end}
    return {**header, **ended, "TaiLieuNop": [paper], "DanhSachGiayToKetQua": [result]}


def _row(header: dict[str, Any], status: str, at: str) -> dict[str, Any]:
    return {
        "MaHoSo": header["MaHoSo"],
        "NguoiXuLy": "Cán bộ mẫu",
        "ThoiDiemXuLy": at,
        "NoiDungXuLy": "Tiếp nhận" if status == "2" else "Hoàn thành",
        "TrangThai": status,
    }


def main() -> None:
    """Print the table; ``--plot FILE`` draws it too."""
    parser = argparse.ArgumentParser(prog="python -m local.portal.scenario_2023", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1000)
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        old = play(Path(folder) / "old", whole=False, dossiers=asked.dossiers)
        new = play(Path(folder) / "new", whole=True, dossiers=asked.dossiers)
    sys.stdout.write(side_by_side(old, new))
    if asked.plot:
        _draw(old, new, asked.plot)


def _draw(old: dict[str, Any], new: dict[str, Any], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.5), layout="constrained")
    axes = figure.subplots()
    names = [f"{group['name']} ({group['max']})" for group in old["groups"]]
    places = range(len(names))
    axes.barh(
        [place + 0.2 for place in places], [group["score"] for group in old["groups"]], 0.4, label="2023"
    )
    axes.barh(
        [place - 0.2 for place in places], [group["score"] for group in new["groups"]], 0.4, label="Motcua"
    )
    axes.set_yticks(list(places), names)
    axes.invert_yaxis()
    axes.set_xlabel("Điểm (QĐ 766/QĐ-TTg)")
    axes.legend()
    figure.savefig(path)


if __name__ == "__main__":
    main()

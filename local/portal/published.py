"""Publishes the project's catalogue at the portal, as the national database of procedures would show it."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from local.portal.catalogue import FIELD, PROCEDURE, UNIT
from local.portal.portal import Portal

UNITS_OF_TIME = {
    "working hours": "Giờ làm việc",
    "hours": "Giờ",
    "working days": "Ngày làm việc",
    "days": "Ngày",
    "months": "Tháng",
}
LEVELS = {"ministry": ("0", "Cấp Bộ"), "province": ("1", "Cấp Tỉnh"), "commune": ("3", "Cấp Xã")}
CHANNELS = {"whole-process": ("1", "2", "3"), "partial": ("1", "2", "3"), "unknown": ("1", "3")}
UNKNOWN = "unknown"
NATIONAL = "000.00.00"


def load_catalogue(portal: Portal) -> dict[str, int]:
    """Read the folder of the configuration again; a missing file is an empty one. Returns what was kept."""
    folder = Path(portal.config.catalogue)
    procedures = list(_procedures(folder / "procedures", portal.clock.now().date()))
    fields = {row["MALINHVUC"]: row for each in procedures for row in each["LINHVUCTHUCHIEN"]}
    _tell_working_days(portal, folder / "calendar.csv")
    return {
        "procedures": portal.catalogue.tell(PROCEDURE, procedures),
        "fields": portal.catalogue.tell(FIELD, fields.values()),
        "units": portal.catalogue.tell(UNIT, _units(folder / "units.csv")),
    }


def _procedures(folder: Path, today: date) -> Iterator[dict[str, Any]]:
    """The version in force today, else the newest; what is not in force is shown with TRANGTHAI 0."""
    newest: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        group = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in group["procedure"]:
            version = {"field_code": group["field_code"], "field_name": group["field_name"], **row}
            known = newest.get(row["code"])
            if known is None or _rank(version, today) > _rank(known, today):
                newest[row["code"]] = version
    return (_detail(row, today) for _, row in sorted(newest.items()))


def _rank(row: dict[str, Any], today: date) -> tuple[bool, date]:
    return _in_force(row, today), row["valid_from"]


def _in_force(row: dict[str, Any], today: date) -> bool:
    return bool(row["valid_from"] <= today <= row.get("valid_to", date.max))


def _detail(row: dict[str, Any], today: date) -> dict[str, Any]:
    results = [{"MAKETQUA": _known(each["code"]), "TENKETQUA": each["name"]} for each in _papers(row)]
    return {
        "MATTHC": row["code"],
        "TENTTHC": row["name"],
        "TRANGTHAI": "1" if _in_force(row, today) else "0",
        "MACOQUANCONGBO": f"{NATIONAL}.G18",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": row["field_code"], "TENLINHVUC": row["field_name"]}],
        "CAPTHUCHIEN": [
            dict(zip(("CAPTHUCHIEN", "TENCAP"), LEVELS[level], strict=True)) for level in row["levels"]
        ],
        "CACHTHUCTHUCHIEN": _ways(row),
        "THANHPHANHOSO": [
            {"TRUONGHOP": "", "GIAYTO": [_component(each) for each in _rows(row, "components")]}
        ],
        "KETQUATHUCHIEN": results,
        "COQUANTHUCHIEN": [{"MADONVI": unit, "TENDONVI": ""} for unit in row.get("handled_by", [])],
        "CANCUPHAPLY": [{"SOVANBAN": "", "TENVANBAN": text} for text in row.get("legal_basis", [])],
    }


def _ways(row: dict[str, Any]) -> list[dict[str, Any]]:
    fees = [
        {
            "MAPHILEPHI": "",
            "SOTIEN": _known(str(fee["amount_vnd"])),
            "DONVI": "Đồng",
            "MOTA": fee.get("case", ""),
        }
        for fee in _rows(row, "fees")
    ]
    times = [
        {**_time(each["duration"]), "MOTA": each.get("case", ""), "PHILEPHI": fees}
        for each in row["processing"]
    ]
    return [{"KENH": way, "THOIGIAN": times} for way in CHANNELS[row.get("service_level", UNKNOWN)]]


def _time(duration: str) -> dict[str, str]:
    if duration == "immediate":
        return {"THOIGIANGIAIQUYET": "Ngay sau khi nhận đủ hồ sơ", "DONVITINH": ""}
    found = re.fullmatch(r"([\d.]+) (.+?)s?", duration)
    unit = UNITS_OF_TIME.get(f"{found[2]}s") if found else None
    if found is None or unit is None:
        return {"THOIGIANGIAIQUYET": "", "DONVITINH": ""}
    return {"THOIGIANGIAIQUYET": found[1], "DONVITINH": unit}


def _component(row: dict[str, Any]) -> dict[str, str]:
    return {
        "MAGIAYTO": row["code"],
        "TENGIAYTO": row["name"],
        "SOBANCHINH": str(row.get("originals", 1)),
        "SOBANSAO": str(row.get("copies", 0)),
        "TENMAUDON": row.get("form", ""),
        "MA_KQ_THAYTHE": "",
    }


def _papers(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in row["results"] if each.get("is_paper", True)]


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = row.get(name, UNKNOWN)
    return [] if rows == UNKNOWN else list(rows)


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def _units(path: Path) -> list[dict[str, str]]:
    return [
        {
            "MADONVI": f"{NATIONAL}.{row['agency_code']}" if row["agency_code"] else row["code"],
            "TENDONVI": row["name"],
            "CAPDONVI": LEVELS.get(row["level"], ("0", ""))[0],
        }
        for row in _csv(path)
    ]


def _tell_working_days(portal: Portal, path: Path) -> None:
    days: dict[str, list[str]] = {"off": [], "worked": []}
    for row in _csv(path):
        days.get(row["kind"], []).append(row["date"])
    if any(days.values()):
        portal.store.put("fact", "working_days", days)


def _csv(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

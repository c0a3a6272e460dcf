"""Results that agencies registered by syncing their code and link: what the repository knows of them.

There is no call of its own for this. A later version of the dossier without the result takes it out again.
"""

from __future__ import annotations

from typing import Any

from local.portal.portal import Portal

KIND = "registered-result"


def register(portal: Portal, before: dict[str, Any] | None, header: dict[str, Any], unit: str) -> None:
    """Keep the results of a dossier for each of its owner's identities, in place of the former version's."""
    number = str(header["MaHoSo"])
    for owner in _owners(before or {}):
        portal.store.remove(KIND, f"{owner}/{number}")
    results = [_paper(row, unit) for row in header.get("DanhSachGiayToKetQua") or [] if _complete(row)]
    if results:
        for owner in _owners(header):
            portal.store.put(KIND, f"{owner}/{number}", results)


def of(portal: Portal, owner: str) -> list[dict[str, Any]]:
    """Everything registered for a person, by number of the dossier."""
    return [paper for papers in portal.store.beginning(KIND, f"{owner}/") for paper in papers]


def is_registered(portal: Portal, address: str) -> bool:
    """Whether an address is the file of a registered result: the portal relays no other."""
    everything = portal.store.all(KIND).values()
    files = (file for papers in everything for paper in papers for file in paper["DanhSachTepDinhKem"])
    return any(file["DuongDan"] == address for file in files)


def _owners(header: dict[str, Any]) -> set[str]:
    return {str(row["SoDinhDanh"]) for row in header.get("DinhDanhCHS") or [] if row.get("SoDinhDanh")}


def _complete(row: dict[str, Any]) -> bool:
    return bool(row.get("MaGiayToKetQua") and row.get("DuongDanTepTinKetQua"))


def _paper(row: dict[str, Any], unit: str) -> dict[str, Any]:
    file = {"TenTep": row["TenGiayTo"], "DuongDan": row["DuongDanTepTinKetQua"]}
    return {
        "MaKetQua": row["MaGiayToKetQua"],
        "TenGiayTo": row["TenGiayTo"],
        "SoKyHieu": "",
        "CoQuanChuQuan": unit,
        "DanhSachTepDinhKem": [file],
    }

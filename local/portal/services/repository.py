"""The national repository of people's electronic papers (kho): list what a person has, fetch a file."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.error import URLError

from local.portal import files
from local.portal.portal import Portal
from local.portal.rules import broken, refuse
from local.portal.services import results

KIND = "repository-paper"
ASKED = ("SoDinhDanhChuSoHuu", "HoTenNguoiYeuCau", "KenhThucHien", "SoDinhDanhNguoiYeuCau", "MaThuTuc")


def put_paper(portal: Portal, told: dict[str, Any]) -> dict[str, Any]:
    """Put a paper into the kho: ``owner``, ``MaKetQua``, ``TenGiayTo``, ``SoKyHieu``, ``TenTep``, ``base64``."""
    content = base64.b64decode(told["base64"], validate=True)
    path = f"kho/{hashlib.sha256(content).hexdigest()}"
    paper = {
        "MaKetQua": told["MaKetQua"],
        "TenGiayTo": told["TenGiayTo"],
        "SoKyHieu": told.get("SoKyHieu", ""),
        "CoQuanChuQuan": told.get("CoQuanChuQuan", "000.00.00.G18"),
        "DanhSachTepDinhKem": [{"TenTep": told["TenTep"], "DuongDan": path}],
    }
    with portal.store.transaction():
        portal.store.put_file(path, told["TenTep"], content)
        papers = portal.store.get(KIND, told["owner"]) or []
        portal.store.put(KIND, told["owner"], [*papers, paper])
    return paper


def list_papers(portal: Portal, body: dict[str, Any]) -> dict[str, Any]:
    """What the person holds of the asked results; the procedure is the purpose of the look-up.

    How the real ``signature`` is verified is not public: this one is a plain SHA-256 over the result.
    """
    missing = [name for name in ASKED if not isinstance(body.get(name), str) or not body[name]]
    portal.judge(broken("missing-field", where="Kho", name=name) for name in missing)
    if body["KenhThucHien"] not in ("1", "2"):
        portal.judge([broken("bad-value", where="Kho", name="KenhThucHien", value=body["KenhThucHien"])])
    if portal.catalogue.procedure(body["MaThuTuc"]) is None:
        portal.judge([broken("unknown-procedure", value=body["MaThuTuc"])])
    owner = body["SoDinhDanhChuSoHuu"]
    papers = [*(portal.store.get(KIND, owner) or []), *results.of(portal, owner)]
    asked = body.get("DanhSachDanhMucKetQua") or []
    result = {"DanhSachGiayToKetQua": [each for each in papers if not asked or _asked_for(each, asked)]}
    text = json.dumps(result, sort_keys=True, ensure_ascii=False)
    signature = hashlib.sha256(text.encode()).hexdigest()
    return {"errorCode": portal.config.code_ok, "message": "", "signature": signature, "result": result}


def fetch(portal: Portal, body: dict[str, Any]) -> str:
    """A file by ``CoQuanChuQuan`` and ``DuongDan``, as base64; a registered result is relayed from its agency."""
    path = str(body.get("DuongDan") or "")
    kept = portal.store.file(path) if path.startswith("kho/") else None
    if kept is not None:
        return base64.b64encode(kept[1]).decode()
    if not results.is_registered(portal, path):
        raise refuse("missing-field", where="Kho", name="DuongDan")
    try:
        return base64.b64encode(files.fetched(path, portal.config.fetch_seconds)).decode()
    except (URLError, OSError, ValueError):
        raise refuse("file-unreachable", where="Kho") from None


def _asked_for(paper: dict[str, Any], asked: list[dict[str, Any]]) -> bool:
    return any(
        row.get("MaKetQua") == paper["MaKetQua"] and row.get("SoKyHieu") in (None, "", paper["SoKyHieu"])
        for row in asked
    )

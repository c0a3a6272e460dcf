"""Pushes what citizens do at the portal to the agency's own endpoint, when the installation has one.

Known is the envelope ``{service, isUpdating, data, SecurityKey}`` and the reply ``{error_code, message}`` with 0 for
taken, 1 for known already and -1 for an error. The name of the service is an assumption.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any

from local.portal.portal import Portal
from local.portal.services import portal_born

SERVICE = "NhanHoSoDVCQG"
TAKEN = ("0", "1")


def push(portal: Portal, number: str) -> dict[str, Any]:
    """Send the dossier as it is now and keep what came back; does nothing without a ``push_url``."""
    dossier = portal_born.known(portal, number)
    if not portal.config.push_url:
        return dossier
    attempt = {"at": portal.stamp(), **_sent(portal, _message(portal, dossier))}
    with portal.store.transaction():
        dossier = portal_born.known(portal, number)
        dossier["pushes"] = [*dossier.get("pushes", []), attempt]
        portal.store.put(portal_born.KIND, number, dossier)
    return dossier


def _message(portal: Portal, dossier: dict[str, Any]) -> dict[str, Any]:
    taken_before = any(attempt["taken"] for attempt in dossier.get("pushes", []))
    last = dossier["events"][-1]
    data = {
        "MaHoSo": dossier["MaHoSo"],
        "MaTTHC": dossier["MaTTHC"],
        "NgayNopHoSo": dossier["NgayNop"],
        "MaDoiTuong": dossier["MaDoiTuong"],
        "HoTen": dossier["HoTen"],
        "SoDinhDanh": dossier["SoDinhDanh"],
        "TrangThai": dossier["TrangThai"],
        "ThongTinSuaDoi": last["noiDung"],
        "LoaiThayDoi": last["loai"],
        "ThoiDiemThayDoi": last["thoiDiem"],
        "TaiLieuNop": [_file(portal, row) for row in dossier["TaiLieuNop"]],
    }
    return {
        "SecurityKey": portal.config.push_key,
        "service": SERVICE,
        "isUpdating": str(taken_before),
        "data": data,
    }


def _file(portal: Portal, row: dict[str, Any]) -> dict[str, str]:
    kept = portal.store.file(row["filedinhkem"])
    content = base64.b64encode(kept[1]).decode() if kept else ""
    return {"TenTepDinhKem": row["tengiayto"], "MaThanhPhanHoSo": row["magiayto"], "Base64": content}


def _sent(portal: Portal, message: dict[str, Any]) -> dict[str, Any]:
    token = portal.config.push_token
    request = urllib.request.Request(
        portal.config.push_url,
        data=json.dumps(message, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=portal.config.fetch_seconds) as answer:
            body = json.loads(answer.read())
    except (urllib.error.URLError, OSError, ValueError) as problem:
        return {"taken": False, "answer": type(problem).__name__}
    code = str(body.get("error_code")) if isinstance(body, dict) else ""
    return {"taken": code in TAKEN, "answer": body}

"""Pulls the files behind the addresses that an agency sends, when the installation does so."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from local.portal.portal import Portal
from local.portal.rules import broken

ADDRESSES = (("TaiLieuNop", "DuongDanTaiTepTin"), ("DanhSachGiayToKetQua", "DuongDanTepTinKetQua"))
LIMIT = 64 * 1024 * 1024


def must_be_reachable(portal: Portal, header: dict[str, Any]) -> None:
    """Fetch every file of a dossier and keep size and hash; refuse the dossier when one cannot be had."""
    if not portal.config.fetch_files:
        return
    missing = []
    for address, where in _addresses(header):
        try:
            content = fetched(address, portal.config.fetch_seconds)
            told = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            portal.store.put("fetched", address, told)
        except (urllib.error.URLError, OSError, ValueError):
            missing.append(broken("file-unreachable", where=where))
    portal.judge(missing, header.get("MaHoSo"))


def _addresses(header: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, field in ADDRESSES:
        for index, row in enumerate(header.get(name) or [], start=1):
            if row.get(field):
                yield str(row[field]), f"{name}[{index}]"


def fetched(address: str, seconds: float) -> bytes:
    """The bytes behind an http(s) address, at most ``LIMIT``; ``URLError``, ``OSError`` or ``ValueError``."""
    if not address.startswith(("http://", "https://")):
        raise ValueError(address)
    with urllib.request.urlopen(address, timeout=seconds) as answer:
        content: bytes = answer.read(LIMIT)
    return content

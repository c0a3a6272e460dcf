"""DongBoDanhGia: the monthly aggregates of what people thought of the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from local.portal import fields, shape
from local.portal.portal import Call, Portal
from local.portal.rules import Violation, broken, refuse

MONTH = re.compile(r"([1-9]|1[0-2])-\d{4}", re.ASCII)
SHARE = re.compile(r"(100|\d{1,2})(\.\d+)?%", re.ASCII)


def sync(portal: Portal, call: Call) -> dict[str, Any]:
    """Keep each row under month, unit and procedure; a later one takes the place of the former."""
    data = call.body.get("data")
    if not data or not isinstance(data, list | dict):
        raise refuse("data")
    rows = data if isinstance(data, list) else [data]
    for row in rows:
        portal.judge(shape.violations(row, fields.RATING, "Đánh giá"))
        portal.judge(_content(row))
    with portal.store.transaction():
        for row in rows:
            key = "/".join(str(row.get(name) or "") for name in ("NgayTongHop", "Madonvi", "MaThuTuc"))
            portal.store.put("rating", key, row)
    return {"error_code": portal.config.code_ok, "message": "Đồng bộ đánh giá thành công"}


def _content(row: dict[str, Any]) -> Iterator[Violation]:
    if not MONTH.fullmatch(row["NgayTongHop"]):
        yield broken("bad-value", where="Đánh giá", name="NgayTongHop", value=row["NgayTongHop"])
    for name in (*fields.SATISFACTION.split(), *fields.SERVICE_SATISFACTION.split()):
        if row.get(name) and not SHARE.fullmatch(row[name]):
            yield broken("bad-value", where="Đánh giá", name=name, value=row[name])

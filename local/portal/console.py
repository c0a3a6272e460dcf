"""The page at /: what the portal holds, for a person to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from html import escape

from werkzeug.wrappers import Response

from local.portal.index.compute import index
from local.portal.portal import Portal

STATUS_NAMES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}
SHOWN = 200
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng DVCQG (mô phỏng)</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd }}
</style>
<h1>Cổng Dịch vụ công quốc gia (mô phỏng)</h1>
<p>{now} · {count} hồ sơ, {progress} dòng tiến độ.</p>
<h2>Chỉ số {year}: {score} / {applicable} điểm đo được</h2>
<table>
<tr><th>Nhóm<th>Điểm<th>Đo được<th>Tối đa</tr>
{groups}
</table>
<h2>Hồ sơ</h2>
<table>
<tr><th>Mã hồ sơ<th>TTHC<th>Trạng thái<th>Hẹn trả<th>Kết thúc<th>Dòng tiến độ</tr>
{rows}
</table></html>"""


def page(portal: Portal) -> Response:
    """Numbers, states and dates only: no owner is named on the page."""
    progress = Counter(row.number for row in portal.store.progress())
    dossiers = portal.store.dossiers()
    rows = []
    for each in dossiers[:SHOWN]:
        header = each.header
        cells = (
            each.number,
            header.get("MaTTHC"),
            STATUS_NAMES.get(str(header.get("TrangThaiHoSo")), ""),
            header.get("NgayHenTra"),
            header.get("NgayKetThucXuLy"),
            progress[each.number],
        )
        rows.append(_line(cells))
    now = portal.clock.now()
    scored = index(portal, date(now.year, 1, 1), date(now.year, 12, 31))
    groups = [(each["name"], each["score"], each["max_applicable"], each["max"]) for each in scored["groups"]]
    html = PAGE.format(
        year=now.year,
        score=scored["score"],
        applicable=scored["max_applicable"],
        groups="\n".join(map(_line, groups)),
        now=now.strftime("%d/%m/%Y %H:%M"),
        count=len(dossiers),
        progress=progress.total(),
        rows="\n".join(rows),
    )
    return Response(html, content_type="text/html; charset=utf-8")


def _line(cells: Iterable[object]) -> str:
    return "<tr>" + "".join(f"<td>{escape(str('' if cell is None else cell))}" for cell in cells)

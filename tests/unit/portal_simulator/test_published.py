"""The project's catalogue, as the portal publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from local.portal.clock import VIETNAM
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.published import load_catalogue

COSMETICS = """
field_code = "L-MP"
field_name = "Mỹ phẩm"

[[procedure]]
code = "1.002600"
valid_from = 2024-01-01
valid_to = 2025-12-31
name = "Tên cũ"
levels = ["province"]
processing = [{ duration = "unknown" }]
fees = "unknown"
components = "unknown"
results = [{ code = "unknown", name = "Số tiếp nhận" }]

[[procedure]]
code = "1.002600"
valid_from = 2026-01-01
name = "Tên mới"
levels = ["province"]
service_level = "whole-process"
processing = [{ duration = "3 working days" }, { case = "khác", duration = "immediate" }]
fees = [{ amount_vnd = 500000 }]
components = [{ code = "TP1", name = "Phiếu công bố", copies = 1 }]
results = [{ code = "KQ.G18.000009", name = "Số tiếp nhận" }, { code = "unknown", name = "x", is_paper = false }]

[[procedure]]
code = "1.001927"
valid_from = 2018-01-01
valid_to = 2023-12-31
name = "Đã bãi bỏ"
levels = ["ministry"]
processing = [{ duration = "60 days" }]
fees = [{ amount_vnd = "unknown" }]
components = "unknown"
results = [{ code = "unknown", name = "Chứng chỉ" }]
"""


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Portal]:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "my-pham.toml").write_text(COSMETICS, encoding="utf-8")
    units = "code,name,level,agency_code\nG18,Bộ Y tế,ministry,G18\nL-QLD,Cục Quản lý Dược,department,\n"
    (tmp_path / "units.csv").write_text(units, encoding="utf-8")
    calendar = "date,kind\n2026-01-01,off\n2026-01-10,worked\n2027-01-31,covered_to\n"
    (tmp_path / "calendar.csv").write_text(calendar, encoding="utf-8")
    portal = Portal(tmp_path / "state", Config(catalogue=str(tmp_path)))
    portal.clock.tell(datetime(2026, 6, 1, tzinfo=VIETNAM), frozen=True)
    load_catalogue(portal)
    yield portal
    portal.store.close()


def test_the_version_in_force_is_published(published: Portal) -> None:
    procedure = published.catalogue.procedure("1.002600")
    assert procedure is not None
    assert procedure.name == "Tên mới"
    assert procedure.fields == {"L-MP"}
    assert procedure.components == {"TP1"}
    assert procedure.results == {"KQ.G18.000009"}
    assert procedure.fee_lines[0] == "500000"
    assert set(procedure.maximum_times) == {("3", "Ngày làm việc"), ("Ngay sau khi nhận đủ hồ sơ", "")}


def test_what_is_repealed_is_known_but_not_listed(published: Portal) -> None:
    repealed = published.catalogue.procedure("1.001927")
    assert repealed is not None
    assert repealed.yields_a_paper
    assert repealed.results == set()
    assert [each.detail["MATTHC"] for each in published.catalogue.procedures()] == ["1.002600"]


def test_units_fields_and_working_days_are_told(published: Portal) -> None:
    units = {row["MADONVI"]: row["TENDONVI"] for row in published.catalogue.rows("unit")}
    assert units == {"000.00.00.G18": "Bộ Y tế", "L-QLD": "Cục Quản lý Dược"}
    assert published.catalogue.rows("field") == [{"MALINHVUC": "L-MP", "TENLINHVUC": "Mỹ phẩm"}]
    assert published.store.get("fact", "working_days") == {"off": ["2026-01-01"], "worked": ["2026-01-10"]}


def test_the_projects_own_catalogue_can_be_published(tmp_path: Path) -> None:
    portal = Portal(tmp_path, Config())
    kept = load_catalogue(portal)
    assert kept["procedures"] >= 40
    for procedure in portal.catalogue.procedures():
        assert procedure.name
        assert procedure.fields
        assert all(amount and unit for amount, unit in procedure.maximum_times if "Ngay" not in amount)
    portal.store.close()


def test_no_catalogue_is_an_empty_one(tmp_path: Path) -> None:
    portal = Portal(tmp_path, Config(catalogue=str(tmp_path / "nowhere")))
    assert load_catalogue(portal) == {"procedures": 0, "fields": 0, "units": 0}
    portal.store.close()

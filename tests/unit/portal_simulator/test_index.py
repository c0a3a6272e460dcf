"""The six groups of the index, from what was sent and told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from local.portal.index.profile import load
from tests.unit.portal_simulator.conftest import NUMBER, PROCEDURE, RESULT, Agency, dossier, finished, row

PROFILE = load("qd766-2022")
INDICATORS = {each.key: each for group in PROFILE.groups for each in group.indicators}
YEAR = "index?from=2026-01-01&to=2026-12-31"
OWN = {"MATTHC": "1.012292", "TENTTHC": "Điều chỉnh giấy phép hành nghề", "TRANGTHAI": "1"}


@pytest.fixture
def year_over(agency: Agency) -> Agency:
    agency.control("POST", "clock", {"now": "2027-01-01T00:00:00", "frozen": True})
    return agency


def indicator(agency: Agency, key: str, path: str = YEAR) -> dict[str, Any]:
    groups = agency.control("GET", path)["groups"]
    (found,) = [each for group in groups for each in group["indicators"] if each["key"] == key]
    return dict(found)


def send(agency: Agency, header: dict[str, Any], *rows: dict[str, Any]) -> None:
    answer = agency.sync(header)
    assert answer["error_code"] == "0", answer
    if rows:
        agency.progress(*rows)


def number(index: int) -> str:
    return f"000.00.01.G18-260115-{index:04d}"


def test_the_groups_have_the_points_of_the_decision() -> None:
    assert [group.max for group in PROFILE.groups] == [18, 20, 12, 10, 18, 22]
    assert sum(group.max for group in PROFILE.groups) == 100


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "points"),
    [
        ("PUBLISH_ON_TIME", 7, 10, "4.20"),
        ("PUBLIC_UPDATE_ON_TIME", 9, 10, "3.60"),
        ("PUBLIC_CONTENT_FULL", 280, 297, "1.89"),
        ("DOSSIER_SYNC", 9000, 12000, "4.50"),
        ("DOSSIER_ON_TIME", 8550, 9000, "19.00"),
        ("REUSED_DIGITIZED_DATA", 300, 900, "0.83"),
        ("DIGITIZED_ON_SOLVING", 60, 100, "3.00"),
        ("DOSSIER_ON_TIME", Fraction(478, 10000), 1, "0.96"),
        ("REUSED_DIGITIZED_DATA", 9, 10, "2.00"),
    ],
)
def test_worked_examples(key: str, numerator: int, denominator: int, points: str) -> None:
    assert str(INDICATORS[key].score(numerator, denominator)) == points


def test_nothing_to_measure_is_zero_or_not_applicable_by_indicator() -> None:
    assert str(INDICATORS["DOSSIER_SYNC"].score(0, 0)) == "0.00"
    assert INDICATORS["DOSSIER_ON_TIME"].score(0, 0) is None


def test_on_time_names_every_dossier_that_costs_a_point(year_over: Agency) -> None:
    send(year_over, finished(), row("2"), row("9", "20260210100000"))
    send(year_over, dossier(MaHoSo=number(2)), row("2", number=number(2)))
    found = indicator(year_over, "DOSSIER_ON_TIME")
    assert (found["numerator"], found["denominator"], found["score"]) == (1, 2, 10)
    assert [each["what"] for each in found["lost"]] == [number(2)]


def test_a_finish_in_the_header_alone_is_overdue_until_its_row_comes(year_over: Agency) -> None:
    send(year_over, finished())
    assert indicator(year_over, "DOSSIER_ON_TIME")["score"] == 0
    year_over.progress(row("9", "20260210100000"))
    assert indicator(year_over, "DOSSIER_ON_TIME")["score"] == 20


def test_the_clock_decides_where_an_unfinished_period_ends(agency: Agency) -> None:
    send(agency, dossier(), row("2"))
    agency.control("POST", "clock", {"now": "2026-02-01T08:00:00", "frozen": True})
    assert indicator(agency, "DOSSIER_ON_TIME")["score"] is None
    agency.control("POST", "clock", {"now": "2026-02-15T08:00:00", "frozen": True})
    assert indicator(agency, "DOSSIER_ON_TIME")["score"] == 0


def test_the_index_by_unit_and_by_procedure(year_over: Agency) -> None:
    send(year_over, finished(), row("9", "20260210100000"))
    other = "000.00.02.G18-260115-0001"
    send(year_over, dossier(MaHoSo=other), row("2", number=other))
    by_unit = year_over.control("GET", f"{YEAR}&by=unit")
    on_time = {unit: shown["groups"][1]["score"] for unit, shown in by_unit.items()}
    assert on_time == {"000.00.01.G18": 20, "000.00.02.G18": 0}
    assert list(year_over.control("GET", f"{YEAR}&by=procedure")) == ["1.012289"]
    assert indicator(year_over, "DOSSIER_ON_TIME", f"{YEAR}&unit=000.00.02.G18")["denominator"] == 1


def test_synced_dossiers_are_measured_by_what_the_agency_reported(year_over: Agency) -> None:
    send(year_over, dossier())
    assert indicator(year_over, "DOSSIER_SYNC")["score"] == 0
    year_over.control("PUT", "facts/reported", {"years": {"2025": 4}})
    assert indicator(year_over, "DOSSIER_SYNC")["score"] == 1.5
    year_over.control("PUT", "facts/reported", {"periods": {"2026-01-01/2026-12-31": 2}})
    assert indicator(year_over, "DOSSIER_SYNC")["score"] == 3
    year_over.control("PUT", "facts/reported", {"periods": {"2026-01-01/2026-12-31": 0}})
    assert indicator(year_over, "DOSSIER_SYNC")["score"] == 6


def test_publication_comes_from_facts_and_one_late_decision_spoils_a_procedure(year_over: Agency) -> None:
    assert indicator(year_over, "PUBLISH_ON_TIME")["score"] is None
    decisions = [
        ("1.1", "2026-03-02", "2026-03-30", "2026-03-16"),
        ("1.1", "2026-03-03", "2026-03-30", "2026-03-16"),
        ("1.2", "2026-03-02", "2026-03-30", "2026-03-17"),
    ]
    names = ("procedure", "decided_on", "effective_on", "published_on")
    facts = [dict(zip(names, each, strict=True)) for each in decisions]
    year_over.control("PUT", "facts/publications", facts)
    on_time = indicator(year_over, "PUBLISH_ON_TIME")
    assert (on_time["numerator"], on_time["lost"][0]["what"]) == (1, "1.1")
    updated = indicator(year_over, "PUBLIC_UPDATE_ON_TIME")
    assert (updated["numerator"], updated["lost"][0]["what"]) == (1, "1.2")


def test_full_content_is_read_from_the_catalogue(agency: Agency) -> None:
    assert "TRINHTUTHUCHIEN" in indicator(agency, "PUBLIC_CONTENT_FULL")["lost"][0]["why"]
    parts: dict[str, Any] = {"TRINHTUTHUCHIEN": [{}], "DOITUONGTHUCHIEN": [{}], "COQUANTHUCHIEN": [{}]}
    agency.control("POST", "catalogue/procedure", [{**PROCEDURE, **parts}])
    assert indicator(agency, "PUBLIC_CONTENT_FULL")["score"] == 2


def test_online_needs_the_channel_and_the_electronic_result(year_over: Agency) -> None:
    year_over.control("PUT", "facts/reported", {"periods": {"2026-01-01/2026-12-31": 4}})
    send(year_over, finished())
    send(year_over, dossier(MaHoSo=number(2)))
    send(year_over, finished(MaHoSo=number(3), KenhThucHien="1"))
    found = indicator(year_over, "DOSSIERS_ONLINE")
    assert [each["why"] for each in found["lost"]] == ["chưa có kết quả điện tử", "không nộp trực tuyến"]
    assert (found["numerator"], found["denominator"]) == (0.75, 3)
    assert found["score"] == 3


def test_services_with_dossiers(year_over: Agency) -> None:
    year_over.control("POST", "catalogue/procedure", [OWN])
    service = {"MADVC": "1.012292.01", "TENDVC": "x", "MATTHC": "1.012292"}
    year_over.control("POST", "catalogue/online-service", [service])
    send(year_over, dossier())
    assert indicator(year_over, "PROCEDURES_ONLINE")["score"] == 2
    used = indicator(year_over, "SERVICES_USED")
    assert (used["score"], used["lost"][0]["what"]) == (2, "1.012292")


def test_payment_leaves_out_dossiers_whose_fees_are_all_zero(year_over: Agency) -> None:
    free = [{"TenPhiLePhi": "Phí", "Gia": "0"}]
    send(year_over, dossier(DuocThanhToanTrucTuyen="1"))
    send(year_over, dossier(MaHoSo=number(2), DuocThanhToanTrucTuyen="3"))
    send(year_over, dossier(MaHoSo=number(3), DuocThanhToanTrucTuyen="0", DanhSachLePhi=free))
    paid = indicator(year_over, "DOSSIERS_PAID_ONLINE")
    assert (paid["numerator"], paid["denominator"], paid["score"]) == (1, 2, 3)
    assert indicator(year_over, "PROCEDURES_PAID")["score"] == 2
    assert indicator(year_over, "PROCEDURES_PAYABLE")["score"] is None
    year_over.control("PUT", "facts/payable_procedures", [])
    assert indicator(year_over, "PROCEDURES_PAYABLE")["score"] == 0


def test_petitions_come_from_facts(year_over: Agency) -> None:
    send(year_over, finished(), row("9", "20260210100000"))
    assert indicator(year_over, "PETITIONS_ON_TIME")["score"] is None
    assert indicator(year_over, "DOSSIERS_SATISFIED")["score"] == 6
    petitions = [
        {"id": "P1", "received_on": "2026-03-02", "answered_on": "2026-03-20", "published_on": "2026-03-24"},
        {"id": "P2", "received_on": "2026-03-02", "answered_on": "2026-03-24"},
        {"id": "P3", "received_on": "2026-03-02", "answered_on": "2026-03-03", "dislikes": 2, "likes": 1},
        {"id": "P4", "received_on": "2026-03-02", "refused_on": "2026-03-05", "MaHoSo": NUMBER},
    ]
    year_over.control("PUT", "facts/petitions", petitions)
    on_time = indicator(year_over, "PETITIONS_ON_TIME")
    assert [each["what"] for each in on_time["lost"]] == ["P2", "P4"]
    assert indicator(year_over, "PETITIONS_SATISFIED")["numerator"] == 1
    assert indicator(year_over, "DOSSIERS_SATISFIED")["score"] == 0


def test_digitization_looks_at_files_and_flags(year_over: Agency) -> None:
    reused = [{**dossier()["TaiLieuNop"][0], "DuocTaiSuDung": "1"}]
    send(year_over, finished(TaiLieuNop=reused), row("9", "20260210100000"))
    send(year_over, finished(MaHoSo=number(2), TaiLieuNop=[]), row("9", "20260210100000", number(2)))
    send(year_over, dossier(MaHoSo=number(3)), row("2", number=number(3)))
    assert indicator(year_over, "ORIGINAL_RESULT_AVAILABLE")["score"] == 6
    assert indicator(year_over, "DIGITIZED_ON_SOLVING")["lost"][0]["what"] == number(2)
    assert indicator(year_over, "REUSED_DIGITIZED_DATA")["score"] == 0.83
    assert indicator(year_over, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE")["score"] == 4
    assert indicator(year_over, "ELECTRONIC_CERTIFIED_COPY")["score"] is None
    year_over.control("PUT", "facts/certified_copies", {"made": 1, "asked": 2})
    assert indicator(year_over, "ELECTRONIC_CERTIFIED_COPY")["score"] == 1


def test_a_result_without_its_code_has_a_file_but_is_not_in_the_repository(year_over: Agency) -> None:
    year_over.portal.change({"rules": {"status-9-result": False}})
    send(
        year_over,
        finished(DanhSachGiayToKetQua=[{**RESULT, "MaGiayToKetQua": ""}]),
        row("9", "20260210100000"),
    )
    assert indicator(year_over, "ORIGINAL_RESULT_AVAILABLE")["score"] == 6
    assert indicator(year_over, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE")["score"] == 0


def test_population_data_is_a_verified_account_or_the_database(year_over: Agency) -> None:
    send(year_over, dossier(TaiKhoanDuocXacThucVoiVNeID="1"))
    send(year_over, dossier(MaHoSo=number(2), DSKetNoiCSDL=[{"MaCSDL": "1"}]))
    send(year_over, dossier(MaHoSo=number(3), TaiKhoanDuocXacThucVoiVNeID="0"))
    send(year_over, dossier(MaHoSo=number(4)))
    assert indicator(year_over, "POPULATION_DOSSIERS")["score"] == 1
    assert indicator(year_over, "POPULATION_PROCEDURES")["score"] == 2


def test_what_cannot_be_known_leaves_the_applicable_maximum(year_over: Agency) -> None:
    shown = year_over.control("GET", YEAR)
    assert shown["max"] == 100
    assert shown["max_applicable"] < 100
    unknown = [each for group in shown["groups"] for each in group["indicators"] if each["score"] is None]
    assert all(each["note"] for each in unknown)

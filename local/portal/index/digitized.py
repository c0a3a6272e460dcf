"""Group 6, số hóa: files of papers and results, re-use, the repository, the population database."""

from __future__ import annotations

from collections import defaultdict

from local.portal.index.evidence import Case, Evidence, Tally
from local.portal.index.timing import finished_at

REUSED = ("1", "2")


def result_available(evidence: Evidence) -> Tally:
    """Solved dossiers of procedures that yield a paper: has the result a link to its file?"""
    tally = Tally()
    for case in _solved(evidence):
        if case.yields_a_paper:
            tally.count(case.result_linked, case.number, "không có tệp kết quả")
    return tally


def digitized(evidence: Evidence) -> Tally:
    """Solved dossiers with a file among the papers and, where one is due, a file of the result."""
    tally = Tally()
    for case in _solved(evidence):
        papers = any(paper.get("DuongDanTaiTepTin") for paper in case.papers)
        result = case.result_linked or not case.yields_a_paper
        tally.count(papers and result, case.number, "thiếu tệp thành phần hoặc tệp kết quả")
    return tally


def certified_copies(evidence: Evidence) -> Tally:
    """Certified electronic copies are made elsewhere: fact ``certified_copies`` {"made", "asked"}."""
    told = evidence.facts.get("certified_copies")
    if told is None:
        return Tally(note="cần số liệu chứng thực bản sao điện tử (fact certified_copies)", known=False)
    return Tally(int(told["made"]), int(told["asked"]))


def reused(evidence: Evidence) -> Tally:
    """At least one paper that was re-used instead of asked for again."""
    tally = Tally()
    for case in evidence.received():
        found = any(str(paper.get("DuocTaiSuDung")) in REUSED for paper in case.papers)
        tally.count(found, case.number, "không tái sử dụng giấy tờ nào")
    return tally


def in_repository(evidence: Evidence) -> Tally:
    """A paper taken from the national repository, or the result put into it."""
    tally = Tally()
    for case in _solved(evidence):
        taken = any(str(paper.get("DuocLayTuKhoDMQG")) == "1" for paper in case.papers)
        tally.count(taken or case.result_registered, case.number, "không dùng kho, không đưa kết quả vào kho")
    return tally


def population_procedures(evidence: Evidence) -> Tally:
    """Procedures with dossiers in the period: did any of them use the population database?"""
    used: dict[str, bool] = defaultdict(bool)
    for case in evidence.received():
        used[case["MaTTHC"]] |= _population(case, evidence)
    tally = Tally()
    for code, does in sorted(used.items()):
        tally.count(does, code, "không dùng dữ liệu dân cư")
    return tally


def population_dossiers(evidence: Evidence) -> Tally:
    """Owner verified by VNeID, or the population database among those used."""
    tally = Tally()
    for case in evidence.received():
        tally.count(_population(case, evidence), case.number, "không dùng dữ liệu dân cư")
    return tally


def _solved(evidence: Evidence) -> list[Case]:
    return [case for case in evidence.cases if evidence.period.holds(_end(case, evidence))]


def _end(case: Case, evidence: Evidence) -> str:
    solved = case["TrangThaiHoSo"] in ("9", "10") and case["NgayTiepNhan"]
    return finished_at(case, evidence) or case["NgayKetThucXuLy"] if solved else ""


def _population(case: Case, evidence: Evidence) -> bool:
    codes = {str(row.get("MaCSDL")) for row in case.list("DSKetNoiCSDL")}
    return case["TaiKhoanDuocXacThucVoiVNeID"] == "1" or bool(
        codes & set(evidence.profile.parameters["population_databases"])
    )

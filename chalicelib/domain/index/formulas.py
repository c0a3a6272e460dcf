"""Groups 1 and 3 to 6 of the index, each indicator a function from the evidence to a tally (QĐ 766/QĐ-TTg)."""

from collections import defaultdict

from chalicelib.domain.dossier import Channel
from chalicelib.domain.index.evidence import POPULATION, Evidence, Tally
from chalicelib.domain.index.timing import on_time
from chalicelib.domain.procedures import Procedure
from chalicelib.domain.told import Told

NO_PETITIONS = "hệ thống này chưa có phản ánh, kiến nghị, đánh giá theo hồ sơ: chỉ biết mức cao nhất"


def synced(evidence: Evidence) -> Tally:
    """Dossiers of which the portal was told, among all that we received in the period."""
    tally = Tally()
    there = {case.number for case, _ in evidence.told()}
    for case in evidence.cases:
        if evidence.span.holds(case.received_at):
            tally.count(case.number in there, case.number, "chưa đồng bộ")
    return tally


def procedures_online(evidence: Evidence) -> Tally:
    """Procedures of ours that can be filed online."""
    tally, online = Tally(), {each.code for each in evidence.online_services()}
    for procedure in evidence.own():
        tally.count(procedure.code in online, procedure.code, "chưa rõ có dịch vụ công trực tuyến")
    return tally


def services_used(evidence: Evidence) -> Tally:
    """Online services with at least one dossier filed online in the period."""
    tally = Tally()
    used = {case.procedure for case, told in evidence.received() if told.channel is Channel.ONLINE}
    for service in evidence.online_services():
        tally.count(service.code in used, service.code, "không phát sinh hồ sơ trực tuyến")
    return tally


def dossiers_online(evidence: Evidence) -> Tally:
    """Filed online and, where the procedure yields a paper, with an electronic result; times the sync ratio."""
    tally = Tally()
    for case, told in evidence.received():
        is_online = told.channel is Channel.ONLINE
        why = "chưa có kết quả điện tử" if is_online else "không nộp trực tuyến"
        tally.count(is_online and (told.has_result or not case.yields_paper), case.number, why)
    sync = synced(evidence)
    tally.share = sync.good / sync.of if sync.of else 0.0
    tally.note = f"nhân với tỷ lệ đồng bộ {tally.share:.4f}"
    return tally


def procedures_paid(evidence: Evidence) -> Tally:
    """Procedures with a fee that had at least one online payment in the period."""
    tally = Tally()
    paid = {case.procedure for case, told in evidence.received() if told.paid_online}
    for procedure in filter(_has_fee, evidence.own()):
        tally.count(procedure.code in paid, procedure.code, "không có giao dịch trực tuyến")
    return tally


def dossiers_paid(evidence: Evidence) -> Tally:
    """Paid online, among dossiers with a fee that is not nothing."""
    tally = Tally()
    for case, told in evidence.received():
        if told.fee:
            tally.count(told.paid_online, case.number, "không thanh toán trực tuyến")
    return tally


def dossiers_satisfied(evidence: Evidence) -> Tally:
    """All but the overdue and those with a petition or a dislike, of which we know none: an upper bound."""
    timed = on_time(evidence)
    timed.note, timed.known = "; ".join(filter(None, (NO_PETITIONS, timed.note))), False
    return timed


def result_available(evidence: Evidence) -> Tally:
    """Solved, and where a paper comes of it, with a link to its file."""
    tally = Tally()
    for case, told in evidence.solved():
        if case.yields_paper:
            tally.count(told.has_result_file, case.number, "không có tệp kết quả")
    return tally


def papers_digitized(evidence: Evidence) -> Tally:
    """Solved, with a file among the papers and, where one is due, a file of the result."""
    tally = Tally()
    for case, told in evidence.solved():
        is_whole = told.has_papers and (told.has_result_file or not case.yields_paper)
        tally.count(is_whole, case.number, "thiếu tệp thành phần hoặc tệp kết quả")
    return tally


def papers_reused(evidence: Evidence) -> Tally:
    """At least one paper that was used again instead of asked for again."""
    tally = Tally()
    for case, told in evidence.received():
        tally.count(told.reused, case.number, "không tái sử dụng giấy tờ nào")
    return tally


def in_repository(evidence: Evidence) -> Tally:
    """A paper taken from the national repository, or the result put into it."""
    tally = Tally()
    for case, told in evidence.solved():
        is_there = told.from_repository or told.has_result
        tally.count(is_there, case.number, "không dùng kho, không đưa kết quả vào kho")
    return tally


def population_procedures(evidence: Evidence) -> Tally:
    """Procedures with dossiers in the period: did any of these use the population database?"""
    used: defaultdict[str, bool] = defaultdict(bool)
    for case, told in evidence.received():
        used[case.procedure] |= _population(told)
    tally = Tally()
    for code, does in sorted(used.items()):
        tally.count(does, code, "không dùng dữ liệu dân cư")
    return tally


def population_dossiers(evidence: Evidence) -> Tally:
    """The owner's account verified, or the population database among those used."""
    tally = Tally()
    for case, told in evidence.received():
        tally.count(_population(told), case.number, "không dùng dữ liệu dân cư")
    return tally


def _population(told: Told) -> bool:
    return told.identity_verified or POPULATION in told.databases


def _has_fee(procedure: Procedure) -> bool:
    """An amount that is not known is taken for a fee; so is a table that nobody has filled in."""
    return procedure.fees is None or any(fee.amount_vnd != 0 for fee in procedure.fees)

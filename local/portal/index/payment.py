"""Group 4, thanh toán trực tuyến: procedures with a fee, and dossiers that paid online."""

from __future__ import annotations

import re

from local.portal.catalogue import Procedure
from local.portal.index.evidence import Case, Evidence, Tally

PAID_ONLINE = ("1", "2")


def procedures_payable(evidence: Evidence) -> Tally:
    """Procedures with a fee that the payment platform knows (fact ``payable_procedures``)."""
    payable = evidence.facts.get("payable_procedures")
    if payable is None:
        return Tally(note="cần danh sách TTHC đã tích hợp thanh toán (fact payable_procedures)", known=False)
    return _procedures(evidence, set(payable), "chưa tích hợp thanh toán")


def procedures_paid(evidence: Evidence) -> Tally:
    """Procedures with a fee that had at least one online payment in the period."""
    paid = {case["MaTTHC"] for case in evidence.received() if case["DuocThanhToanTrucTuyen"] in PAID_ONLINE}
    return _procedures(evidence, paid, "không có giao dịch trực tuyến")


def dossiers_paid(evidence: Evidence) -> Tally:
    """Dossiers of procedures with a fee, without those whose fees are all 0."""
    tally = Tally()
    for case in evidence.received():
        if case.procedure and _has_fee(case.procedure) and not _all_free(case):
            paid = case["DuocThanhToanTrucTuyen"] in PAID_ONLINE
            tally.count(paid, case.number, "không thanh toán trực tuyến")
    return tally


def _procedures(evidence: Evidence, good: set[str], why: str) -> Tally:
    tally = Tally()
    for procedure in filter(_has_fee, evidence.procedures):
        code = str(procedure.detail["MATTHC"])
        tally.count(code in good, code, why)
    return tally


def _has_fee(procedure: Procedure) -> bool:
    """The catalogue writes amounts as "30.000", "430000" or "không"."""
    return any(int(re.sub(r"\D", "", line) or 0) > 0 for line in procedure.fee_lines)


def _all_free(case: Case) -> bool:
    fees = case.list("DanhSachLePhi")
    return bool(fees) and all(int(re.sub(r"\D", "", str(fee.get("Gia"))) or 0) == 0 for fee in fees)

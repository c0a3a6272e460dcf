"""Safety: what in the file could act, hide or explode? Counted here, judged by ``policy``."""

from collections import Counter
from dataclasses import replace

from chalicelib.digitization import docx_safety, image_safety, pdf_safety
from chalicelib.digitization.intake import is_zip_inside
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Kind
from chalicelib.digitization.policy import judge

WALKS = dict.fromkeys(Kind, image_safety.walk) | {Kind.PDF: pdf_safety.walk, Kind.DOCX: docx_safety.walk}
"""kind -> function (data, limits) -> counts by finding."""

MARKUP = (b"<html", b"<!doctype html", b"<script", b"mz\x90\x00")


def step(job: Job) -> Job:
    """Walk the file without drawing it; raises ``Rejected`` for what policy refuses."""
    assert job.kind is not None
    counts = Counter(WALKS[job.kind](job.data, job.asked.limits))
    if _is_two_kinds(job.data, job.kind):
        counts["polyglot"] += 1
    return replace(job, findings=judge(counts))


def _is_two_kinds(data: bytes, kind: Kind) -> bool:
    """A picture or PDF with an archive or a web page around it."""
    if kind is Kind.DOCX:
        return b"%PDF-" in data[:1024]
    head = data[:1024].lower()
    if any(mark in head for mark in MARKUP):
        return True
    if kind is not Kind.PDF and b"%PDF-" in data[:1024]:
        return True
    return is_zip_inside(data)

"""Pages: how many sheets the file has, before any of them is read."""

from dataclasses import replace

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Kind
from chalicelib.digitization.pdf_repair import mended
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import open_sheets


def step(job: Job) -> Job:
    """Count the sheets, a damaged file mended; raises ``Rejected`` when there are none or too many.

    A sheet that mending loses still counts: reading it will fail, and the file is not called whole.
    """
    count = _count(job)
    if job.kind is Kind.PDF and any(finding.code == "repaired" for finding in job.findings):
        job = replace(job, mended=mended(job.data))
        count = max(count, _count(job))
    if count == 0:
        raise Rejected("no-pages")
    if count > job.asked.limits.max_pages:
        raise Rejected("too-many-pages")
    return replace(job, page_count=count)


def _count(job: Job) -> int:
    with open_sheets(job) as sheets:
        return len(sheets)

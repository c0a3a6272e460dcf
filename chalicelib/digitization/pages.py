"""Pages: how many sheets the file has, before any of them is read."""

from dataclasses import replace

from chalicelib.digitization.job import Job
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import open_sheets


def step(job: Job) -> Job:
    """Count the sheets; raises ``Rejected`` when there are none or too many."""
    with open_sheets(job) as sheets:
        count = len(sheets)
    if count == 0:
        raise Rejected("no-pages")
    if count > job.asked.limits.max_pages:
        raise Rejected("too-many-pages")
    return replace(job, page_count=count)

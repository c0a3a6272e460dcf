"""Text: every page read once, from its text layer or by the optical reader."""

import time
from dataclasses import replace

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import PageResult, Source
from chalicelib.digitization.reading import read_sheet
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import Sheets, open_sheets

RESERVE = 2.0  # seconds kept for the steps after this one


def step(job: Job) -> Job:
    """Read the pages that the cache does not know; stop early, keeping what is done, when time runs out."""
    pages: list[PageResult] = []
    words = 0
    with open_sheets(job) as sheets:
        for number in range(1, job.page_count + 1):
            page = job.cache.get(number)
            if page is None:
                if job.time_left is not None and job.time_left() < RESERVE + job.asked.limits.page_seconds:
                    break
                is_full = words >= job.asked.limits.max_words
                page = (
                    failed_page(number, "too-costly")
                    if is_full
                    else _read_or_say_why_not(job, sheets, number)
                )
                job.cache.put(number, page)
            words += len(page.words)
            pages.append(page)
            if job.progress is not None:
                job.progress(number, job.page_count)
    return replace(job, pages=tuple(pages))


def _read_or_say_why_not(job: Job, sheets: Sheets, number: int) -> PageResult:
    """A poisoned page becomes a failed result and takes no other page along."""
    started = time.monotonic()
    try:
        page = read_sheet(job, sheets, number)
    except Rejected as rejected:
        page = failed_page(number, rejected.code)
    except MemoryError:
        page = failed_page(number, "too-costly")
    except Exception:  # arbitrary bytes: whatever a decoder raises, the page is damaged
        page = failed_page(number, "damaged")
    return replace(page, ms=round(1000 * (time.monotonic() - started)))


def failed_page(number: int, reason: str) -> PageResult:
    """The honest result for a page that could not be read."""
    return PageResult(number, 0.0, 0.0, Source.FAILED, coverage=0.0, failure=reason)

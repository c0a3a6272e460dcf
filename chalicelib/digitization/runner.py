"""The order of the steps, and the outcome that follows from what they found."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace

from chalicelib.digitization import classify, codes, fields, intake, pages, safety, signature, text
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Digitized, Outcome
from chalicelib.digitization.reasons import Rejected

Step = Callable[[Job], Job]

STEPS: tuple[Step, ...] = (
    intake.step,  # what is it really, within limits?
    safety.step,  # what could act, hide or explode?
    signature.step,  # who signed it, and is it still what was signed?
    pages.step,  # how many sheets?
    text.step,  # the words of every page
    codes.step,  # machine-readable codes, and what a citizen card says
    classify.step,  # which paper of the procedure?
    fields.step,  # what would otherwise be typed in
)


def run(job: Job, steps: tuple[Step, ...] = STEPS) -> Digitized:
    """Run the steps in this process. Every file ends in an outcome; nothing unlisted is raised."""
    started = time.monotonic()
    reason: str | None = None
    for step in steps:
        try:
            job = step(job)
        except Rejected as rejected:
            job = replace(job, findings=rejected.findings or job.findings, signatures=rejected.signatures)
            reason = rejected.code
            break
        except (MemoryError, RecursionError):
            reason = "too-costly"
            break
        except Exception:  # arbitrary bytes: whatever a decoder raises, the file is damaged
            reason = "damaged"
            break
    return replace(_conclude(job, reason), ms=round(1000 * (time.monotonic() - started)))


def _conclude(job: Job, reason: str | None) -> Digitized:
    outcome, why = (Outcome.REJECTED, reason) if reason else _outcome(job)
    return Digitized(
        outcome=outcome,
        reason=why,
        sha256=job.sha256 or hashlib.sha256(job.data).hexdigest(),
        bytes=len(job.data),
        kind=job.kind,
        page_count=job.page_count,
        pages=job.pages,
        codes=job.codes,
        card=job.card,
        document=job.document,
        fields=job.fields,
        signatures=job.signatures,
        findings=job.findings,
    )


def _outcome(job: Job) -> tuple[Outcome, str | None]:
    if len(job.pages) < job.page_count:
        return Outcome.UNFINISHED, "unfinished"
    failed = [page for page in job.pages if page.failure]
    if failed and len(failed) == len(job.pages):
        return Outcome.REJECTED, failed[0].failure
    if failed:
        return Outcome.PARTIAL, "pages-unreadable"
    doubts = {page.doubt for page in job.pages if page.doubt}
    if doubts:
        return Outcome.PARTIAL, min(doubts) if len(doubts) == 1 else "pages-doubtful"
    return Outcome.READY, None

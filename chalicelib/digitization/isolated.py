"""Running a job in sandboxed children: a page that kills its child is marked, and the next child goes on."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.digitization.job import Asked, Job
from chalicelib.digitization.model import Digitized, PageResult
from chalicelib.digitization.operations import ASKED, PAGE
from chalicelib.digitization.sandbox import Child, ChildLost, nursery
from chalicelib.digitization.sidecar import DIGITIZED
from chalicelib.digitization.text import failed_page
from chalicelib.digitization.wire import Frame


@dataclass
class _Progress:
    """What the children so far have told: pages known, and the page in hand."""

    job: Job
    known: dict[int, PageResult] = field(default_factory=dict)
    in_hand: int | None = None
    lost_children: int = 0

    def get(self, number: int) -> PageResult | None:
        """A page known already; when too many children were lost, no further page is tried."""
        page = self.known.get(number) or self.job.cache.get(number)
        if page is None and self.lost_children >= self.job.asked.limits.max_lost_children:
            page = failed_page(number, "too-costly")
        if page is not None:
            self.known[number] = page
        self.in_hand = number if page is None else None
        return page

    def put(self, page: PageResult) -> None:
        """A page just read."""
        self.known[page.number] = page
        self.job.cache.put(page.number, page)
        self.in_hand = None

    @property
    def asked(self) -> Asked:
        """With every child lost the next page may cost half as much, so that a file's worst pages have an end."""
        limits = self.job.asked.limits
        allowed = replace(limits, page_seconds=limits.page_seconds / 2**self.lost_children)
        return replace(self.job.asked, limits=allowed)

    def complete(self, digitized: Digitized, numbers: Iterable[int]) -> Digitized:
        """The result with its pages, which the child has told already and does not tell again."""
        return replace(digitized, pages=tuple(self.known[number] for number in numbers))

    def lose(self, lost: ChildLost) -> None:
        """Mark the page that killed the child; without one the file is to blame, and the loss is passed on."""
        self.lost_children += 1
        if self.in_hand is None:
            raise lost
        self.put(failed_page(self.in_hand, lost.code))


def run_isolated(job: Job) -> Digitized:
    """The answer of ``runner.run``, from children; raises ``ChildLost`` if one dies outside a page."""
    started = time.monotonic()
    progress = _Progress(job)
    while True:
        try:
            with nursery().child(job.asked.limits.memory) as child:
                digitized = _converse(child, progress)
            return replace(digitized, ms=round(1000 * (time.monotonic() - started)))
        except ChildLost as lost:
            progress.lose(lost)


def _converse(child: Child, progress: _Progress) -> Digitized:
    """Answer the child's questions until it has the result."""
    job, limits = progress.job, progress.job.asked.limits
    progress.in_hand = None
    request = {
        "asked": ASKED.dump_python(progress.asked, mode="json"),
        "progress": job.progress is not None,
        "time_left": job.time_left is not None,
    }
    child.send(Frame("digitize", request, job.data))
    patience = limits.wall_factor * max(limits.open_seconds, limits.page_seconds)
    while True:
        frame = child.receive(patience)
        try:
            if frame.kind == "result":
                return progress.complete(DIGITIZED.validate_json(frame.blob), frame.value)
            _answer(child, frame, progress)
        except (
            ValueError,
            LookupError,
            TypeError,
        ) as nonsense:  # a child that was taken over may say anything
            raise ChildLost("too-costly") from nonsense


def _answer(child: Child, frame: Frame, progress: _Progress) -> None:
    job = progress.job
    if frame.kind == "put":
        progress.put(PAGE.validate_json(frame.blob))
    elif frame.kind == "progress" and job.progress is not None:
        job.progress(*_two_numbers(frame.value))
    elif frame.kind == "get":
        page = progress.get(int(frame.value))
        child.send(Frame("page", blob=b"" if page is None else PAGE.dump_json(page)))
    elif frame.kind == "time-left" and job.time_left is not None:
        child.send(Frame("time-left", job.time_left()))
    else:
        raise ChildLost("too-costly")


def _two_numbers(value: Any) -> tuple[int, int]:
    done, total = value
    return int(done), int(total)

"""Which papers have outlived the period that the law gives them; and their erasure, once a person has approved it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from chalicelib.domain.calendar import local
from chalicelib.domain.holdings import Holding
from chalicelib.domain.paper_errors import PaperNotFound
from chalicelib.domain.paper_kinds import PaperKind
from chalicelib.domain.papers import Paper, Source
from chalicelib.domain.ports import Blobs, Clock, Ids, every_item
from chalicelib.domain.ports_papers import Holdings, Papers
from chalicelib.domain.retention import DuePaper, Keeping, keeping_of, kept_until
from chalicelib.domain.traces import Sight, Use, Viewer

_PAGE = 100


@dataclass(frozen=True, slots=True)
class ReviewRetention:
    """``kinds``: periods and holds."""

    clock: Clock
    kinds: Mapping[str, PaperKind]

    def __call__(self, papers: Iterable[Paper], counts: Counter[tuple[str, Keeping]]) -> Iterator[DuePaper]:
        """The papers that are due, as they are met; ``counts`` is filled with all of them, by kind and standing."""
        today = local(self.clock.now()).date()
        for paper in papers:
            kind = self.kinds.get(paper.kind)
            keeping = keeping_of(paper, kind, today)
            counts[paper.kind, keeping] += 1
            if keeping is Keeping.DUE:
                until = kept_until(paper, kind)
                assert until is not None
                yield DuePaper(paper.owner_ref, paper.code, paper.version, paper.kind, until)


@dataclass(frozen=True, slots=True)
class ReviewHeld:
    """Which papers are due that were made of some held bytes: the nightly round over the store reviews all in a month.

    Papers without a file have no place in that round. While no kind has a period nothing is read.
    """

    papers: Papers
    review: ReviewRetention

    def __call__(self, holding: Holding) -> tuple[DuePaper, ...]:
        """One call for a page of the owner's papers. Erases nothing."""
        if not self.periods:
            return ()
        made_of_it = (
            paper
            for paper in every_item(partial(self.papers.of_owner, holding.owner_ref, _PAGE))
            if paper.file.sha256 == holding.sha256
        )
        return tuple(self.review(made_of_it, Counter()))

    @property
    def periods(self) -> int:
        """How many kinds of paper have a period that is known."""
        return sum(kind.keep_years is not None for kind in self.review.kinds.values())


@dataclass(frozen=True, slots=True)
class EraseExpired:
    """What was approved and still is due, in the version that was approved; everything else stays.

    The owner's log keeps a line. Bytes of imported papers go too, unless another paper has them; those of a dossier's
    files belong to the dossier and stay with it. The paper's source stays as well, so that nothing brings it back.
    """

    papers: Papers
    holdings: Holdings
    blobs: Blobs
    clock: Clock
    ids: Ids
    kinds: Mapping[str, PaperKind]

    def __call__(self, due: DuePaper, approved_by: str) -> bool:
        """Whether it was erased."""
        try:
            paper = self.papers.get(due.owner_ref, due.code)
        except PaperNotFound:
            return False
        now = self.clock.now()
        keeping = keeping_of(paper, self.kinds.get(paper.kind), local(now).date())
        if keeping is not Keeping.DUE or paper.version != due.version:
            return False
        use = Use(
            id=self.ids.new(),
            owner_ref=paper.owner_ref,
            at=now,
            what=Sight.ERASED,
            papers=(paper.code,),
            by=Viewer(kind=None, subject="operator", name=approved_by),
            purpose="Hết thời hạn lưu trữ",
        )
        if not self.papers.erase(paper, use):
            return False
        if paper.source is Source.IMPORT and paper.file.sha256 and not self._others_have(paper):
            self.holdings.forget(paper.owner_ref, paper.file.sha256)
            self.blobs.erase(paper.key)
        return True

    def _others_have(self, paper: Paper) -> bool:
        cursor = ""
        while True:
            page = self.papers.of_owner(paper.owner_ref, 100, cursor)
            if any(other.file.sha256 == paper.file.sha256 for other in page.items):
                return True
            cursor = page.cursor
            if not cursor:
                return False

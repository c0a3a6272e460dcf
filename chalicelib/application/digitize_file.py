"""Read an upload: hold it to its declaration, digitize it, keep what was read, and say honestly how it ended."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from chalicelib.application.join_photos import JoinedPaper
from chalicelib.application.keep_reading import KeepReading
from chalicelib.application.paper_questions import PaperQuestions
from chalicelib.application.reading_progress import ReadingProgress
from chalicelib.application.what_was_read import rejected, with_reading
from chalicelib.digitization.job import Asked, PageCache
from chalicelib.digitization.model import Digitized, Kind, Outcome
from chalicelib.digitization.reasons import Rejected
from chalicelib.domain.errors import FileNotFound
from chalicelib.domain.file_copies import JOINED
from chalicelib.domain.files import DossierFile
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.storage import UploadAddress, upload_key

TimeLeft = Callable[[], float]

#: Seconds that keeping the copies of a file may need; reading stops early enough to leave them.
FOR_COPIES = 30.0


class Reader(Protocol):
    """``digitization.digitize``, or what stands in for it."""

    def __call__(
        self,
        data: bytes,
        *,
        asked: Asked,
        page_cache: PageCache,
        progress: Callable[[int, int], None],
        time_left: TimeLeft | None,
    ) -> Digitized:
        """Reads bytes; never raises for what they are."""
        ...


class Reading(StrEnum):
    """How a message about an upload ended. ``STUCK``: the whole time was used up and no page was gained."""

    DONE = "done"
    UNFINISHED = "unfinished"
    STUCK = "stuck"
    NOTHING_TO_DO = "nothing-to-do"
    UNKNOWN_FILE = "unknown-file"


class KeptPages(PageCache, Protocol):
    """The pages of one file, kept from one invocation to the next."""

    def erase(self) -> None:
        """Forget them all: the file is read."""
        ...


@dataclass(frozen=True, slots=True)
class DigitizeFile:
    """Idempotent by the file's state: a file that has been read is not read again.

    A long file is read in slices: what ``pages`` keeps is not read twice, however often the message comes.
    """

    dossiers: Dossiers
    blobs: Blobs
    clock: Clock
    read: Reader
    questions: PaperQuestions
    pages: Callable[[UploadAddress], KeptPages]
    keep: KeepReading
    joined: JoinedPaper

    def __call__(
        self, address: UploadAddress, time_left: TimeLeft | None = None
    ) -> tuple[Reading, DossierFile | None]:
        """What became of the file at ``address``. Raises ``UploadMissing`` if the bytes are not there."""
        try:
            announced = self.dossiers.get_file(*address)
        except FileNotFound:
            return Reading.UNKNOWN_FILE, None
        if not announced.is_awaited:
            return Reading.NOTHING_TO_DO, announced
        data = self.blobs.read(upload_key(*address))
        if broken := _broken_promise(announced, data):
            return self._conclude(announced, rejected(announced, broken, self.clock.now()))
        asked, kept = self.questions(announced), self.pages(address)
        cache: PageCache = kept
        if announced.parts:
            try:
                data, cache = self.joined.of(announced), self.joined.known_pages(announced, cache)
            except Rejected as refused:
                return self._conclude(announced, rejected(announced, refused.code, self.clock.now()))
            asked = replace(asked, name=JOINED, declared_sha256=None, accepted=(Kind.PDF,))
        progress = ReadingProgress(self.dossiers, announced)
        digitized = self.read(
            data,
            asked=asked,
            page_cache=cache,
            progress=progress.tell,
            time_left=_before(FOR_COPIES, time_left),
        )
        if digitized.outcome is Outcome.UNFINISHED or (time_left and time_left() < FOR_COPIES):
            gained = progress.settle(len(digitized.pages), digitized.page_count)
            return (Reading.UNFINISHED if gained else Reading.STUCK), progress.file
        copies = (*self.keep(address, data, digitized), *((JOINED,) if announced.parts else ()))
        read = with_reading(progress.file, digitized, copies, self.clock.now())
        concluded = self._conclude(progress.file, read)
        kept.erase()
        return concluded

    def _conclude(self, seen: DossierFile, read: DossierFile) -> tuple[Reading, DossierFile]:
        if self.dossiers.update_file(read, seen=seen):
            return Reading.DONE, read
        return Reading.NOTHING_TO_DO, seen


def _before(reserve: float, time_left: TimeLeft | None) -> TimeLeft | None:
    return None if time_left is None else lambda: time_left() - reserve


def _broken_promise(file: DossierFile, data: bytes) -> str:
    """The store holds uploads to their declaration; this holds the store to it."""
    if len(data) != file.declared.bytes:
        return "size-differs"
    return "" if hashlib.sha256(data).hexdigest() == file.declared.sha256 else "hash-differs"

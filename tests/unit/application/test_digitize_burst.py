"""Five hundred files at once, with a reader that manages two at a time: none lost, none falsely done, all drained."""

import hashlib
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.application.digitize_file import DigitizeFile, KeptPages, Reading
from chalicelib.application.join_photos import JoinedPaper
from chalicelib.application.keep_reading import KeepReading
from chalicelib.application.paper_questions import PaperQuestions
from chalicelib.digitization.job import Asked, PageCache, TrustStore
from chalicelib.digitization.model import Digitized, Kind, Outcome, PageResult, Source
from chalicelib.digitization.sidecar import from_json
from chalicelib.domain.file_copies import READING
from chalicelib.domain.files import Declaration, DossierFile, FileState
from chalicelib.domain.storage import UploadAddress, reading_key, upload_key
from tests.factories import MORNING, a_dossier, a_draft, a_file
from tests.fakes import HandClock, InMemoryBlobs, InMemoryDossiers

FILES, DOSSIERS, AT_A_TIME = 500, 20, 2
ATTEMPTS = 5  # as infra/state.yaml says of the queue
COMPONENT = "DON"


class Killed(Exception):
    """The function ended here, as when its process dies."""


@dataclass
class Queue:
    """At least once, in no promised order; after five failures a message lies with the dead."""

    waiting: deque[tuple[UploadAddress, int]] = field(default_factory=deque)
    dead: list[UploadAddress] = field(default_factory=list)
    in_flight: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, address: UploadAddress, failures: int = 0) -> None:
        with self.lock:
            self.waiting.append((address, failures))

    def work(self, handle: Callable[[UploadAddress], Reading]) -> None:
        """One worker, until nothing is waiting and nothing in flight."""
        while True:
            with self.lock:
                if not self.waiting and not self.in_flight:
                    return
                taken = self.waiting.popleft() if self.waiting else None
                self.in_flight += taken is not None
            if taken is None:
                time.sleep(0.001)
                continue
            address, failures = taken
            try:
                if handle(address) is Reading.UNFINISHED:
                    self.send(address)
            except Killed:
                if failures + 1 < ATTEMPTS:
                    self.send(address, failures + 1)
                else:
                    self.dead.append(address)
            finally:
                with self.lock:
                    self.in_flight -= 1


class OneAtATime(InMemoryDossiers):
    """The table decides conditions one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self.finished: list[str] = []

    def update_file(self, file: DossierFile, seen: DossierFile) -> bool:
        with self._lock:
            won = super().update_file(file, seen)
            if won and not file.is_awaited:
                self.finished.append(file.dossier_id)
            return won


class Pages:
    """A page cache that outlives a process; counts what is read twice."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UploadAddress, int], PageResult] = {}

    def of(self, address: UploadAddress) -> KeptPages:
        pages = self

        class OfOneFile:
            def get(self, number: int) -> PageResult | None:
                return pages.kept.get((address, number))

            def put(self, number: int, page: PageResult) -> None:
                pages.kept[address, number] = page

            def erase(self) -> None:
                for key in [key for key in list(pages.kept) if key[0] == address]:
                    pages.kept.pop(key, None)

        return OfOneFile()


@dataclass
class Reader:
    """A file's bytes say how many pages it has; three fit into a call. ``killed``: how often a file's reading dies."""

    killed: Counter[bytes]
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(
        self,
        data: bytes,
        *,
        asked: Asked,
        page_cache: PageCache,
        progress: Callable[[int, int], None],
        time_left: Callable[[], float] | None,
    ) -> Digitized:
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return self._read(data, page_cache, progress)
        finally:
            with self.lock:
                self.at_once -= 1

    def _read(self, data: bytes, cache: PageCache, progress: Callable[[int, int], None]) -> Digitized:
        total, budget, pages = int(data.split(b"/")[1]), 3, []
        for number in range(1, total + 1):
            page = cache.get(number)
            if page is None and not budget:
                break
            if page is None:
                budget -= 1
                time.sleep(0.0002)
                page = PageResult(number, 595, 842, Source.OCR)
                cache.put(number, page)
            pages.append(page)
            progress(number, total)
        with self.lock:
            self.killed[data] -= 1
            dies = self.killed[data] >= 0
        if dies:
            raise Killed
        done = len(pages) == total
        sha256 = hashlib.sha256(data).hexdigest()
        outcome = Outcome.READY if done else Outcome.UNFINISHED
        return Digitized(outcome, sha256, len(data), kind=Kind.PDF, page_count=total, pages=tuple(pages))


class NoCopies:
    """Copies are measured elsewhere."""

    def searchable(self, data: bytes, digitized: Digitized) -> bytes | None:
        return None

    def preview(self, data: bytes, rotation: int) -> bytes | None:
        return None

    def thumbnail(self, preview: bytes) -> bytes | None:
        return None


class Burst:
    """Twenty dossiers with 25 files each, all uploaded at once."""

    def __init__(self, killed: Callable[[int], int] = lambda number: 0) -> None:
        self.dossiers, self.queue, self.pages = OneAtATime(), Queue(), Pages()
        self.blobs = InMemoryBlobs(MORNING + timedelta(hours=1))
        self.addresses: list[UploadAddress] = []
        deaths: Counter[bytes] = Counter()
        for number in range(FILES):
            id_ = f"d{number * DOSSIERS // FILES:02d}"
            if number % (FILES // DOSSIERS) == 0:
                dossier, opened = a_draft(id=id_)
                self.dossiers.save(dossier, [opened])
            data = f"{number}/{1 + number % 7}".encode()
            deaths[data] = killed(number)
            self.addresses.append(self._upload(id_, f"f{number:03d}", data))
        self.reader = Reader(deaths)
        self.digitize = DigitizeFile(
            dossiers=self.dossiers,
            blobs=self.blobs,
            clock=HandClock(MORNING),
            read=self.reader,
            questions=PaperQuestions(self.dossiers, lambda: (), TrustStore),
            pages=self.pages.of,
            keep=KeepReading(self.blobs, NoCopies()),
            joined=JoinedPaper(self.blobs, lambda photos: b""),
        )

    def _upload(self, dossier_id: str, file_id: str, data: bytes) -> UploadAddress:
        address = UploadAddress(dossier_id, COMPONENT, file_id)
        declared = Declaration(
            name="a.pdf",
            media_type="application/pdf",
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        file = a_file(
            file_id,
            COMPONENT,
            dossier_id=dossier_id,
            declared=declared,
            state=FileState.AWAITING_UPLOAD,
            pages=0,
        )
        self.dossiers.announce_file(file, a_dossier(id=dossier_id))
        self.blobs.objects[upload_key(*address)] = data
        return address

    def drain(self, workers: int = AT_A_TIME) -> None:
        """Workers at it until the queue is empty."""
        threads = [
            threading.Thread(target=self.queue.work, args=(lambda a: self.digitize(a, lambda: 300.0)[0],))
            for _ in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def falsely_done(self) -> list[UploadAddress]:
        """Files that claim to be read and were not, page by page."""
        return [address for address in self.addresses if not self._is_true(address)]

    def _is_true(self, address: UploadAddress) -> bool:
        file = self.dossiers.get_file(*address)
        if file.state is not FileState.READY:
            return True
        reading = from_json(self.blobs.read(reading_key(*address, READING)))
        wanted = int(self.blobs.read(upload_key(*address)).split(b"/")[1])
        read = [page.number for page in reading.pages]
        return (
            file.pages == wanted
            and read == list(range(1, wanted + 1))
            and reading.sha256 == file.declared.sha256
        )

    def states(self) -> Counter[FileState]:
        """How many files ended in which state."""
        return Counter(self.dossiers.get_file(*address).state for address in self.addresses)


def test_a_burst_drains_two_at_a_time_and_nothing_is_lost() -> None:
    burst = Burst()
    for address in burst.addresses:
        burst.queue.send(address)
    burst.drain()
    assert burst.states() == {FileState.READY: FILES}
    assert burst.falsely_done() == []
    assert burst.reader.most_at_once <= AT_A_TIME
    assert not burst.queue.dead


def test_dossiers_are_finished_in_the_order_in_which_they_came() -> None:
    burst = Burst()
    short = [a for a in burst.addresses if int(burst.blobs.read(upload_key(*a)).split(b"/")[1]) <= 3]
    for address in short:
        burst.queue.send(address)
    burst.drain(workers=1)
    assert burst.dossiers.finished == [address.dossier_id for address in short]


def test_messages_doubled_and_shuffled_and_workers_killed_change_nothing_in_the_end() -> None:
    burst = Burst(killed=lambda number: number % 5)  # up to four of five attempts
    doubled = [*burst.addresses, *burst.addresses[::3]]
    random.Random(4).shuffle(doubled)
    for address in doubled:
        burst.queue.send(address)
    burst.drain()
    assert burst.states() == {FileState.READY: FILES}
    assert burst.falsely_done() == []
    assert burst.dossiers.finished.count("d00") == FILES // DOSSIERS
    _, files = burst.dossiers.get_with_files("d00")
    assert [file.file_id for file in files] == [a.file_id for a in burst.addresses if a.dossier_id == "d00"]


def test_what_kills_every_attempt_lies_with_the_dead_and_is_never_called_read() -> None:
    burst = Burst(killed=lambda number: 99 if number == 77 else 0)
    for address in burst.addresses:
        burst.queue.send(address)
    burst.drain()
    assert burst.queue.dead == [burst.addresses[77]]
    assert burst.states()[FileState.READY] == FILES - 1
    assert burst.dossiers.get_file(*burst.addresses[77]).is_awaited

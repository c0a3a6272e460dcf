"""Several photos become one paper: the first leads, the others follow in order; every photo stays as it was sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib.application.attach_file import OPEN_FOR_FILES, demand_open_for_files
from chalicelib.digitization.job import PageCache
from chalicelib.digitization.model import PageResult
from chalicelib.digitization.sidecar import from_json
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import FileRefused, FilesStillOnTheWay
from chalicelib.domain.file_copies import JOINED, READING
from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.ports import Blobs, Dossiers
from chalicelib.domain.principals import Principal
from chalicelib.domain.storage import UploadAddress, reading_key, upload_key


@dataclass(frozen=True, slots=True)
class JoinPhotos:
    """Marks the photos and has the leading one read again, as the whole paper."""

    dossiers: Dossiers
    read_again: Callable[[UploadAddress], None]

    def __call__(
        self, principal: Principal, dossier_id: str, component: str, leader: str, followers: Sequence[str]
    ) -> DossierFile:
        """The leading file. Asked twice it does the same. Raises ``FileRefused`` for what cannot be joined."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CHANGE_FILES, dossier)
        demand_open_for_files(dossier, OPEN_FOR_FILES)
        lead, *rest = [self.dossiers.get_file(dossier_id, component, id_) for id_ in (leader, *followers)]
        address = UploadAddress(dossier_id, component, leader)
        if lead.parts != tuple(followers):
            _demand_joinable([lead, *rest])
            whole = lead.model_copy(
                update={"parts": tuple(followers), "state": FileState.READING, "pages_read": 0, "copies": ()}
            )
            for file in rest:
                self._change(file, file.model_copy(update={"part_of": leader}))
            lead = self._change(lead, whole)
        if lead.is_awaited:
            self.read_again(address)
        return lead

    def _change(self, seen: DossierFile, changed: DossierFile) -> DossierFile:
        """Raises ``FilesStillOnTheWay`` if somebody else changes the file at this moment."""
        if not self.dossiers.update_file(changed, seen=seen):
            raise FilesStillOnTheWay(count=1)
        return changed


def _demand_joinable(files: Sequence[DossierFile]) -> None:
    waiting = sum(file.is_awaited for file in files)
    if waiting:
        raise FilesStillOnTheWay(count=waiting)
    leader = files[0].file_id
    for file in files:
        is_taken = bool(file.parts) or file.part_of not in ("", leader)
        if is_taken or not file.is_handed_in or not file.declared.media_type.startswith("image/"):
            raise FileRefused(
                problem_vi="chỉ ghép được các ảnh đã đọc và chưa thuộc giấy tờ nào khác",
                problem_en="only photos that were read and belong to no other paper can be joined",
            )


@dataclass(frozen=True, slots=True)
class JoinedPaper:
    """The photos of one paper as one PDF, and what was read of each before."""

    blobs: Blobs
    join: Callable[[Sequence[bytes]], bytes]

    def of(self, lead: DossierFile) -> bytes:
        """The PDF, kept as a copy. Raises ``UploadMissing``."""
        addresses = [
            UploadAddress(lead.dossier_id, lead.component, id_) for id_ in (lead.file_id, *lead.parts)
        ]
        pdf = self.join([self.blobs.read(upload_key(*address)) for address in addresses])
        self.blobs.write(reading_key(*addresses[0], JOINED), pdf, "application/pdf")
        return pdf

    def known_pages(self, lead: DossierFile, cache: PageCache) -> PageCache:
        """A cache that begins with the pages of the photos' own readings."""
        pages: list[PageResult] = []
        for id_ in (lead.file_id, *lead.parts):
            key = reading_key(lead.dossier_id, lead.component, id_, READING)
            reading = from_json(self.blobs.read(key))
            if id_ == lead.file_id and reading.sha256 != lead.declared.sha256:
                return cache  # the reading of the whole lies there already
            pages += reading.pages
        return _Known(_numbered(pages), cache)


def _numbered(pages: Iterable[PageResult]) -> dict[int, PageResult]:
    return {
        number: replace(page, number=number, codes=tuple(replace(code, page=number) for code in page.codes))
        for number, page in enumerate(pages, 1)
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """Implements ``PageCache``: pages known from elsewhere in front of another cache."""

    pages: dict[int, PageResult]
    cache: PageCache

    def get(self, number: int) -> PageResult | None:
        return self.pages.get(number) or self.cache.get(number)

    def put(self, number: int, page: PageResult) -> None:
        self.cache.put(number, page)

"""Keep what was read beside the original: the reading itself, a searchable copy, a picture to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.digitization.model import Digitized, Outcome
from chalicelib.digitization.sidecar import to_json
from chalicelib.domain.file_copies import PREVIEW, READING, SEARCHABLE, THUMBNAIL
from chalicelib.domain.ports import Blobs
from chalicelib.domain.storage import UploadAddress, reading_key


class Copyist(Protocol):
    """Makes copies; none where there is none to make. ``rotation``: clockwise degrees to upright."""

    def searchable(self, data: bytes, digitized: Digitized) -> bytes | None:
        """A PDF with the words under the picture and archive metadata; none for what is signed."""
        ...

    def preview(self, data: bytes, rotation: int) -> bytes | None:
        """A JPEG of page 1."""
        ...

    def thumbnail(self, preview: bytes) -> bytes | None:
        """The same, small."""
        ...


@dataclass(frozen=True, slots=True)
class KeepReading:
    """Writes the same objects however often it is asked."""

    blobs: Blobs
    copyist: Copyist

    def __call__(self, address: UploadAddress, data: bytes, digitized: Digitized) -> tuple[str, ...]:
        """The names of the copies that there are now. Of a rejected file only the reading is kept."""
        self._write(address, READING, to_json(digitized))
        if digitized.outcome is Outcome.REJECTED:
            return ()
        rotation = digitized.pages[0].rotation if digitized.pages else 0
        made = [(SEARCHABLE, self.copyist.searchable(data, digitized))]
        if preview := self.copyist.preview(data, rotation):
            made += [(PREVIEW, preview), (THUMBNAIL, self.copyist.thumbnail(preview))]
        for name, copy in made:
            if copy is not None:
                self._write(address, name, copy)
        return tuple(name for name, copy in made if copy is not None)

    def _write(self, address: UploadAddress, name: str, data: bytes) -> None:
        self.blobs.write(reading_key(*address, name), data, MEDIA_TYPE_OF[name.rpartition(".")[2]])


MEDIA_TYPE_OF = {"json": "application/json", "pdf": "application/pdf", "jpg": "image/jpeg"}


def attempt(make: Callable[[], bytes | None]) -> bytes | None:
    """A copy, or none where the file cannot be copied: the reading stands without it."""
    from chalicelib.digitization.reasons import Rejected

    try:
        return make()
    except Rejected:
        return None


class SandboxedCopyist:
    """Implements ``Copyist`` in children of limited memory and time."""

    def searchable(self, data: bytes, digitized: Digitized) -> bytes | None:
        """With the metadata that could be read; the officer fills in the rest."""
        from chalicelib.digitization import copies

        def make() -> bytes | None:
            copy = copies.searchable_copy(data, digitized)
            return copy.pdf if copy else None

        return attempt(make)

    def preview(self, data: bytes, rotation: int) -> bytes | None:
        """A Word file has none."""
        from chalicelib.digitization import copies

        return attempt(lambda: copies.preview(data, rotation=rotation))

    def thumbnail(self, preview: bytes) -> bytes | None:
        """Made from the preview, which is quicker than from the paper."""
        from chalicelib.digitization import copies

        return attempt(lambda: copies.thumbnail(preview))

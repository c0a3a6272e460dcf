"""The words of a paper, folded, so that an owner can find it by what stands in it."""

import re
from dataclasses import dataclass

from chalicelib.digitization.folding import fold
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.files import DossierFile
from chalicelib.domain.papers import LONGEST_WORDS
from chalicelib.domain.ports import Blobs
from chalicelib.domain.storage import reading_key

_WORD = re.compile(r"\w{2,}")


def folded_words(text: str) -> tuple[str, ...]:
    """Every word once, in the order of the text, without case and tone marks; single letters are left out."""
    return tuple(dict.fromkeys(_WORD.findall(fold(text))))


@dataclass(frozen=True, slots=True)
class Words:
    """Takes the text from what digitizing kept beside the file."""

    blobs: Blobs

    def of(self, file: DossierFile) -> str:
        """The first ``LONGEST_WORDS`` letters of them; empty for a file that was never read."""
        from chalicelib.digitization.sidecar import from_json

        key = reading_key(file.dossier_id, file.component, file.file_id, "reading.json")
        try:
            reading = from_json(self.blobs.read(key))
        except UploadMissing:
            return ""
        return shortened(" ".join(folded_words(reading.text)))


def shortened(words: str) -> str:
    """Whole words only."""
    if len(words) <= LONGEST_WORDS:
        return words
    return words[:LONGEST_WORDS].rpartition(" ")[0]

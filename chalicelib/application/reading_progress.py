"""How far the reading of a long file has come, so that a client sees it move."""

from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.ports import Dossiers

#: Pages between two notes: each is a write.
STRIDE = 10


class ReadingProgress:
    """Notes pages done on the file. A file that somebody changed meanwhile is left alone."""

    def __init__(self, dossiers: Dossiers, file: DossierFile) -> None:
        self.file = file
        self._dossiers = dossiers
        self._has_moved = False

    def tell(self, done: int, total: int) -> None:
        """A page was read or known."""
        if done >= self.file.pages_read + STRIDE and done < total:
            self._note(done, total)

    def settle(self, done: int, total: int) -> bool:
        """The end of a slice; whether the file is further than it was ever known to be."""
        if done > self.file.pages_read:
            self._note(done, total)
        return self._has_moved

    def _note(self, done: int, total: int) -> None:
        now = self.file.model_copy(update={"state": FileState.READING, "pages_read": done, "pages": total})
        if self._dossiers.update_file(now, seen=self.file):
            self.file = now.model_copy(update={"revision": self.file.revision + 1})
            self._has_moved = True

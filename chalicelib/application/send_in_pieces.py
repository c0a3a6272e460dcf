"""An upload that survives a bad link: ask what has arrived, send the rest in any order, have it put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.application.attach_file import RESULT
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import FileNotFound, FilesAreClosed
from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.pieces import Cut, PiecesDoNotFit
from chalicelib.domain.ports import Dossiers
from chalicelib.domain.principals import Principal


class Pieces(Protocol):
    """Pieces of an announced file in the object store."""

    def address(self, file: DossierFile, number: int, length: int, sha256: str) -> str:
        """Where to PUT a piece of that length and hash, for as long as an upload form is valid. Makes no call."""
        ...

    def held(self, file: DossierFile) -> Mapping[int, int]:
        """The bytes of each piece that is there, by number."""
        ...

    def join(self, file: DossierFile, total: int) -> bool:
        """Put the pieces together under the file's key if they have its SHA-256; then they are taken away."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload has come."""

    file: DossierFile
    total: int
    arrived: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PieceWish:
    """A piece that the caller is about to send."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SendInPieces:
    """Nothing is remembered but the pieces themselves: it goes on after a day, and from another telephone."""

    dossiers: Dossiers
    pieces: Pieces

    def progress(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> Progress:
        """What has arrived. Two calls."""
        file = self._file(principal, dossier_id, component, file_id)
        cut = Cut(file.declared.bytes)
        if file.state is not FileState.AWAITING_UPLOAD:
            return Progress(file, cut.total, tuple(range(1, cut.total + 1)))
        return Progress(file, cut.total, cut.arrived(self.pieces.held(file)))

    def addresses(
        self, principal: Principal, dossier_id: str, component: str, file_id: str, wishes: Sequence[PieceWish]
    ) -> dict[int, str]:
        """Where to send them. One call. Raises ``NoSuchPiece``, ``FilesAreClosed``."""
        file = self._awaited(principal, dossier_id, component, file_id)
        cut = Cut(file.declared.bytes)
        return {
            wish.number: self.pieces.address(file, wish.number, cut.length(wish.number), wish.sha256)
            for wish in wishes
        }

    def assemble(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> DossierFile:
        """The file as it stands; the store tells the reader of it. Raises ``PiecesMissing``, ``PiecesDoNotFit``."""
        file = self._file(principal, dossier_id, component, file_id)
        if file.state is not FileState.AWAITING_UPLOAD:
            return file
        cut = Cut(file.declared.bytes)
        cut.demand_whole(self.pieces.held(file))
        if not self.pieces.join(file, cut.total):
            raise PiecesDoNotFit
        return file

    def _awaited(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> DossierFile:
        file = self._file(principal, dossier_id, component, file_id)
        if file.state is not FileState.AWAITING_UPLOAD:
            raise FilesAreClosed(state=file.state)
        return file

    def _file(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> DossierFile:
        dossier, files = self.dossiers.get_with_files(dossier_id)
        demand(principal, Action.ATTACH_RESULT if component == RESULT else Action.CHANGE_FILES, dossier)
        for file in files:
            if (file.component, file.file_id) == (component, file_id):
                return file
        raise FileNotFound

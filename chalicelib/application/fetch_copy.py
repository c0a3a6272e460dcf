"""Where to fetch a file of a dossier, or a copy that was made of it."""

from dataclasses import dataclass

from chalicelib.application.attach_file import RESULT
from chalicelib.application.audit import Looks
from chalicelib.application.look_at_identity import LookAtIdentity
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import FileNotFound, NotAllowed
from chalicelib.domain.file_copies import ORIGINAL
from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.ports import Blobs
from chalicelib.domain.ports_looks import Glances
from chalicelib.domain.principals import Principal
from chalicelib.domain.sensitive import LINK_LIFE, is_sensitive
from chalicelib.domain.states import State
from chalicelib.domain.storage import reading_key


@dataclass(frozen=True, slots=True)
class FetchCopy:
    """For whoever may read the dossier; an applicant gets the result only once it was returned."""

    glances: Glances
    blobs: Blobs
    looks: Looks
    identity: LookAtIdentity

    def __call__(self, principal: Principal, dossier_id: str, component: str, file_id: str, name: str) -> str:
        """A link for a few minutes to ``name`` (domain/file_copies.py); for a picture of identity papers it is shorter.

        Raises ``FileNotFound`` if there is none, ``ViewLimitReached``.
        """
        dossier, file = self.glances.with_file(dossier_id, component, file_id)
        demand(principal, Action.READ_DOSSIER, dossier)
        if component == RESULT and dossier.state is not State.RETURNED and not principal.roles:
            raise NotAllowed(action=Action.FETCH_RESULT)
        if file is None or file.state is FileState.REMOVED:
            raise FileNotFound
        key, served_as = self._place(file, name)
        asked_for = [r.name for r in dossier.procedure.requirements if r.code == component]
        if is_sensitive(file.kind, *asked_for):
            self.identity.record(principal, dossier, f"{component}/{name}")
            return self.blobs.link(key, served_as, LINK_LIFE)
        self.looks.record(principal, dossier, f"{component}/{name}")
        return self.blobs.link(key, served_as)

    def _place(self, file: DossierFile, name: str) -> tuple[str, str]:
        if name == ORIGINAL and not file.is_awaited:
            return file.key, file.declared.name
        if name not in file.copies:
            raise FileNotFound
        return reading_key(file.dossier_id, file.component, file.file_id, name), name

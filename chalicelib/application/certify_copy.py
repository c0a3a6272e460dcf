"""An officer signs the searchable copy of a paper that was compared with it, with a visible mark."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.correct_reading import comparing
from chalicelib.digitization.certification import CertificationKey, certify
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import NothingToCertify
from chalicelib.domain.file_copies import SEARCHABLE, certified_name
from chalicelib.domain.files import DossierFile
from chalicelib.domain.officers_word import Certification
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.principals import Principal
from chalicelib.domain.storage import reading_key


@dataclass(frozen=True, slots=True)
class CertifyCopy:
    """Once for each file. The original is never touched; what bears a signature of its own needs no other."""

    dossiers: Dossiers
    blobs: Blobs
    clock: Clock
    key: Callable[[], CertificationKey]

    def __call__(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> DossierFile:
        """The file with its certification. Raises ``NothingToCertify``, ``CertificationNotSetUp``."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CERTIFY_COPY, dossier)
        file = self.dossiers.get_file(dossier_id, component, file_id)
        if file.certification is not None:
            return file
        if not file.is_handed_in or SEARCHABLE not in file.copies:
            raise NothingToCertify
        address, now = (dossier_id, component, file_id), self.clock.now()
        copy = self.blobs.read(reading_key(*address, SEARCHABLE))
        signed = certify(copy, self.key(), principal.name, now)
        sha256 = hashlib.sha256(signed).hexdigest()
        name = certified_name(sha256)
        self.blobs.write(reading_key(*address, name), signed, "application/pdf")
        certification = Certification(copy_name=name, sha256=sha256, by=comparing(principal, dossier), at=now)
        certified = file.model_copy(update={"certification": certification, "copies": (*file.copies, name)})
        if self.dossiers.update_file(certified, seen=file):
            return certified
        return self(principal, dossier_id, component, file_id)

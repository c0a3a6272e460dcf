"""An officer says that the searchable copy of a paper agrees with it; the copy is signed for it, visibly."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.correct_reading import comparing
from chalicelib.digitization.certification import CertificationKey, TimestampAuthority, certify
from chalicelib.digitization.job import TrustStore
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import CertificationNotSetUp, FileNotFound, NothingToCertify
from chalicelib.domain.file_copies import SEARCHABLE, certified_name
from chalicelib.domain.files import DossierFile
from chalicelib.domain.officers_word import Certification, Certifying
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.principals import Principal
from chalicelib.domain.storage import reading_key


@dataclass(frozen=True, slots=True)
class OrderCertifiedCopy:
    """The officer's part: kept with the file, once. What bears a signature of its own needs no other."""

    dossiers: Dossiers
    clock: Clock
    is_set_up: bool

    def __call__(self, principal: Principal, dossier_id: str, component: str, file_id: str) -> DossierFile:
        """The file with the officer's word. Raises ``NothingToCertify``, ``CertificationNotSetUp``."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CERTIFY_COPY, dossier)
        file = self.dossiers.get_file(dossier_id, component, file_id)
        if file.certification is not None or file.to_certify is not None:
            return file
        if not file.is_handed_in or SEARCHABLE not in file.copies:
            raise NothingToCertify
        if not self.is_set_up:
            raise CertificationNotSetUp
        word = Certifying(by=comparing(principal, dossier), at=self.clock.now())
        ordered = file.model_copy(update={"to_certify": word})
        if self.dossiers.update_file(ordered, seen=file):
            return ordered
        return self(principal, dossier_id, component, file_id)


@dataclass(frozen=True, slots=True)
class CertifyCopy:
    """The signature: made where the libraries are. The original is never touched; twice is the same as once.

    Without an answer of the timestamp authority nothing is kept, and the order is carried out on the next attempt.
    """

    dossiers: Dossiers
    blobs: Blobs
    key: Callable[[], CertificationKey]
    authority: Callable[[], TimestampAuthority | None]
    trust: Callable[[], TrustStore]

    def __call__(self, dossier_id: str, component: str, file_id: str) -> bool:
        """Whether it was signed now; false where nothing is waiting for it any more."""
        try:
            file = self.dossiers.get_file(dossier_id, component, file_id)
        except FileNotFound:
            return False
        word = file.to_certify
        if word is None or file.certification is not None:
            return False
        address = (dossier_id, component, file_id)
        copy = self.blobs.read(reading_key(*address, SEARCHABLE))
        signed = certify(
            copy, self.key(), word.by.name, word.at, authority=self.authority(), trust=self.trust()
        )
        sha256 = hashlib.sha256(signed).hexdigest()
        name = certified_name(sha256)
        self.blobs.write(reading_key(*address, name), signed, "application/pdf")
        certification = Certification(copy_name=name, sha256=sha256, by=word.by, at=word.at)
        after = {"to_certify": None, "certification": certification, "copies": (*file.copies, name)}
        if self.dossiers.update_file(file.model_copy(update=after), seen=file):
            return True
        return self(dossier_id, component, file_id)

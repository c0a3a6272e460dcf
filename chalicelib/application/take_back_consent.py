"""An owner takes a consent back: at once, for everything that has not been filed yet."""

from dataclasses import dataclass

from chalicelib.domain.access import Action, demand
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.paper_errors import ConsentAlreadyUsed
from chalicelib.domain.ports import Clock, Dossiers, OwnerRefs
from chalicelib.domain.ports_papers import Traces
from chalicelib.domain.principals import Principal
from chalicelib.domain.states import State
from chalicelib.domain.traces import Consent


@dataclass(frozen=True, slots=True)
class TakeBackConsent:
    """The file leaves the dossier in the same transaction; a filing at that very instant either rests on the consent
    or fails on it, never both.
    """

    dossiers: Dossiers
    traces: Traces
    refs: OwnerRefs
    clock: Clock

    def __call__(self, principal: Principal, consent_id: str) -> Consent:
        """The consent as revoked; twice is the same as once. Raises ``ConsentNotFound``, ``ConsentAlreadyUsed``."""
        demand(principal, Action.READ_OWN_PAPERS)
        owner_ref = self.refs.ref(principal.number)
        while True:
            consent = self.traces.consent(owner_ref, consent_id)
            if consent.revoked_at is not None:
                return consent
            dossier = self.dossiers.get(consent.dossier_id)
            file = self.dossiers.get_file(consent.dossier_id, consent.component, consent.file_id)
            if not _is_not_filed_yet(dossier, file):
                raise ConsentAlreadyUsed
            revoked = consent.model_copy(update={"revoked_at": self.clock.now()})
            removed = file.model_copy(update={"state": FileState.REMOVED})
            if self.traces.take_back(revoked, removed, dossier):
                return revoked


def _is_not_filed_yet(dossier: Dossier, file: DossierFile) -> bool:
    """In a draft, or brought for a supplement that was not sent."""
    if dossier.state is State.DRAFT or file.state is FileState.REMOVED:
        return True
    paused = dossier.clock.paused_at
    is_awaited = dossier.state is State.SUPPLEMENT_REQUESTED and paused is not None
    return is_awaited and paused is not None and file.announced_at >= paused

"""An officer says what a paper really says where the reader was wrong; what was read stays beside it."""

from dataclasses import dataclass

from chalicelib.domain.access import Action, acting_as, demand, unit_towards
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import FileNotFound
from chalicelib.domain.files import DossierFile
from chalicelib.domain.officers_word import Correction
from chalicelib.domain.ports import Clock, Dossiers
from chalicelib.domain.principals import Actor, Principal
from chalicelib.domain.states import Role

_COMPARERS = (Role.RECEPTION, Role.SPECIALIST)


@dataclass(frozen=True, slots=True)
class CorrectReading:
    """Every correction is kept, the newest last; the same one twice is one."""

    dossiers: Dossiers
    clock: Clock

    def __call__(
        self, principal: Principal, dossier_id: str, component: str, file_id: str, field: str, value: str
    ) -> DossierFile:
        """The file with the correction. ``field``: a name of digitization's ``FieldName``; dates are ISO."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CORRECT_READING, dossier)
        comparer = comparing(principal, dossier)
        while True:
            file = self.dossiers.get_file(dossier_id, component, file_id)
            if not file.is_handed_in:
                raise FileNotFound
            if file.says(field) == value:
                return file
            correction = Correction(field=field, value=value, by=comparer, at=self.clock.now())
            corrected = file.model_copy(update={"corrections": (*file.corrections, correction)})
            if self.dossiers.update_file(corrected, seen=file):
                return corrected


def comparing(principal: Principal, dossier: Dossier) -> Actor:
    """The officer in the role in which papers are compared with what was read from them."""
    role = next(role for role in _COMPARERS if role in principal.roles)
    return acting_as(principal, role, unit_towards(principal, dossier))

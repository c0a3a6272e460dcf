"""What a dossier tells the reader about a paper: whose it is, which papers are wanted, who issues, whom to trust."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.digitization.job import Asked, ComponentHint, OwnerHint, TrustStore
from chalicelib.digitization.model import Kind
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile
from chalicelib.domain.ports import Dossiers

#: The kinds of file of the catalogue, as the reader tells them apart.
KINDS = {
    "pdf": (Kind.PDF,),
    "image": (Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.HEIC, Kind.WEBP),
    "docx": (Kind.DOCX,),
}


@dataclass(frozen=True, slots=True)
class PaperQuestions:
    """``agencies``: names of the units known today; ``trust``: whose signatures count."""

    dossiers: Dossiers
    agencies: Callable[[], tuple[str, ...]]
    trust: Callable[[], TrustStore]

    def __call__(self, file: DossierFile) -> Asked:
        """What to ask of ``file``. A declared kind that the content contradicts is refused by the reader."""
        dossier = self.dossiers.get(file.dossier_id)
        return Asked(
            name=file.declared.name,
            declared_sha256=file.declared.sha256,
            accepted=_accepted(dossier, file.component),
            components=tuple(ComponentHint(r.code, r.name) for r in dossier.procedure.requirements),
            agencies=self.agencies(),
            owner=OwnerHint(name=dossier.owner.name, personal_number=dossier.owner.number),
            trust=self.trust(),
        )


def _accepted(dossier: Dossier, component: str) -> tuple[Kind, ...]:
    """All kinds where the procedure does not say."""
    requirement = next((r for r in dossier.procedure.requirements if r.code == component), None)
    if requirement is None or not requirement.accepts:
        return tuple(Kind)
    return tuple(kind for name in requirement.accepts for kind in KINDS[name])

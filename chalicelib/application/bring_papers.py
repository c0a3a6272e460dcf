"""Bring the papers of a partner's dossier here: fetch them from its system, and let them be read like any upload."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from chalicelib.application.attach_file import RESULT, UploadLimits
from chalicelib.application.take_in import media_type_of
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError
from chalicelib.domain.filed_there import derived_id
from chalicelib.domain.files import Declaration, DossierFile, FileOrigin, FileState
from chalicelib.domain.partner_account import PartnerAccount, Reason
from chalicelib.domain.partner_dossiers import ToldPaper
from chalicelib.domain.partner_errors import PaperNotFetched
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.ports_partners import PartnerPapers
from chalicelib.domain.storage import upload_key


@dataclass(frozen=True, slots=True)
class Brought:
    """The account's two lists of papers as they are after a round."""

    fetched: dict[str, str]
    unfetched: dict[str, Reason]


@dataclass(frozen=True, slots=True)
class BringPapers:
    """Idempotent by the path: the file's id follows from it, so a round that died is taken up where it ended."""

    dossiers: Dossiers
    blobs: Blobs
    papers: PartnerPapers
    limits: UploadLimits
    clock: Clock

    def __call__(
        self,
        account: PartnerAccount,
        dossier: Dossier,
        files: tuple[DossierFile, ...],
        has_time: Callable[[], bool] = lambda: True,
    ) -> Brought:
        """One round over what is promised and not here; what there was no time for is left for the next."""
        fetched, unfetched = dict(account.fetched), {}
        for paper in takewhile(lambda _: has_time(), _promised(account)):
            try:
                if paper.path not in fetched:
                    fetched[paper.path] = self._bring(dossier, files, paper)
                _demand_readable(files, fetched[paper.path], paper)
            except DomainError as rule:
                reason = Reason.of(rule, self.clock.now())
                unfetched[paper.path] = reason.standing(account.unfetched.get(paper.path))
        return Brought(fetched, unfetched)

    def _bring(self, dossier: Dossier, files: tuple[DossierFile, ...], paper: ToldPaper) -> str:
        """The id of the file. Raises ``PaperNotFetched``."""
        self._demand_known(dossier, paper)
        data = self.papers.fetch(dossier.unit, paper.path)
        media_type = media_type_of(data)
        if media_type not in self.limits.kinds or len(data) > self.limits.max_bytes:
            raise PaperNotFetched(place=paper.path, problem=f"{media_type}, {len(data)} bytes")
        file_id = derived_id(dossier.id, paper.path)
        if all(file.file_id != file_id for file in files):
            declared = Declaration(
                name=paper.name,
                media_type=media_type,
                bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
            self.dossiers.announce_file(_announced(dossier, paper, file_id, declared), dossier)
        self.blobs.write(upload_key(dossier.id, paper.component, file_id), data, media_type)
        return file_id

    def _demand_known(self, dossier: Dossier, paper: ToldPaper) -> None:
        """A component that the procedure does not have would be refused by the portal with all the rest."""
        known = {requirement.code for requirement in dossier.procedure.requirements}
        if known and paper.component != RESULT and paper.component not in known:
            problem = f"component {paper.component} is none of {', '.join(sorted(known))}"
            raise PaperNotFetched(place=paper.path, problem=problem)


def _promised(account: PartnerAccount) -> list[ToldPaper]:
    """Papers of the dossier, then the results of steps that wait for them; each path once."""
    papers = {paper.path: paper for paper in (account.latest.papers if account.latest else ())}
    for step in account.waiting:
        if step.result_path and not step.void:
            name = step.result_path.rsplit("/", 1)[-1].split("?")[0] or RESULT
            papers[step.result_path] = ToldPaper(component=RESULT, name=name, path=step.result_path)
    return list(papers.values())


def _announced(dossier: Dossier, paper: ToldPaper, file_id: str, declared: Declaration) -> DossierFile:
    """Announced at the filing: there the applicant handed it in."""
    filed_at: datetime | None = dossier.clock.submitted_at
    return DossierFile(
        dossier_id=dossier.id,
        file_id=file_id,
        component=paper.component,
        origin=FileOrigin.RESULT if paper.component == RESULT else FileOrigin.UPLOADED,
        declared=declared,
        state=FileState.AWAITING_UPLOAD,
        announced_at=filed_at or dossier.opened_at,
    )


def _demand_readable(files: tuple[DossierFile, ...], file_id: str, paper: ToldPaper) -> None:
    rejected = (file for file in files if file.file_id == file_id and file.state is FileState.REJECTED)
    if (file := next(rejected, None)) is not None:
        raise PaperNotFetched(place=paper.path, problem=file.reason)

"""Put what a dossier brought and what came of it into its owner's repository, so that nobody is asked twice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.application.attach_file import RESULT
from chalicelib.application.paper_words import Words
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import Amended, AnyEvent, Decided, Submitted, Supplemented
from chalicelib.domain.files import SIGNED, DossierFile, FiledPaper, FileOrigin, FileState, ReadField
from chalicelib.domain.holdings import Holding, first_check
from chalicelib.domain.papers import Change, Paper, Source, Trust
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.ports_papers import Holdings, Papers
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.sensitive import is_sensitive
from chalicelib.domain.states import State

_NUMBER, _ISSUED, _EXPIRES, _AGENCY = "document_number", "issue_date", "expiry_date", "agency"
#: A paper of ours is in the repository already, and the entry of a database is no paper.
_NOT_STORED = frozenset({FileOrigin.REUSED, FileOrigin.DATABASE})
_SOURCES = {FileOrigin.NATIONAL_REPOSITORY: Source.NATIONAL_REPOSITORY}


@dataclass(frozen=True, slots=True)
class ArchivePapers:
    """Idempotent by the file: each file becomes one paper, however often the news arrives.

    Papers belong to the dossier's owner, not to whoever filed. Results stay invisible until they are returned.
    """

    dossiers: Dossiers
    papers: Papers
    holdings: Holdings
    blobs: Blobs
    words: Words
    clock: Clock

    def __call__(self, dossier_id: str) -> int:
        """The number of papers that the dossier has in the repository now. Nothing is stored before reception."""
        dossier, files = self.dossiers.get_with_files(dossier_id)
        if not dossier.was_received:
            return 0
        events = self.dossiers.events(dossier_id)
        known = {paper.file.file_id: paper for paper in self.papers.of_dossier(dossier.owner.ref, dossier.id)}
        read = {file.file_id: file for file in files}
        for filed in _filed(events):
            if filed.file_id not in known:
                paper = self._held_once(self._paper(dossier, filed, read.get(filed.file_id)), read)
                known[filed.file_id] = self.papers.store(paper)
        if dossier.state is State.RETURNED:
            hidden = [paper for paper in known.values() if not paper.visible]
            now = self.clock.now()
            for paper in hidden:
                self.papers.change([PaperChange(paper, paper.changed(Change.SHOWN, now, visible=True))])
        return len(known)

    def _held_once(self, paper: Paper, read: Mapping[str, DossierFile]) -> Paper:
        """Bytes that the owner has already are kept where they are; the second object goes once nothing needs it."""
        sha256, today = paper.file.sha256, local(paper.stored_at).date()
        check_on = first_check(sha256, today)
        held = self.holdings.hold(
            Holding(owner_ref=paper.owner_ref, sha256=sha256, key=paper.key, check_on=check_on)
        )
        if held.key == paper.key:
            return paper
        file = read.get(paper.file.file_id)
        if file is not None and file.component != RESULT:
            moved = file.model_copy(update={"object_key": held.key})
            if self.dossiers.update_file(moved, seen=file):
                self.blobs.erase(paper.key)
        return paper.model_copy(update={"object_key": held.key})

    def _paper(self, dossier: Dossier, filed: FiledPaper, file: DossierFile | None) -> Paper:
        is_result = filed.component == RESULT
        describe = _result if is_result else _component
        fields = file.facts if file else ()
        return Paper(
            owner_ref=dossier.owner.ref,
            code="",
            trust=trust_of(file),
            visible=not is_result,
            source=Source.RESULT if is_result else _SOURCES.get(filed.origin, Source.DOSSIER),
            dossier_id=dossier.id,
            dossier_number=dossier.number,
            file=filed,
            fields=fields,
            words=self.words.of(file) if file else "",
            expires_on=_day(fields, _EXPIRES),
            stored_at=self.clock.now(),
            **describe(dossier, filed, file),
        )


def trust_of(file: DossierFile | None) -> Trust:
    """Born electronic only with a signature that holds; what could not be read whole is no more than declared."""
    if file is None or file.state is not FileState.READY:
        return Trust.DECLARED
    if SIGNED in file.findings:
        return Trust.BORN_ELECTRONIC
    return Trust.CERTIFIED_COPY if file.certification else Trust.DIGITIZED


Description = dict[str, str | bool | date | datetime | None]
Describe = Callable[[Dossier, FiledPaper, DossierFile | None], Description]


def _result(dossier: Dossier, filed: FiledPaper, file: DossierFile | None) -> Description:
    """Number and date are those of the decision, the issuer is the unit that decided."""
    result, procedure = dossier.result, dossier.procedure
    code = procedure.result_code or f"{procedure.code}-{RESULT}"
    return {
        "kind": procedure.result_paper or code,
        "result_code": code,
        "name": procedure.result_name,
        "number": result.number if result else "",
        "issued_on": result.issued_on if result else None,
        "issuer": dossier.unit_name,
        "issuing_unit": dossier.unit,
    }


def _component(dossier: Dossier, filed: FiledPaper, file: DossierFile | None) -> Description:
    """What was read from the paper, under the name that the procedure has for it."""
    requirement = next((r for r in dossier.procedure.requirements if r.code == filed.component), None)
    fields = file.facts if file else ()
    lent = file.borrowed if file else None
    name = requirement.name if requirement else filed.name
    return {
        "kind": (requirement.paper if requirement else "") or filed.component,
        "result_code": lent.result_code if lent else "",
        "name": name,
        "shows_identity": is_sensitive(file.kind if file else "", name),
        "number": (lent.number if lent else "") or _value(fields, _NUMBER),
        "issued_on": _day(fields, _ISSUED),
        "issuer": (lent.agency if lent else "") or _value(fields, _AGENCY),
    }


def _filed(events: Sequence[AnyEvent]) -> Iterator[FiledPaper]:
    for event in events:
        if isinstance(event, Submitted | Supplemented | Amended):
            yield from (paper for paper in event.papers if paper.origin not in _NOT_STORED)
        elif isinstance(event, Decided) and event.result is not None:
            yield event.result


def _value(fields: Sequence[ReadField], name: str) -> str:
    return next((field.normalised or field.value for field in fields if field.name == name), "")


def _day(fields: Sequence[ReadField], name: str) -> date | None:
    """A date that was read, if it is one: readings are offered, never trusted to parse."""
    try:
        return date.fromisoformat(_value(fields, name))
    except ValueError:
        return None

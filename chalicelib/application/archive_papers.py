"""Put what a dossier brought and what came of it into its owner's repository, so that nobody is asked twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.application.attach_file import RESULT
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent, Decided, Submitted, Supplemented
from chalicelib.domain.files import DossierFile, FiledPaper, ReadField
from chalicelib.domain.papers import Paper, Trust
from chalicelib.domain.ports import Clock, Dossiers, Papers
from chalicelib.domain.states import State

_NUMBER, _ISSUED, _EXPIRES = "document_number", "issue_date", "expiry_date"


@dataclass(frozen=True, slots=True)
class ArchivePapers:
    """Idempotent by the file: each file becomes one paper, however often the news arrives.

    Papers belong to the dossier's owner, not to whoever filed. Results stay invisible until they are returned.
    """

    dossiers: Dossiers
    papers: Papers
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
                paper = self.papers.store(self._paper(dossier, filed, read.get(filed.file_id)))
                known[filed.file_id] = paper
        if dossier.state is State.RETURNED:
            for paper in known.values():
                if not paper.visible:
                    self.papers.make_visible(paper)
        return len(known)

    def _paper(self, dossier: Dossier, filed: FiledPaper, file: DossierFile | None) -> Paper:
        is_result = filed.component == RESULT
        fields = file.fields if file else ()
        result = dossier.result if is_result else None
        return Paper(
            owner_ref=dossier.owner.ref,
            code="",
            kind=_kind(dossier, filed),
            name=_name(dossier, filed),
            number=result.number if result else _value(fields, _NUMBER),
            issued_on=result.issued_on if result else _day(fields, _ISSUED),
            expires_on=_day(fields, _EXPIRES),
            trust=Trust.DIGITIZED,
            visible=not is_result,
            dossier_id=dossier.id,
            dossier_number=dossier.number,
            file=filed,
            fields=fields,
            stored_at=self.clock.now(),
        )


def _filed(events: Sequence[AnyEvent]) -> Iterator[FiledPaper]:
    for event in events:
        if isinstance(event, Submitted | Supplemented):
            yield from event.papers
        elif isinstance(event, Decided) and event.result is not None:
            yield event.result


def _kind(dossier: Dossier, filed: FiledPaper) -> str:
    if filed.component != RESULT:
        return filed.component
    return dossier.procedure.result_code or f"{dossier.procedure.code}-{RESULT}"


def _name(dossier: Dossier, filed: FiledPaper) -> str:
    if filed.component == RESULT:
        return dossier.procedure.result_name
    return next((r.name for r in dossier.procedure.requirements if r.code == filed.component), filed.name)


def _value(fields: Sequence[ReadField], name: str) -> str:
    return next((field.normalised or field.value for field in fields if field.name == name), "")


def _day(fields: Sequence[ReadField], name: str) -> date | None:
    """A date that was read, if it is one: readings are offered, never trusted to parse."""
    try:
        return date.fromisoformat(_value(fields, name))
    except ValueError:
        return None

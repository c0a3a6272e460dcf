"""Announce a file and get a form to upload it with; take a file out again."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.submit import demand_version
from chalicelib.domain.access import Action, demand
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import FileIsPart, FileRefused, FilesAreClosed, TooManyFiles, UnknownComponent
from chalicelib.domain.files import Declaration, DossierFile, FileOrigin, FileState
from chalicelib.domain.ports import Blobs, Clock, Dossiers, Ids, Once, Outcome, UploadTicket
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.states import State

#: The component under which an officer attaches the result of a procedure.
RESULT = "RESULT"

OPEN_FOR_FILES = frozenset({State.DRAFT, State.SUPPLEMENT_REQUESTED})
_OPEN_FOR_RESULTS = frozenset({State.PROCESSING})


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What may be uploaded. ``kinds`` maps a media type to the file kind that a component may accept."""

    max_bytes: int
    max_files: int
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AttachFile:
    """One call, one upload: the store itself refuses bytes that differ from the declaration."""

    dossiers: Dossiers
    blobs: Blobs
    clock: Clock
    ids: Ids
    limits: UploadLimits

    def __call__(
        self,
        principal: Principal,
        dossier_id: str,
        component: str,
        declared: Declaration,
        version: int | None = None,
        once: Once | None = None,
    ) -> tuple[Outcome, UploadTicket]:
        """The announced file and its ticket. Raises ``FilesAreClosed``, ``UnknownComponent``, ``FileRefused``."""
        dossier, files = self.dossiers.get_with_files(dossier_id)
        is_result = component == RESULT
        demand(principal, Action.ATTACH_RESULT if is_result else Action.CHANGE_FILES, dossier)
        demand_version(dossier, version)
        demand_open_for_files(dossier, _OPEN_FOR_RESULTS if is_result else OPEN_FOR_FILES)
        self._demand_acceptable(dossier, component, declared)
        if sum(file.state is not FileState.REMOVED for file in files) >= self.limits.max_files:
            raise TooManyFiles(limit=self.limits.max_files)
        file = DossierFile(
            dossier_id=dossier.id,
            file_id=self.ids.new(),
            component=component,
            origin=_origin(principal, is_result),
            declared=declared,
            state=FileState.AWAITING_UPLOAD,
            announced_at=self.clock.now(),
        )
        self.dossiers.announce_file(file, dossier, once)
        return Outcome(dossier=dossier, file=file), self.blobs.upload_ticket(file)

    def ticket_again(self, file: DossierFile) -> UploadTicket:
        """A fresh ticket for a file that was announced before: tickets expire, announcements do not."""
        return self.blobs.upload_ticket(file)

    def _demand_acceptable(self, dossier: Dossier, component: str, declared: Declaration) -> None:
        kind = self.limits.kinds.get(declared.media_type)
        if kind is None:
            known = ", ".join(sorted(self.limits.kinds))
            raise FileRefused(
                problem_vi=f"chỉ nhận các loại {known}", problem_en=f"accepted types are {known}"
            )
        if declared.bytes > self.limits.max_bytes:
            limit = self.limits.max_bytes // 1_000_000
            raise FileRefused(
                problem_vi=f"tệp lớn hơn {limit} MB", problem_en=f"it is larger than {limit} MB"
            )
        if component == RESULT:
            return
        requirements = {r.code: r for r in dossier.procedure.requirements}
        requirement = requirements.get(component)
        if requirement is None:
            raise UnknownComponent(component=component, known=", ".join(requirements))
        if requirement.accepts and kind not in requirement.accepts:
            accepted = ", ".join(requirement.accepts)
            raise FileRefused(
                problem_vi=f"thành phần này chỉ nhận {accepted}",
                problem_en=f"this component accepts {accepted}",
            )


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """The file stays in the record as removed; its bytes are erased by the store's lifecycle."""

    dossiers: Dossiers

    def __call__(
        self, principal: Principal, dossier_id: str, component: str, file_id: str, version: int | None = None
    ) -> Outcome:
        """The removed file. Removing twice is the same as removing once."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CHANGE_FILES, dossier)
        demand_version(dossier, version)
        demand_open_for_files(dossier, OPEN_FOR_FILES)
        while True:
            file = self.dossiers.get_file(dossier_id, component, file_id)
            if file.announced_at < (dossier.clock.paused_at or file.announced_at):
                raise FilesAreClosed(state=dossier.state)
            if file.part_of and file.state is not FileState.REMOVED:
                raise FileIsPart(leader=file.part_of)
            removed = file.model_copy(update={"state": FileState.REMOVED})
            if file.state is FileState.REMOVED or self.dossiers.update_file(removed, seen=file):
                self._remove_parts(file)
                return Outcome(dossier=dossier, file=removed)

    def _remove_parts(self, lead: DossierFile) -> None:
        """The other photos of the paper go with the first."""
        for id_ in lead.parts:
            part = self.dossiers.get_file(lead.dossier_id, lead.component, id_)
            if part.state is not FileState.REMOVED:
                self.dossiers.update_file(part.model_copy(update={"state": FileState.REMOVED}), seen=part)


def demand_open_for_files(dossier: Dossier, states: frozenset[State]) -> None:
    """Raise ``FilesAreClosed`` unless the dossier is in one of ``states``."""
    if dossier.state not in states:
        raise FilesAreClosed(state=dossier.state)


def _origin(principal: Principal, is_result: bool) -> FileOrigin:
    """What a desk uploads was scanned from paper there; what a citizen uploads was not."""
    if is_result:
        return FileOrigin.RESULT
    return FileOrigin.SCANNED if principal.kind is PrincipalKind.OFFICER else FileOrigin.UPLOADED

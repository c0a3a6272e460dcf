"""Everything that is held on a person or organisation, as one ZIP with a manifest, written as it is read."""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any, cast

from chalicelib.application.attach_file import RESULT
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.exports import Export, ExportNotFound, ExportState
from chalicelib.domain.files import DossierFile, FileState
from chalicelib.domain.papers import Paper, full_code
from chalicelib.domain.ports import Clock, Dossiers, every_item
from chalicelib.domain.ports_exports import Exports, Sink, Streams
from chalicelib.domain.ports_papers import Papers, Traces
from chalicelib.domain.states import State
from chalicelib.domain.storage import copy_key

MANIFEST = "manifest.json"
#: What is no larger than this is made while the owner waits (bytes of files, papers and dossiers together).
SMALL_BYTES, SMALL_COUNT = 10_000_000, 40
_PAGE = 100

#: What stands in the manifest for the owner to read: the regulation asks for what is held, and honesty for what is not.
NOT_INCLUDED = (
    "Kết quả chưa trả: có sau khi hồ sơ được trả kết quả. / Results that were not handed over yet.",
    "Nhật ký kiểm toán hệ thống (đã niêm phong): được lưu theo ngày, không theo người. Lượt xem giấy tờ nằm ở 'uses'."
    " / The sealed journal of the system is kept by day, not by person; looks at papers stand under 'uses'.",
    "Giấy tờ của người khác trong hồ sơ do bạn nộp thay. / Dossiers that you filed for somebody else are theirs.",
)


class _TooMuch(Exception):
    """It is not small."""


@dataclass(slots=True)
class _Packing:
    """The archive as it grows. ``stored``: where an object stands in it, so that none stands there twice."""

    archive: zipfile.ZipFile
    most_bytes: int | None
    most_count: int | None
    bytes: int = 0
    papers: list[dict[str, Any]] = field(default_factory=list)
    dossiers: list[dict[str, Any]] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)
    missing: int = 0

    def count(self, coming: int) -> None:
        """Raises ``_TooMuch``."""
        self.bytes += coming
        many = len(self.papers) + len(self.dossiers)
        if (self.most_bytes is not None and self.bytes > self.most_bytes) or (
            self.most_count is not None and many > self.most_count
        ):
            raise _TooMuch


@dataclass(frozen=True, slots=True)
class PackExport:
    """Papers that are visible to their owner with every version; dossiers with their events and files, drafts too;
    consents; every use and view; whatever else ``besides`` tells by its name. Memory holds the manifest and one part of
    the ZIP, never a file. Killed on the way it is made anew; made twice it is the same.
    """

    exports: Exports
    dossiers: Dossiers
    papers: Papers
    traces: Traces
    streams: Streams
    clock: Clock
    besides: Callable[[str], Mapping[str, Any]]

    def __call__(self, owner_ref: str, export_id: str) -> bool:
        """Whether it was made now; false if it is there already or was never asked for."""
        try:
            export = self.exports.get(owner_ref, export_id)
        except ExportNotFound:
            return False
        if export.state is ExportState.READY:
            return False
        self._make(export, None, None)
        return True

    def small(self, export: Export) -> Export:
        """The export, ready if there is little to pack; else as it was, left to the worker."""
        try:
            return self._make(export, SMALL_BYTES, SMALL_COUNT)
        except _TooMuch:
            return export

    def _make(self, export: Export, most_bytes: int | None, most_count: int | None) -> Export:
        with self.streams.sink(copy_key(export.id), "application/zip") as sink:
            counted = _Counted(sink)
            with zipfile.ZipFile(cast("IO[bytes]", counted), "w", zipfile.ZIP_STORED) as archive:
                packing = _Packing(archive, most_bytes, most_count)
                self._put_papers(packing, export)
                self._put_dossiers(packing, export)
                self._put_manifest(packing, export)
        ready = export.model_copy(
            update={
                "state": ExportState.READY,
                "ready_at": self.clock.now(),
                "bytes": counted.written,
                "papers": len(packing.papers),
                "dossiers": len(packing.dossiers),
                "missing": packing.missing,
            }
        )
        self.exports.done(ready)
        return ready

    def _put_papers(self, packing: _Packing, export: Export) -> None:
        for paper in every_item(partial(self.papers.of_owner, export.owner_ref, _PAGE)):
            told = _told(paper) | {"full_code": full_code(export.owner_number, paper.code)}
            told["versions"] = [_told(each) for each in self._versions(paper) if each.visible]
            if paper.file.bytes:
                name = f"papers/{paper.code}/{_plain(paper.file.name)}"
                told |= self._put_file(packing, paper.key, name, paper.file.bytes)
            packing.papers.append(told)
            packing.count(0)

    def _versions(self, paper: Paper) -> tuple[Paper, ...]:
        """A paper that was never changed costs no call."""
        return (paper,) if paper.version == 1 else self.papers.versions(paper.owner_ref, paper.code)

    def _put_dossiers(self, packing: _Packing, export: Export) -> None:
        for line in every_item(partial(self.dossiers.of_owner, export.owner_ref, _PAGE)):
            dossier, files = self.dossiers.get_with_files(line.id)
            is_returned = dossier.state is State.RETURNED
            told = _told(dossier) | {
                "result": _told(dossier.result) if is_returned and dossier.result else None
            }
            told["events"] = [_told(event, _OF_EVENTS) for event in self.dossiers.events(line.id)]
            told["files"] = [
                self._told_file(packing, dossier, file)
                for file in files
                if file.state is not FileState.REMOVED and (is_returned or file.component != RESULT)
            ]
            packing.dossiers.append(told)
            packing.count(0)

    def _told_file(self, packing: _Packing, dossier: Dossier, file: DossierFile) -> dict[str, Any]:
        told = _told(file)
        if file.is_awaited:
            return told
        folder = _plain(dossier.number or dossier.id)
        name = f"dossiers/{folder}/{_plain(file.component)}/{file.file_id}-{_plain(file.declared.name)}"
        return told | self._put_file(packing, file.key, name, file.declared.bytes)

    def _put_file(self, packing: _Packing, key: str, name: str, size: int) -> dict[str, Any]:
        """Where the file stands in the archive; one that the store has lost is named as missing."""
        if key in packing.stored:
            return {"stored_as": packing.stored[key]}
        packing.count(size)
        try:
            pieces = self.streams.pieces(key)
        except UploadMissing:
            packing.missing += 1
            return {"stored_as": "", "missing": True}
        with packing.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
        packing.stored[key] = name
        return {"stored_as": name}

    def _put_manifest(self, packing: _Packing, export: Export) -> None:
        owner_ref = export.owner_ref
        manifest = {
            "made_at": self.clock.now().isoformat(),
            "papers": packing.papers,
            "dossiers": packing.dossiers,
            "consents": [_told(each) for each in every_item(partial(self.traces.consents, owner_ref, _PAGE))],
            "uses": [_told(each) for each in every_item(partial(self.traces.uses, owner_ref, _PAGE))],
            **self.besides(owner_ref),
            "not_included": NOT_INCLUDED,
        }
        packing.archive.writestr(
            MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1), zipfile.ZIP_DEFLATED
        )


class _Counted:
    """A sink that knows how much it took. It cannot seek, and ``zipfile`` does without."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.written = 0

    def write(self, data: bytes) -> int:
        self.written += len(data)
        return self._sink.write(bytes(data))

    def flush(self) -> None:
        self._sink.flush()


def _plain(name: str) -> str:
    """A name that leads nowhere else when it is unpacked."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"


#: Our own keys, hashes of hashes, accounts of officers, who are told by name and position, and numbers of others.
_OURS = frozenset(
    {
        "owner_ref",
        "ref",
        "object_key",
        "words",
        "previous_hash",
        "subject",
        "submitted_by",
        "submitter_number",
    }
)


#: What applicants are told of events; a decision says more to those who may know it before it is handed over.
_OF_EVENTS = frozenset({"seq", "kind", "at", "state", "actor", "reason"})


def _told(model: Any, only: frozenset[str] | None = None) -> dict[str, Any]:
    """As the owner may read it."""
    told = _without_ours(model.model_dump(mode="json", include=only))
    assert isinstance(told, dict)
    return told


def _without_ours(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ours(each) for name, each in value.items() if name not in _OURS}
    if isinstance(value, list):
        return [_without_ours(each) for each in value]
    return value

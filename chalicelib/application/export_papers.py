"""Everything that is held on a person or organisation, as one ZIP with a manifest: the right of the data subject."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.papers import Paper, full_code
from chalicelib.domain.ports import Blobs, Clock, Dossiers, Ids, OwnerRefs, Page
from chalicelib.domain.ports_papers import Papers, Traces
from chalicelib.domain.principals import Principal
from chalicelib.domain.storage import copy_key
from chalicelib.domain.traces import Sight, Use, Viewer

MANIFEST = "manifest.json"
_PAGE = 100
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ExportPapers:
    """Papers that are visible to their owner with every version, dossiers, consents and uses."""

    dossiers: Dossiers
    papers: Papers
    traces: Traces
    blobs: Blobs
    refs: OwnerRefs
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal) -> str:
        """A link to the ZIP for a few minutes. A file that the store has lost is named in the manifest as missing."""
        demand(principal, Action.READ_OWN_PAPERS)
        owner_ref = self.refs.ref(principal.number)
        papers = list(_all(lambda cursor: self.papers.of_owner(owner_ref, _PAGE, cursor)))
        use = Use(
            id=self.ids.new(),
            owner_ref=owner_ref,
            at=self.clock.now(),
            what=Sight.EXPORTED,
            papers=(),
            by=Viewer.of(principal),
            purpose="Chủ thể dữ liệu yêu cầu cung cấp toàn bộ dữ liệu",
        )
        self.traces.record(use)
        key = copy_key(use.id)
        self.blobs.write(key, self._packed(principal, owner_ref, papers), "application/zip")
        return self.blobs.link(key, "kho-giay-to.zip")

    def _packed(self, principal: Principal, owner_ref: str, papers: list[Paper]) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            lines = [self._put(archive, principal, paper) for paper in papers]
            manifest = {
                "made_at": self.clock.now().isoformat(),
                "papers": lines,
                "dossiers": _told(_all(lambda c: self.dossiers.of_owner(owner_ref, _PAGE, c))),
                "consents": _told(_all(lambda c: self.traces.consents(owner_ref, _PAGE, c))),
                "uses": _told(_all(lambda c: self.traces.uses(owner_ref, _PAGE, c))),
            }
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        return out.getvalue()

    def _put(self, archive: zipfile.ZipFile, principal: Principal, paper: Paper) -> dict[str, Any]:
        """The paper's line of the manifest; its file goes into the archive under its code."""
        versions = self.papers.versions(paper.owner_ref, paper.code)
        told = _told_one(paper)
        told |= {"full_code": full_code(principal.number, paper.code), "stored_as": ""}
        told |= {"versions": [_told_one(version) for version in versions if version.visible]}
        if paper.file.bytes:
            name = f"papers/{paper.code}/{paper.file.name.replace('/', '_')}"
            try:
                archive.writestr(name, self.blobs.read(paper.key))
                told["stored_as"] = name
            except UploadMissing:
                told["missing"] = True
        return told


def _all(page_from: Callable[[str], Page[Item]]) -> Iterator[Item]:
    """Every item of a list, page by page."""
    cursor = ""
    while True:
        page = page_from(cursor)
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return


def _told(models: Iterator[Any]) -> list[dict[str, Any]]:
    return [_told_one(model) for model in models]


def _told_one(model: Any) -> dict[str, Any]:
    """As the owner may read it: without our own keys."""
    told: dict[str, Any] = model.model_dump(mode="json", exclude={"owner_ref", "object_key", "words"})
    return told

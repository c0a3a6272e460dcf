"""Is what was restored whole? Every dossier's chain, every file's and paper's bytes, every day of the journal."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items
from chalicelib.adapters.keys import HEAD, Prefix
from chalicelib.adapters.paper_items import paper_of
from chalicelib.domain.audit import Break, breaks_in_dossier, breaks_in_journal, digests_in
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import GENESIS
from chalicelib.domain.files import FileState
from infra.restore_files import is_missing, portions, sha256_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

    from chalicelib.domain.ports_audit import Journal, Signer, StoredEvents
    from chalicelib.domain.ports_sync import Together

#: Dossier and number of an event to its digests.
Digests = dict[str, dict[int, set[str]]]
#: How many events a head says that it has, and the hash of the last one.
End = tuple[int, str]
#: States in which the bytes of a file must be there.
_THERE = frozenset({FileState.READING, FileState.READY, FileState.PARTIAL})


@dataclass(slots=True)
class Proof:
    """What was looked at, what does not hold, and which events the journal has from after the instant."""

    dossiers: int = 0
    events: int = 0
    files: int = 0
    papers: int = 0
    sealed_days: int = 0
    breaks: list[Break] = field(default_factory=list)
    since: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Prove:
    """``table``, ``bucket``: the restored ones. ``journal``: the one journal there is, which is never restored."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    table: str
    bucket: str
    journal: "Journal"
    signer: "Signer"
    events: "StoredEvents"
    together: "Together"

    def __call__(self, at: datetime, *, thorough: bool = False) -> Proof:
        """``thorough``: read all bytes, even where the store keeps a checksum of them."""
        proof = Proof()
        heads = self._look_through(proof, thorough)
        self._prove_journal(proof, heads, local(at).date())
        return proof

    def _look_through(self, proof: Proof, thorough: bool) -> dict[str, End]:
        """One scan of the table: where heads say that they stand is kept for later, bytes are compared at once."""
        heads: dict[str, End] = {}
        looked_at: set[tuple[str, str]] = set()
        for some in portions(self._scan()):
            named = [named for item in some for named in self._bytes_of(item, proof)]
            new = [each for each in dict.fromkeys(named) if each not in looked_at]
            looked_at.update(new)
            for found in self.together(partial(self._breaks_in_object, thorough=thorough), new):
                proof.breaks += found
            for item in some:
                if item["SK"]["S"] == HEAD:
                    dossier = items.body(item, Dossier)
                    heads[dossier.id] = dossier.version, dossier.last_hash
        proof.dossiers = len(heads)
        return heads

    def _bytes_of(self, item: Any, proof: Proof) -> Iterator[tuple[str, str]]:
        """Key and SHA-256 of the object that an item stands for."""
        match item["SK"]["S"].split("#"):
            case [Prefix.FILE, *_]:
                file = items.file_of(item)
                proof.files += 1
                if file.state in _THERE:
                    yield file.key, file.declared.sha256
            case [Prefix.PAPER, *_]:
                paper = paper_of(item)
                proof.papers += 1
                yield paper.key, paper.file.sha256

    def _prove_journal(self, proof: Proof, heads: dict[str, End], day: date) -> None:
        """Seals first, then every dossier that the journal or the table knows; ``day``: that of the instant."""
        seals = [seal for _, seal in self.journal.seals()]
        proof.sealed_days = len(seals)
        proof.breaks += breaks_in_journal(seals, self.journal.lines, self.signer.is_signed)
        told, settled = self._digests(day)
        for some in portions(sorted(told.keys() | heads.keys())):
            for dossier_id, stored in zip(some, self.together(self.events.stored_events, some), strict=True):
                lines = told.get(dossier_id, {})
                later = {seq for seq in lines if seq > len(stored) and seq not in settled.get(dossier_id, {})}
                proof.since += [f"{dossier_id} {seq}" for seq in sorted(later)]
                proof.events += len(stored)
                expected = {seq: digests for seq, digests in lines.items() if seq not in later}
                proof.breaks += breaks_in_dossier(dossier_id, stored, expected)
                proof.breaks += _breaks_in_head(dossier_id, heads.get(dossier_id), stored)

    def _digests(self, day: date) -> tuple[Digests, Digests]:
        """Of every event that the journal tells of, and of those told before ``day``: each line is read once."""
        told: Digests = {}
        settled: Digests = {}
        for each in self.journal.days():
            for dossier_id, digests in digests_in(self.journal.lines(each)).items():
                for seq, found in digests.items():
                    for kept in (told, settled) if each < day else (told,):
                        kept.setdefault(dossier_id, {}).setdefault(seq, set()).update(found)
        return told, settled

    def _breaks_in_object(self, named: tuple[str, str], thorough: bool) -> list[Break]:
        key, sha256 = named
        try:
            found = sha256_of(self.s3, self.bucket, key, thorough=thorough)
        except self.s3.exceptions.ClientError as error:
            if not is_missing(error):
                raise
            return [Break(key, "the object is missing")]
        return [] if found == sha256 else [Break(key, "the object has other bytes")]

    def _scan(self) -> Iterator[Any]:
        for page in self.dynamodb.get_paginator("scan").paginate(TableName=self.table, ConsistentRead=True):
            yield from page["Items"]


def _breaks_in_head(dossier_id: str, head: End | None, stored: Any) -> Iterator[Break]:
    """The head must stand at the end of its chain."""
    if head is None:
        if stored:
            yield Break(dossier_id, "events stand without their dossier")
        return
    last = stored[-1].digest if stored else GENESIS
    if head != (len(stored), last):
        yield Break(dossier_id, "the dossier does not stand at the end of its chain")

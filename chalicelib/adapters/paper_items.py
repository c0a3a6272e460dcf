"""Items of the repository, and the writes that go together with other writes in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from chalicelib.adapters import keys
from chalicelib.adapters.items import SCHEMA, Item, body, text
from chalicelib.adapters.transactions import MUST_BE_NEW, Check, Write
from chalicelib.digitization.folding import fold
from chalicelib.domain.papers import Paper, PaperLine, Validity
from chalicelib.domain.qualifying import with_line
from chalicelib.domain.reliance import PaperChange, Reliance
from chalicelib.domain.traces import Consent, Trace, Use

_FOR_EVER = date.max.isoformat()


class Kind(BaseModel):
    """What an owner has of one kind. ``latest`` numbers the papers, ``revision`` counts the writes."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: str
    latest: int = 0
    revision: int = 0
    shortlist: tuple[PaperLine, ...] = ()

    def with_paper(self, paper: Paper, latest: int) -> "Kind":
        """After a paper was stored or changed."""
        lines = with_line(self.shortlist, paper.line)
        return Kind(kind=self.kind, latest=latest, revision=self.revision + 1, shortlist=lines)


def paper_item(paper: Paper) -> Item:
    """The latest version, with what is searched for beside it. ``words`` begin and end with a space."""
    return {
        "PK": keys.owner(paper.owner_ref),
        "SK": keys.paper(paper.code),
        "item_type": "paper",
        "schema": SCHEMA,
        "version": paper.version,
        "visible": paper.visible,
        "validity": paper.validity,
        "valid_until": (paper.expires_on or date.max).isoformat(),
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else "",
        "paper_number": fold(paper.number),
        "issuer": fold(paper.issuer),
        "words": f" {paper.words} ",
        "body": paper.model_dump_json(exclude={"words"}),
    }


def paper_of(item: Mapping[str, Any]) -> Paper:
    """The paper in a (wire) item."""
    return body(item, Paper).model_copy(update={"words": text(item, "words").strip()})


def version_item(paper: Paper) -> Item:
    """A version as it was."""
    return {
        "PK": keys.owner(paper.owner_ref),
        "SK": keys.paper_version(paper.code, paper.version),
        "item_type": "paper-version",
        "schema": SCHEMA,
        "body": paper.model_dump_json(exclude={"words"}),
    }


def kind_item(owner_ref: str, kind: Kind) -> Item:
    """Counter and shortlist of a kind."""
    return {
        "PK": keys.owner(owner_ref),
        "SK": keys.kind(kind.kind),
        "item_type": "kind",
        "schema": SCHEMA,
        "revision": kind.revision,
        "body": kind.model_dump_json(),
    }


def source_item(paper: Paper) -> Item:
    """Which paper a file became."""
    return {
        "PK": keys.owner(paper.owner_ref),
        "SK": keys.source(paper.dossier_id, paper.file.file_id),
        "item_type": "source",
        "schema": SCHEMA,
        "paper": paper.code,
    }


def trace_item(trace: Trace) -> Item:
    """A use, or a consent with its revocation beside it."""
    sort_key = keys.use(trace.at, trace.id) if isinstance(trace, Use) else keys.consent(trace.id)
    item: Item = {
        "PK": keys.owner(trace.owner_ref),
        "SK": sort_key,
        "item_type": "use" if isinstance(trace, Use) else "consent",
        "schema": SCHEMA,
        "body": trace.model_dump_json(),
    }
    if isinstance(trace, Consent):
        item["revoked"] = trace.revoked_at is not None
    return item


def writes_of_kind(table: str, owner_ref: str, before: Kind, after: Kind) -> Write:
    """The kind as it becomes, if it still is as it was."""
    item = kind_item(owner_ref, after)
    if before.revision == 0:
        return Write(f"kind-{after.kind}", table, item, MUST_BE_NEW)
    return Write(f"kind-{after.kind}", table, item, "revision = :seen", {":seen": before.revision})


def writes_of_change(table: str, change: PaperChange) -> Iterator[Write]:
    """The latest version, and the one before as it was; the shortlist goes beside them."""
    seen, after = change.seen, change.after
    yield Write(f"paper-{after.code}", table, paper_item(after), "version = :seen", {":seen": seen.version})
    yield Write(f"version-{after.code}", table, version_item(seen), MUST_BE_NEW)


def writes_of_traces(table: str, traces: Iterable[Trace]) -> list[Write]:
    """Each is written once."""
    return [Write(f"trace-{trace.id}", table, trace_item(trace), MUST_BE_NEW) for trace in traces]


def checks_of(table: str, relies_on: Iterable[Reliance]) -> Iterator[Check]:
    """What a filing rests on; the name of a check that fails says which component."""
    for number, reliance in enumerate(relies_on):
        owner = keys.owner(reliance.owner_ref)
        if reliance.code:
            yield Check(
                f"relied-{number}",
                table,
                {"PK": owner, "SK": keys.paper(reliance.code)},
                "validity = :in_force AND visible = :yes AND valid_until >= :day",
                {":in_force": Validity.IN_FORCE, ":yes": True, ":day": reliance.day.isoformat()},
            )
        if reliance.consent_id:
            yield Check(
                f"consent-{number}",
                table,
                {"PK": owner, "SK": keys.consent(reliance.consent_id)},
                "revoked = :no",
                {":no": False},
            )

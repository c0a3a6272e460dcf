"""Procedures as the national catalogue publishes them, and how ours differ from that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Published:
    """What the national catalogue says of one procedure, as far as it concerns what we state of dossiers."""

    code: str
    name: str
    is_public: bool = True
    fields: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()


class Change(StrEnum):
    """How a procedure of ours stands to the published one."""

    ONLY_OURS = "only-ours"
    ONLY_PUBLISHED = "only-published"
    WITHDRAWN = "withdrawn"
    NAME = "name"
    FIELD = "field"
    COMPONENTS = "components"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class CatalogueDifference:
    """One difference. ``ours`` and ``published`` are names or codes, empty where one side has nothing."""

    procedure: str
    change: Change
    ours: str = ""
    published: str = ""


def differences(
    ours: Mapping[str, Procedure], published: Mapping[str, Published]
) -> Iterator[CatalogueDifference]:
    """Everything that would make the portal refuse or miscount our dossiers, by code of procedure."""
    for code in sorted(ours.keys() | published.keys()):
        if code not in published:
            yield CatalogueDifference(code, Change.ONLY_OURS, ours=ours[code].name)
        elif code not in ours:
            yield CatalogueDifference(code, Change.ONLY_PUBLISHED, published=published[code].name)
        else:
            yield from _between(ours[code], published[code])


def _between(ours: Procedure, published: Published) -> Iterator[CatalogueDifference]:
    if not published.is_public:
        yield CatalogueDifference(ours.code, Change.WITHDRAWN, ours=ours.name)
    if " ".join(ours.name.split()) != " ".join(published.name.split()):
        yield CatalogueDifference(ours.code, Change.NAME, ours.name, published.name)
    if published.fields and ours.field_code not in published.fields:
        yield CatalogueDifference(ours.code, Change.FIELD, ours.field_code, _listed(published.fields))
    components = {component.code for component in ours.components or ()}
    if components != published.components:
        yield CatalogueDifference(
            ours.code,
            Change.COMPONENTS,
            _listed(components - published.components),
            _listed(published.components - components),
        )
    results = {result.code for result in ours.results if result.is_paper and result.code}
    if results != published.results:
        yield CatalogueDifference(
            ours.code,
            Change.RESULTS,
            _listed(results - published.results),
            _listed(published.results - results),
        )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))

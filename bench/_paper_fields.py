"""How well the fields of a paper agree with the truth: given, there, right; and what was wrong, in words."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from chalicelib.digitization import ComponentHint, Digitized, FieldName
from chalicelib.digitization.model import Check
from local.papers.facts import invent_facts
from local.papers.kinds import KINDS
from local.papers.persons import PROVINCES
from local.papers.templates.common import HOSPITALS, SCHOOLS, health_agency
from local.papers.truth import Fields

EXACT_FIELDS = {  # printed exactly or wrong
    FieldName.DOCUMENT_NUMBER: "number",
    FieldName.ISSUE_DATE: "issue_date",
    FieldName.EXPIRY_DATE: "expiry",
    FieldName.PERSONAL_NUMBER: "personal_number",
    FieldName.TAX_CODE: "tax_code",
}
NAME_FIELDS = {FieldName.PERSON_NAME: "person_name", FieldName.SIGNER: "signer"}
OTHER_FIELDS = {  # shown beside the bars
    FieldName.BIRTH_DATE: "birth_date",
    FieldName.AGENCY: "agency",
    FieldName.SUBJECT: "subject",
}
DOCUMENT_TYPE = "document_type"
BARRED = (*(name.value for name in EXACT_FIELDS), DOCUMENT_TYPE)
NAMES = tuple(name.value for name in NAME_FIELDS)
AGENCIES = (  # what a catalogue of agencies would hold, companies and communes left out
    "Bộ Y tế",
    "Cục Quản lý Dược",
    "Cục An toàn thực phẩm",
    "Cục Quản lý Khám, chữa bệnh",
    "Cục Phòng bệnh",
    "Cục Hạ tầng và Thiết bị y tế",
    *map(health_agency, PROVINCES.values()),
    *HOSPITALS,
    *SCHOOLS,
)


@dataclass(frozen=True)
class FieldCounts:
    """How often a value was there, given, and right."""

    there: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "FieldCounts") -> "FieldCounts":
        return FieldCounts(self.there + other.there, self.given + other.given, self.right + other.right)

    @property
    def precision(self) -> float:
        """Percent of the values given."""
        return 100 * self.right / max(1, self.given)

    @property
    def recall(self) -> float:
        """Percent of the values that are there."""
        return 100 * self.right / max(1, self.there)


@dataclass(frozen=True)
class Compared:
    """``unmarked``: wrong names that nobody was asked to confirm; ``sorted_as``: the name of the component."""

    counts: dict[str, FieldCounts]
    unmarked: int
    sorted_as: str | None
    complaints: tuple[str, ...]


def component_hints() -> tuple[ComponentHint, ...]:
    """A procedure that asks for every paper there is: the hardest to sort."""
    facts = invent_facts(0)
    sheets = (kind.template(facts, Random(kind.name)) for kind in KINDS.values())
    names = dict.fromkeys(sheet.fields.doc_type for sheet in sheets)
    return tuple(ComponentHint(f"C{place}", name) for place, name in enumerate(names))


def compare_fields(truth: Fields, result: Digitized, components: tuple[ComponentHint, ...]) -> Compared:
    """Every field against the truth, and the component the paper was taken for."""
    counts, complaints, unmarked = {}, [], 0
    for name, attribute in (EXACT_FIELDS | NAME_FIELDS | OTHER_FIELDS).items():
        wanted, field = _written(truth, attribute), result.field(name)
        given = field.normalised if field and field.check is not Check.FAILED else None
        right = given is not None and wanted is not None and _agree(name, given, wanted)
        counts[name.value] = FieldCounts(wanted is not None, given is not None, right)
        if (wanted or given) and not right:
            complaints.append(f"{name.value}: {given!r}, true is {wanted!r}")
        if name in NAME_FIELDS and field and given and given != wanted and field.check is not Check.CONFIRM:
            unmarked += 1
    names = {component.code: component.name for component in components}
    code = result.document.component if result.document else None
    sorted_as = names[code] if code else None
    counts[DOCUMENT_TYPE] = FieldCounts(1, sorted_as is not None, sorted_as == truth.doc_type)
    if sorted_as != truth.doc_type:
        complaints.append(f"{DOCUMENT_TYPE}: {sorted_as!r}, true is {truth.doc_type!r}")
    return Compared(counts, unmarked, sorted_as, tuple(complaints))


def sum_of(counts: Iterable[dict[str, FieldCounts]], names: Iterable[str]) -> FieldCounts:
    """All counts of these fields together."""
    wanted = tuple(names)
    return sum((each[name] for each in counts for name in wanted), FieldCounts())


def folded(text: str) -> str:
    """Capitals without tone marks, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def _written(truth: Fields, attribute: str) -> str | None:
    value: str | date | None = getattr(truth, attribute)
    if isinstance(value, date):
        return value.isoformat()
    if value and attribute in NAME_FIELDS.values():
        return value.upper().removeprefix("BS. ").removeprefix("DS. ")
    return value


def _agree(name: FieldName, given: str, wanted: str) -> bool:
    if name in (FieldName.AGENCY, FieldName.SUBJECT):
        return folded(wanted) in folded(given)
    if name in NAME_FIELDS:
        return folded(given) == folded(wanted)
    return given.replace(" ", "") == wanted.replace(" ", "")

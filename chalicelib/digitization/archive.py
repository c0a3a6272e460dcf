"""Archive metadata of a digitized paper, with the lengths that the guide to digitization of 2025 sets."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from chalicelib.digitization.model import Digitized, FieldName


class ConfidenceLevel(StrEnum):
    """Where the electronic document comes from (Circular 02/2019/TT-BNV)."""

    BORN_DIGITAL = "Gốc điện tử"
    DIGITIZED = "Số hóa"
    MIXED = "Hỗn hợp"


MAX_LENGTH = {
    "DocCode": 30,
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "OrganName": 200,
    "Subject": 500,
}


@dataclass(frozen=True)
class ArchiveMetadata:
    """Names as in the guide. ``IssuedDate`` is ISO; empty where the paper does not say."""

    DocCode: str
    TypeName: str = ""
    CodeNumber: str = ""
    CodeNotation: str = ""
    IssuedDate: str = ""
    OrganName: str = ""
    Subject: str = ""
    Language: str = "vi"
    PageAmount: str = ""
    ConfidenceLevel: str = ConfidenceLevel.DIGITIZED.value
    Format: str = "PDF/A-2b"

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a value that is too long: cutting it here would hide it from the officer."""
        for field in fields(self):
            value = getattr(self, field.name)
            if len(value) > MAX_LENGTH.get(field.name, len(value)):
                raise ValueError(f"{field.name} is longer than {MAX_LENGTH[field.name]} letters")

    def as_dict(self) -> dict[str, str]:
        """All values by name, the empty ones left out."""
        return {name: value for name, value in asdict(self).items() if value}


def describe(digitized: Digitized, doc_code: str) -> ArchiveMetadata:
    """Metadata from what was read; values that exceed their limit are left for the officer to fill in."""

    def read(name: FieldName) -> str:
        field = digitized.field(name)
        return field.normalised if field is not None else ""

    number, _, notation = read(FieldName.DOCUMENT_NUMBER).partition("/")
    values = {
        "TypeName": digitized.document.name if digitized.document else "",
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": read(FieldName.ISSUE_DATE),
        "OrganName": read(FieldName.AGENCY),
        "Subject": read(FieldName.SUBJECT),
        "PageAmount": str(digitized.page_count),
    }
    fitting = {
        name: value for name, value in values.items() if len(value) <= MAX_LENGTH.get(name, len(value))
    }
    return ArchiveMetadata(doc_code, **fitting)

"""What is looked for among an owner's papers, as a filter of DynamoDB."""

from datetime import date
from typing import Any

from chalicelib.digitization.folding import fold
from chalicelib.domain.papers import Validity
from chalicelib.domain.ports_papers import Wanted


def search_expression(wanted: Wanted, day: date) -> tuple[str, dict[str, Any]]:
    """Condition and its values. Expired is whatever is stored as in force and ended before ``day``."""
    parts, values = ["visible = :yes"], {":yes": True}

    def demand(condition: str, **bound: Any) -> None:
        parts.append(condition)
        values.update({f":{name}": value for name, value in bound.items()})

    if wanted.number:
        demand("contains(paper_number, :number)", number=fold(wanted.number))
    if wanted.issuer:
        demand("contains(issuer, :issuer)", issuer=fold(wanted.issuer))
    if wanted.issued_from:
        demand("issued_on >= :issued_from", issued_from=wanted.issued_from.isoformat())
    if wanted.issued_to:
        demand("issued_on BETWEEN :any AND :issued_to", any="0", issued_to=wanted.issued_to.isoformat())
    for number, word in enumerate(wanted.words):
        demand(f"contains(words, :word{number})", **{f"word{number}": f" {word}"})
    match wanted.validity:
        case Validity.IN_FORCE:
            demand("validity = :state AND valid_until >= :day", state="in-force", day=day.isoformat())
        case Validity.EXPIRED:
            demand("validity = :state AND valid_until < :day", state="in-force", day=day.isoformat())
        case Validity.REVOKED | Validity.REPLACED:
            demand("validity = :state", state=wanted.validity.value)
    return " AND ".join(parts), values

"""What is looked for among an owner's papers: a filter of DynamoDB, and one of ours over what is encrypted there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.adapters.items import text
from chalicelib.digitization.folding import fold
from chalicelib.domain.papers import Validity
from chalicelib.domain.ports_papers import Wanted


def search_expression(wanted: Wanted, day: date) -> tuple[str, dict[str, Any]]:
    """Condition and its values, over what stands in clear. Expired: stored as in force, and ended before ``day``."""
    parts, values = ["visible = :yes"], {":yes": True}

    def demand(condition: str, **bound: Any) -> None:
        parts.append(condition)
        values.update({f":{name}": value for name, value in bound.items()})

    if wanted.issuer:
        demand("contains(issuer, :issuer)", issuer=fold(wanted.issuer))
    if wanted.issued_from:
        demand("issued_on >= :issued_from", issued_from=wanted.issued_from.isoformat())
    if wanted.issued_to:
        demand("issued_on BETWEEN :any AND :issued_to", any="0", issued_to=wanted.issued_to.isoformat())
    match wanted.validity:
        case Validity.IN_FORCE:
            demand("validity = :state AND valid_until >= :day", state="in-force", day=day.isoformat())
        case Validity.EXPIRED:
            demand("validity = :state AND valid_until < :day", state="in-force", day=day.isoformat())
        case Validity.REVOKED | Validity.REPLACED:
            demand("validity = :state", state=wanted.validity.value)
    return " AND ".join(parts), values


def says_what_is_wanted(item: Mapping[str, Any], wanted: Wanted) -> bool:
    """Whether number and words of a (wire) item fit: a word by its beginning, a number by any part."""
    words = text(item, "words") if wanted.words else ""
    has_words = all(f" {word}" in words for word in wanted.words)
    return has_words and (not wanted.number or fold(wanted.number) in text(item, "paper_number"))

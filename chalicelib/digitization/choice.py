"""Of several candidates for each field, the ones that agree with each other: dates in order, number and birth date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.domain.identity_numbers import PersonalNumber

Candidates = Mapping[FieldName, Sequence[Field]]

LABELLED_DATES = (
    FieldName.EXPIRY_DATE,
    FieldName.BIRTH_DATE,
)  # a date behind such a label is not the day of issue


def choose(candidates: Candidates) -> dict[FieldName, Field]:
    """One field of each name: the finders' first, unless it contradicts another and a later one does not."""
    chosen = {name: fields[0] for name, fields in candidates.items() if fields}
    _choose_day_of_issue(chosen, candidates)
    _choose_person(chosen, candidates)
    return chosen


def _choose_day_of_issue(chosen: dict[FieldName, Field], candidates: Candidates) -> None:
    taken = {
        (field.page, field.box)
        for name in LABELLED_DATES
        for field in candidates.get(name, ())
        if field.box and field.check is not Check.CODE  # all that a code says stands in one place
    }
    free = [
        field for field in candidates.get(FieldName.ISSUE_DATE, ()) if (field.page, field.box) not in taken
    ]
    if FieldName.ISSUE_DATE not in chosen:
        return
    if not free:
        del chosen[FieldName.ISSUE_DATE]
        return
    born, expires = chosen.get(FieldName.BIRTH_DATE), chosen.get(FieldName.EXPIRY_DATE)
    earliest = born.normalised if born else ""
    latest = expires.normalised if expires else "9999"  # ISO dates sort as text
    in_order = (field for field in free if earliest <= field.normalised <= latest)
    chosen[FieldName.ISSUE_DATE] = next(in_order, free[0])


def _choose_person(chosen: dict[FieldName, Field], candidates: Candidates) -> None:
    number, born = chosen.get(FieldName.PERSONAL_NUMBER), chosen.get(FieldName.BIRTH_DATE)
    if number is None or born is None or belong_together(number, born):
        return
    other_number = _first(candidates[FieldName.PERSONAL_NUMBER], born)
    other_birth = _first(candidates[FieldName.BIRTH_DATE], number)
    if other_number is not None:
        chosen[FieldName.PERSONAL_NUMBER] = other_number
    elif other_birth is not None:
        chosen[FieldName.BIRTH_DATE] = other_birth


def belong_together(number: Field, born: Field) -> bool:
    """Whether the personal number says the year of this birth date; True where the number says nothing."""
    parsed = PersonalNumber.parse(number.normalised)
    return parsed is None or parsed.fits_birth_date(date.fromisoformat(born.normalised))


def _first(fields: Iterable[Field], partner: Field) -> Field | None:
    """The first of these numbers or birth dates that belongs to the partner, which is of the other kind."""
    for field in fields:
        pair = (partner, field) if partner.name is FieldName.PERSONAL_NUMBER else (field, partner)
        if belong_together(*pair):
            return field
    return None

"""Fields held against each other: dates in order, a birth date against the number, print against the card's code."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.digitization.choice import belong_together
from chalicelib.digitization.model import Check, Field, FieldName

Fields = Mapping[FieldName, Field]

IN_ORDER = (
    # earlier, later
    (FieldName.BIRTH_DATE, FieldName.ISSUE_DATE),
    (FieldName.ISSUE_DATE, FieldName.EXPIRY_DATE),
)
PROVEN = {Check.CODE, Check.OWNER, Check.FAILED}


def cross_check(fields: Fields) -> dict[FieldName, Field]:
    """The same fields; pairs that agree say so, pairs that contradict each other are to be confirmed."""
    checked = dict(fields)
    for earlier, later in IN_ORDER:
        if earlier in fields and later in fields:
            in_order = fields[earlier].normalised <= fields[later].normalised  # ISO dates sort as text
            _mark(checked, later, Check.DATE_LOGIC if in_order else Check.CONFIRM)
            if not in_order:
                _mark(checked, earlier, Check.CONFIRM)
    number, born = fields.get(FieldName.PERSONAL_NUMBER), fields.get(FieldName.BIRTH_DATE)
    if number is not None and born is not None and not belong_together(number, born):
        _mark(checked, FieldName.PERSONAL_NUMBER, Check.CONFIRM)
        _mark(checked, FieldName.BIRTH_DATE, Check.CONFIRM)
    return checked


def _mark(fields: dict[FieldName, Field], name: FieldName, check: Check) -> None:
    if fields[name].check not in PROVEN:
        fields[name] = replace(fields[name], check=check)

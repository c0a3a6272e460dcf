"""The payload of a citizen card's QR code, parsed and checked against itself."""

from datetime import date, datetime

from chalicelib.digitization.model import CitizenCard
from chalicelib.domain.identity_numbers import PersonalNumber, Sex

FEWEST_PARTS = 7  # number|old number|name|birth|sex|address|issued; cards since 2024 append more
SEX_OF_WORD = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


def parse_card(payload: str) -> CitizenCard | None:
    """None for a payload that is not a citizen card's. ``problems`` names what contradicts the number."""
    parts = [part.strip() for part in payload.split("|")]
    if len(parts) < FEWEST_PARTS:
        return None
    number, old_number, name, born, sex_word, address, issued = parts[:FEWEST_PARTS]
    birth_date, issue_date = _date(born), _date(issued)
    sex = SEX_OF_WORD.get(sex_word.casefold())
    if not (number.isdigit() and len(number) == 12 and name and birth_date):
        return None
    return CitizenCard(
        personal_number=number,
        old_number=old_number,
        name=name,
        birth_date=birth_date.isoformat(),
        sex="" if sex is None else sex.value,
        address=address,
        issued=issue_date.isoformat() if issue_date else "",
        problems=_problems(PersonalNumber.parse(number), birth_date, sex),
    )


def _problems(number: PersonalNumber | None, born: date, sex: Sex | None) -> tuple[str, ...]:
    if number is None:
        return ("number-structure",)
    checks = {
        "birth-date": number.fits_birth_date(born),
        "sex": sex is None or number.fits_sex(sex),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def _date(text: str) -> date | None:
    """Eight digits, day first."""
    try:
        return datetime.strptime(text, "%d%m%Y").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return None

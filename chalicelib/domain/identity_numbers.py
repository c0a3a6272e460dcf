"""Numbers that identify persons and taxpayers: structure, check digit, and what they say."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
FIRST_CENTURY = (
    1900  # digit 0 and 1; each further pair of digits is a century later (Decree 137/2015, article 7)
)
LAST_REGISTRATION_PLACE = 96  # provinces of the 63-province list, which personal numbers keep for ever
LAST_CENTURY_DIGIT = 3  # persons born from 1900 to 2099


class Sex(StrEnum):
    """As the fourth digit of a personal number says it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class PersonalNumber:
    """The 12-digit personal number (số định danh cá nhân); it has structure but no check digit.

    ``001`` province of birth registration, ``2`` century and sex, ``04`` year, ``012345`` serial.
    """

    digits: str

    @classmethod
    def parse(cls, text: str) -> "PersonalNumber | None":
        """From 12 digits, spaces and dots between them allowed; None if the structure is impossible."""
        digits = re.sub(r"[\s.\u00a0]", "", text)
        if not re.fullmatch(r"[0-9]{12}", digits, re.ASCII):
            return None
        number = cls(digits)
        if number.place == 0 or (digits[0] == "0" and number.place > LAST_REGISTRATION_PLACE):
            return None
        return number if int(digits[3]) <= LAST_CENTURY_DIGIT else None

    @property
    def place(self) -> int:
        """Code of the province, or of the country for people registered abroad."""
        return int(self.digits[:3])

    @property
    def sex(self) -> Sex:
        """Even is male, odd is female."""
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """The full year of birth."""
        return FIRST_CENTURY + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    def fits_birth_date(self, born: date) -> bool:
        """Whether a birth date read elsewhere agrees with the number."""
        return born.year == self.birth_year

    def fits_sex(self, sex: Sex) -> bool:
        """Whether a sex read elsewhere agrees with the number."""
        return sex is self.sex

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True)
class TaxCode:
    """A tax code (mã số thuế): 10 digits with a check digit, ``-NNN`` behind it for a branch.

    Since 1 July 2025 an individual's tax code is the personal number (Circular 86/2024/TT-BTC).
    """

    digits: str
    branch: str = ""

    @classmethod
    def parse(cls, text: str) -> "TaxCode | None":
        """From 10 or 13 digits with a right check digit, or from a personal number; otherwise None."""
        compact = re.sub(r"[\s.\u00a0]", "", text).replace("–", "-")
        person = PersonalNumber.parse(compact)
        if person is not None:
            return cls(person.digits)
        match = re.fullmatch(r"([0-9]{10})(?:-?([0-9]{3}))?", compact, re.ASCII)
        if match is None or not _check_digit_holds(match[1]) or match[2] == "000":
            return None
        return cls(match[1], match[2] or "")

    @property
    def is_personal(self) -> bool:
        """Whether it is a person's number used as tax code."""
        return len(self.digits) == 12

    def __str__(self) -> str:
        return f"{self.digits}-{self.branch}" if self.branch else self.digits


def _check_digit_holds(digits: str) -> bool:
    """10 minus the weighted sum modulo 11; a result of 10 belongs to no number."""
    weighted = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, digits, strict=False))
    return 10 - weighted % 11 == int(digits[9])


def is_identity_number(text: str) -> bool:
    """Whether the text is a possible personal number or tax code."""
    return PersonalNumber.parse(text) is not None or TaxCode.parse(text) is not None


def is_owner_number(text: str) -> bool:
    """Whether papers may belong to it: any number of today, or an old personal number of nine digits (CMND)."""
    return is_identity_number(text) or is_old_number(text)


def is_old_number(text: str) -> bool:
    """Nine digits: has no structure to check."""
    return re.fullmatch(r"[0-9]{9}", compact(text), re.ASCII) is not None


def compact(text: str) -> str:
    """One spelling for all: without the spaces, dots and dashes that people write between the digits."""
    return re.sub(r"[\s.\u00a0–-]", "", text)


#: A number as it is kept and compared; whether it is possible at all is asked of ``is_identity_number``.
IdentityNumber = Annotated[str, AfterValidator(compact)]

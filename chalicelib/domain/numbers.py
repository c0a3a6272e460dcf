"""Dossier numbers (mã hồ sơ): issued once, from an atomic counter per unit and day, never changed or reused.

Shape after QĐ 20/2020: ``<unit code>-<yymmdd>-<order of that day>``, at least four digits, at most 35 characters.
A ministry's system that serves other agencies puts the two digits of its own code before the order (TT 04/2025/TT-VPCP
Đ.23): ``H26-261005-180001`` was issued by the system of G18, and never meets a number of Hà Nội's own system.
Numbers of other systems may carry an eight-digit date and a longer order; reading accepts both.
"""

import re
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

_SHAPE = re.compile(r"^(?P<unit>[A-Z0-9][A-Z0-9.]{1,20})-(?P<day>\d{6}|\d{8})-(?P<order>\d{4,7})$")
MAX_LENGTH = 35


class DossierNumber(BaseModel):
    """A number in its parts. ``day`` is a day in Vietnam; ``system`` the digits of a system not the unit's own."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    unit: str
    day: date
    order: int
    system: str = ""

    def __str__(self) -> str:
        return f"{self.unit}-{self.day:%y%m%d}-{self.system}{self.order:04d}"

    @classmethod
    def issued_by(cls, platform: str, unit: str, day: date, order: int) -> "DossierNumber":
        """The number that the system of agency ``platform`` gives to a dossier of agency ``unit``."""
        return cls(unit=unit, day=day, order=order, system="" if unit == platform else platform[-2:])

    @classmethod
    def parse(cls, text: str) -> "DossierNumber | None":
        """The parts of ``text``, or ``None`` if it is no dossier number."""
        match = _SHAPE.match(text.strip().upper())
        if match is None or len(text) > MAX_LENGTH:
            return None
        day = match["day"]
        try:
            parsed = datetime.strptime(day, "%Y%m%d" if len(day) == 8 else "%y%m%d").date()  # noqa: DTZ007 - a day
        except ValueError:
            return None
        return cls(unit=match["unit"], day=parsed, order=int(match["order"]))

    def is_issued_by(self, platform: str) -> bool:
        """Whether the system of agency ``platform`` may issue, or have issued, this very number."""
        order = str(self.order)
        return self.unit == platform or (len(order) >= 6 and order.startswith(platform[-2:]))


def kept_number(text: str, agency: str, platform: str) -> str:
    """A partner's number if it can be the national one as it is; else empty, and one of ours is issued.

    It can where it has the national shape, names ``agency`` (the portal wants the competent agency in it, TT 04/2025
    Đ.23) and is none that our own counters could issue.
    """
    number = DossierNumber.parse(text)
    if number is None or agency not in number.unit.split(".") or number.is_issued_by(platform):
        return ""
    return text.strip().upper()

"""How single values are written on the wire: instants, flags, numbers. All of them are strings there."""

import contextlib
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, PlainSerializer

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
INSTANT_FORMAT = "%Y%m%d%H%M%S"

#: Formats that providers of the same dialect answer with, by length where they are digits alone; parts of a second are
#: cut off. The first is the only one that is ever sent.
_DIGITS = {14: INSTANT_FORMAT, 12: "%Y%m%d%H%M", 8: "%Y%m%d"}
_KNOWN_FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y")
_YES = frozenset({"1", "true"})
_NO = frozenset({"0", "false", "", "none"})


def written(instant: datetime | None) -> str:
    """``yyyyMMddHHmmss`` in Vietnam's time; an absent instant is an empty string."""
    return "" if instant is None else instant.astimezone(LOCAL_ZONE).strftime(INSTANT_FORMAT)


def read_instant(value: Any) -> datetime | None:
    """An aware instant from any format a provider uses; ``ValueError`` for what is none of them."""
    if value is None or isinstance(value, datetime):
        return value
    text = str(value).strip()
    if not text:
        return None
    known = (_DIGITS[len(text)],) if text.isdigit() and len(text) in _DIGITS else _KNOWN_FORMATS
    for form in known:
        with contextlib.suppress(ValueError):
            return datetime.strptime(text[:19], form).replace(tzinfo=LOCAL_ZONE)
    if not text.isdigit():
        with contextlib.suppress(ValueError):
            instant = datetime.fromisoformat(text)
            return instant if instant.tzinfo else instant.replace(tzinfo=LOCAL_ZONE)
    raise ValueError(f"not an instant of the wire, {len(text)} characters")


def read_flag(value: Any) -> bool:
    """A flag from "True", "1", 1 or true, and their opposites; ``ValueError`` for anything else."""
    text = str(value).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError("not a flag of the wire")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


#: Aware inside, ``yyyyMMddHHmmss`` local time outside, ``""`` for absent (§2.3).
Instant = Annotated[datetime | None, BeforeValidator(read_instant), PlainSerializer(written, return_type=str)]
#: ``"1"`` or ``"0"``.
Flag = Annotated[
    bool, BeforeValidator(read_flag), PlainSerializer(lambda yes: "1" if yes else "0", return_type=str)
]
#: ``"True"`` or ``"False"``: IsDeleted and the envelope's isUpdating.
Truth = Annotated[
    bool, BeforeValidator(read_flag), PlainSerializer(lambda yes: "True" if yes else "False", return_type=str)
]
#: An amount in VND, without separators.
Money = Annotated[int, PlainSerializer(str, return_type=str)]
#: A string that providers also send as a number or leave out.
Text = Annotated[str, BeforeValidator(_text)]

"""Reading what others write loosely: names in any case, JSON inside strings, one entry where a list should be."""

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

_BEFORE_BASE64 = re.compile(r"^data:[^,]*,")


def named(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same by names in lower case."""
    return {str(name).lower(): value for name, value in told.items()}


def value_of(told: Mapping[str, Any], name: str) -> Any:
    """What stands under a name, exactly so written if it is, else in whatever case; ``None`` if nothing does."""
    return told[name] if name in told else named(told).get(name.lower())


def parsed(raw: Any) -> Any:
    """The value that a text of JSON writes; any other text stays what it is, bytes that are no JSON become ``None``."""
    if not isinstance(raw, str | bytes):
        return raw
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw if isinstance(raw, str) else None


def entries(told: Any) -> list[Any]:
    """A list of entries: of one that stands alone, and none of nothing at all."""
    if told is None or told == "":
        return []
    return told if isinstance(told, list) else [told]


def bytes_of(written: str) -> bytes:
    """The bytes that base64 writes, broken into lines or with a ``data:`` before it. Raises ``binascii.Error``."""
    return base64.b64decode("".join(_BEFORE_BASE64.sub("", written.strip()).split()), validate=True)

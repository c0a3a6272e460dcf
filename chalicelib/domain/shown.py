"""Whether what the portal shows is what we told it; what it does not show is no difference. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from chalicelib.domain.ports_portal import Held


def agrees(ours: str, shown: str) -> bool:
    """Whether a field of ``Held`` says the same; lists entry by entry, by the names that both sides use."""
    if ours == shown:
        return True
    if not (ours.startswith("[") and shown.startswith("[")):
        return False
    mine, theirs = json.loads(ours), json.loads(shown)
    return len(mine) == len(theirs) and all(map(_entry_agrees, mine, theirs))


def _entry_agrees(ours: Any, shown: Any) -> bool:
    if isinstance(ours, dict) and isinstance(shown, dict):
        return all(_entry_agrees(ours[name], shown[name]) for name in ours.keys() & shown.keys())
    if isinstance(ours, list) and isinstance(shown, list):
        return len(ours) == len(shown) and all(map(_entry_agrees, ours, shown))
    return bool(ours == shown)


def arrived(flown: Sequence[tuple[str, ...]], held: Held) -> list[int] | None:
    """Which of the rows in flight the portal shows, as positions; ``None`` if it shows no rows at all.

    Rows are looked for in order, so a row that stands twice there is not taken for the next one of ours.
    """
    if held.steps is None:
        return None
    found, start = [], 0
    for position, row in enumerate(flown):
        place = next((n for n in range(start, len(held.steps)) if is_same_row(row, held.steps[n])), None)
        if place is not None:
            found.append(position)
            start = place + 1
    return found


def is_same_row(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether the portal's row is ours; what the portal does not show of a row is no difference."""
    return all(mine == shown or not shown for mine, shown in zip(ours, theirs, strict=True))

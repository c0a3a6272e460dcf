"""The portal's time: real, shifted or frozen by the control endpoint; people's zone everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from local.portal.store import Store

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WIRE = "%Y%m%d%H%M%S"


def read(text: str) -> datetime:
    """An instant of the wire (yyyyMMddHHmmss, Asia/Ho_Chi_Minh); ``ValueError`` when it is none."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return datetime.strptime(text, WIRE).replace(tzinfo=VIETNAM)


def written(instant: datetime) -> str:
    """The wire's form of an instant."""
    return instant.astimezone(VIETNAM).strftime(WIRE)


class Clock:
    """``now`` may be told by ``/control/clock``; ``elapsed`` is real seconds, for sessions and outages."""

    def __init__(self, store: Store, real: Callable[[], float] = time.time) -> None:
        self._store = store
        self.elapsed = real

    def now(self) -> datetime:
        """The simulated present in Asia/Ho_Chi_Minh."""
        told = self._store.get("state", "clock")
        if told is None:
            return datetime.fromtimestamp(self.elapsed(), VIETNAM)
        since = 0.0 if told["frozen"] else self.elapsed() - told["told_at"]
        return datetime.fromtimestamp(datetime.fromisoformat(told["now"]).timestamp() + since, VIETNAM)

    def tell(self, now: datetime | None, *, frozen: bool) -> None:
        """Set the present, running on from there or frozen; None goes back to real time."""
        if now is None:
            self._store.remove("state", "clock")
        else:
            told = {"now": now.isoformat(), "frozen": frozen, "told_at": self.elapsed()}
            self._store.put("state", "clock", told)

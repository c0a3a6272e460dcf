"""Faults on command: which call suffers which, by a seed, and for how long the portal is down."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from local.portal.store import Store

KINDS = {
    "timeout_before": "no answer, and nothing was accepted",
    "timeout_after": "no answer, although everything was accepted",
    "timeout_late": "no answer, and everything is accepted `later`: so many seconds of the simulated clock",
    "http_500": "500, nothing accepted",
    "http_500_after": "500, everything accepted",
    "http_502": "502 from the adapter, nothing accepted",
    "http_502_after": "502 from the adapter, everything accepted",
    "duplicate_answer": "accepted, but answered as 'đã tồn tại'",
    "processed_twice": "the axis delivers the call twice; the second answer comes back",
    "expired_session": "the session is forgotten, nothing accepted",
    "string_codes": 'this answer carries "0"',
    "int_codes": "this answer carries 0",
    "slow": "the honest answer, after `seconds`",
    "wrong_json": "200 with a page instead of JSON, nothing accepted",
    "wrong_json_after": "200 with half of the JSON, everything accepted",
    "failing_code_success_text": "the failing code with 'thành công', nothing accepted",
    "success_code_failing_text": "the code of success with 'đã tồn tại', nothing accepted",
    "quota_exceeded": "refused as over the quota, nothing accepted",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One kind of misfortune: for which services (none named: all), how likely, how often at most."""

    kind: str
    services: tuple[str, ...] = ()
    probability: float = 1.0
    times: int | None = None
    seconds: float = 0.0
    later: float = 30.0

    def __post_init__(self) -> None:
        """Refuse a kind nobody knows."""
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known: {', '.join(KINDS)}")


@dataclass
class Plan:
    """The faults in force; ``down_until`` is real seconds, or None for up and infinity for until told."""

    seed: int = 0
    latency_ms: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    down_until: float | None = None


class Faults:
    """Draws at most one fault per call, in the order of arrival, from one seeded source."""

    def __init__(self, store: Store, elapsed: Callable[[], float]) -> None:
        self._store = store
        self._elapsed = elapsed
        self._lock = threading.Lock()
        kept = store.get("state", "faults") or {}
        self._plan = Plan(**{**kept, "faults": [_fault(row) for row in kept.get("faults", [])]})
        self._random = random.Random(self._plan.seed)
        self._left = [fault.times for fault in self._plan.faults]

    def plan(self, told: Mapping[str, Any]) -> None:
        """Replace the plan: ``seed``, ``latency_ms``, ``faults`` and ``down`` (true, false or seconds)."""
        unknown = set(told) - {"seed", "latency_ms", "faults", "down"}
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        faults = [_fault(row) for row in told.get("faults", [])]
        plan = Plan(
            int(told.get("seed", 0)), float(told.get("latency_ms", 0)), faults, self._until(told.get("down"))
        )
        with self._lock:
            self._plan, self._random = plan, random.Random(plan.seed)
            self._left = [fault.times for fault in faults]
            self._store.put("state", "faults", asdict(plan))

    def stop(self) -> None:
        """No fault any more."""
        self.plan({})

    def shown(self) -> dict[str, Any]:
        """The plan in force, with how often each fault may still strike."""
        with self._lock:
            rows = [
                {**asdict(fault), "left": left}
                for fault, left in zip(self._plan.faults, self._left, strict=True)
            ]
            return {
                "seed": self._plan.seed,
                "latency_ms": self._plan.latency_ms,
                "faults": rows,
                "down": self.down(),
            }

    def down(self) -> bool:
        """Whether the portal is unreachable now."""
        until = self._plan.down_until
        return until is not None and self._elapsed() < until

    @property
    def latency(self) -> float:
        """Seconds that every call takes at least."""
        return self._plan.latency_ms / 1000

    def draw(self, service: str) -> Fault | None:
        """The fault that strikes this call, if any; the first of the list that hits."""
        with self._lock:
            for index, fault in enumerate(self._plan.faults):
                if fault.services and service not in fault.services:
                    continue
                left = self._left[index]
                if left != 0 and self._random.random() < fault.probability:
                    self._left[index] = None if left is None else left - 1
                    return fault
        return None

    def _until(self, down: object) -> float | None:
        if isinstance(down, bool) or down is None:
            return float("inf") if down else None
        if isinstance(down, int | float):
            return self._elapsed() + down
        raise ValueError("down is true, false or a number of seconds")


def _fault(row: Mapping[str, Any]) -> Fault:
    return Fault(**{**row, "services": tuple(row.get("services", ()))})

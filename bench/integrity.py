"""A store of which one object in a hundred is damaged: which of them the check finds, and what else it names."""

import hashlib
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.application.check_integrity import CheckIntegrity
from chalicelib.domain.holdings import CHECK_WITHIN, Holding, first_check
from chalicelib.domain.ports import StoredVersion

COUNT, DAMAGED = 10_000, 100
BEGIN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class _Store:
    """Clock, blobs and holdings in memory: the figure is about the rule, not about the store."""

    def __init__(self, count: int) -> None:
        self.at = BEGIN
        self.objects: dict[str, list[bytes]] = {}
        self.days: dict[date, dict[str, Holding]] = {}
        for number in range(count):
            data = random.Random(number).randbytes(2_000)
            sha256 = hashlib.sha256(data).hexdigest()
            key = f"uploads/d{number}/c/f"
            self.objects[key] = [data]
            due = first_check(sha256, BEGIN.date())
            self._put(Holding(owner_ref="o", sha256=sha256, key=key, check_on=due))

    def now(self) -> datetime:
        return self.at

    def read(self, key: str) -> bytes:
        return self.objects[key][0]

    def versions(self, key: str) -> Iterator[StoredVersion]:
        return (StoredVersion(data, "application/pdf") for data in self.objects[key])

    def write(self, key: str, data: bytes, media_type: str) -> None:
        self.objects[key].insert(0, data)

    def due(self, day: date) -> Iterator[Holding]:
        return iter(list(self.days.get(day, {}).values()))

    def checked(self, holding: Holding, check_on: date) -> None:
        del self.days[holding.check_on][holding.key]
        self._put(holding.model_copy(update={"check_on": check_on}))

    def _put(self, holding: Holding) -> None:
        self.days.setdefault(holding.check_on, {})[holding.key] = holding


@benchmark("integrity")
def integrity(watch: Watch) -> Iterator[Figure]:
    """A whole round of thirty nights."""
    store = _Store(COUNT)
    damaged = set(random.Random(7).sample(sorted(store.objects), DAMAGED))
    for key in damaged:
        store.write(key, b"damaged", "")
    check = CheckIntegrity(store, store, store)  # type: ignore[arg-type]
    found: set[str] = set()
    began = time.perf_counter()
    for _ in watch.track(range(CHECK_WITHIN.days), CHECK_WITHIN.days, "nights"):
        store.at += timedelta(days=1)
        check(tell=lambda holding, _: found.add(holding.key))
    how = f"{COUNT:,} objects, {DAMAGED} damaged at random, a round of {CHECK_WITHIN.days} nights, store in memory"
    yield figure("damaged objects not found", len(damaged - found), "", how, at_most=0)
    yield figure("sound objects reported as damaged", len(found - damaged), "", how, at_most=0)
    yield figure("objects looked at", COUNT / (time.perf_counter() - began), "objects/s", how)

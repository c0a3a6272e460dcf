"""A store of which one object in a hundred is damaged: which of them the check finds, and what else it names."""

import hashlib
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.application.check_integrity import CheckIntegrity
from chalicelib.domain.holdings import CHECK_WITHIN, Holding, first_check
from chalicelib.domain.ports import StoredVersion

COUNT, COUNT_ON_EMULATOR = 10_000, 2_000
BEGIN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
THREADS = 8


class _Clock:
    """Turned from night to night."""

    at = BEGIN

    def now(self) -> datetime:
        return self.at


class _Store:
    """Blobs and holdings in memory: the figure is about the rule, not about the store."""

    def __init__(self) -> None:
        self.objects: dict[str, list[bytes]] = {}
        self.days: dict[date, dict[str, Holding]] = {}

    def read(self, key: str) -> bytes:
        return self.objects[key][0]

    def versions(self, key: str) -> Iterator[StoredVersion]:
        return (StoredVersion(data, "application/pdf") for data in self.objects[key])

    def write(self, key: str, data: bytes, media_type: str) -> None:
        self.objects.setdefault(key, []).insert(0, data)

    def due(self, day: date) -> Iterator[Holding]:
        return iter(list(self.days.get(day, {}).values()))

    def hold(self, holding: Holding) -> Holding:
        self.days.setdefault(holding.check_on, {})[holding.key] = holding
        return holding

    def checked(self, holding: Holding, check_on: date) -> None:
        del self.days[holding.check_on][holding.key]
        self.hold(holding.model_copy(update={"check_on": check_on}))


@benchmark("integrity")
def integrity(watch: Watch) -> Iterator[Figure]:
    """A whole round of thirty nights: by the rule alone, then with the store and the table of the emulator."""
    store, clock = _Store(), _Clock()
    in_memory = CheckIntegrity(store, store, clock)  # type: ignore[arg-type]
    yield from _a_round(watch, in_memory, clock, COUNT, "store in memory")
    from local.environment import Place
    from tests.emulated import aws_environment, emulator, free_ports

    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    place = Place(folder, free_ports())
    try:
        with emulator(folder, place.ports, save_every_s=3600), aws_environment(place):
            check, clock = _on_the_emulator()
            yield from _a_round(watch, check, clock, COUNT_ON_EMULATOR, "emulator, eight threads")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _on_the_emulator() -> tuple[CheckIntegrity, _Clock]:
    import boto3

    from chalicelib.adapters.files import S3Blobs
    from chalicelib.adapters.holdings import DynamoHoldings
    from chalicelib.adapters.threads import Threads
    from infra.deploy_state import deploy

    outputs = deploy(boto3.client("cloudformation"), "bench")
    clock = _Clock()
    holdings = DynamoHoldings(boto3.client("dynamodb"), outputs["TableName"])
    blobs = S3Blobs(boto3.client("s3"), outputs["FilesBucket"])
    return CheckIntegrity(holdings, blobs, clock, Threads(THREADS)), clock


def _a_round(watch: Watch, check: CheckIntegrity, clock: _Clock, count: int, where: str) -> Iterator[Figure]:
    keys = [f"imported/{number}/f" for number in range(count)]
    for number in watch.track(range(count), count, "papers"):
        data = random.Random(number).randbytes(2_000)
        sha256 = hashlib.sha256(data).hexdigest()
        check.blobs.write(keys[number], data, "application/pdf")
        due = first_check(sha256, BEGIN.date())
        check.holdings.hold(
            Holding(owner_ref=f"o{number % 50}", sha256=sha256, key=keys[number], check_on=due)
        )
    damaged = set(random.Random(7).sample(keys, count // 100))
    for key in damaged:
        check.blobs.write(key, b"damaged", "application/octet-stream")
    found: set[str] = set()
    looked_at = 0
    began = time.perf_counter()
    for _ in watch.track(range(CHECK_WITHIN.days), CHECK_WITHIN.days, "nights"):
        clock.at += timedelta(days=1)
        looked_at += check(tell=lambda holding, _: found.add(holding.key)).looked_at
    took = time.perf_counter() - began
    how = (
        f"{count:,} objects, {len(damaged)} damaged at random, a round of {CHECK_WITHIN.days} nights, {where}"
    )
    yield figure("damaged objects not found", len(damaged - found), "", how, at_most=0)
    yield figure("sound objects reported as damaged", len(found - damaged), "", how, at_most=0)
    yield figure("objects not looked at", count - looked_at, "", how, at_most=0)
    yield figure("objects looked at", count / took, "objects/s", how)

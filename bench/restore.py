"""A stage with many dossiers is damaged, brought back and proven by the operator's own commands: what AWS is asked for.

Counts, not seconds: the emulator is no AWS. docs/operating.md multiplies them by what Amazon says of its rates.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.adapters import items
from chalicelib.adapters.paper_items import paper_item
from chalicelib.domain.audit import event_line
from chalicelib.domain.calendar import local
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.papers import Paper, Trust
from chalicelib.domain.states import Command
from tests.sync.lives import Life, add_paper, born, live

#: One dossier in ten is deleted, and one file in ten.
DAMAGED = 10
FILES = 2
BYTES = 2_000
#: Lines that the relay puts into one object: what it gets in one batch of the stream when there is much to do.
LINES = 100
THREADS = 8
#: Head, events, files, papers.
ITEMS = 1 + 4 + 2 * FILES
LIVED = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING)
T = TypeVar("T")
#: Figures on the way, and in the end how many calls each command has made.
Measured = Generator[Figure, None, dict[str, int]]


@benchmark("restore")
def restore(watch: Watch) -> Iterator[Figure]:
    """Two sizes, and whether twice as much asks for twice as many calls."""
    sizes = (100, 500) if watch.quick else (1_000, 5_000)
    asked: dict[int, dict[str, int]] = {}
    for count in sizes:
        folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
        try:
            asked[count] = yield from _rehearsal(watch, count, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    small, large = sizes
    for command in asked[small]:
        growth = (asked[large][command] / large) / (asked[small][command] / small)
        how = f"calls for each dossier, {large:,} dossiers against {small:,}"
        yield figure(f"{command}: growth with the size", growth, "times", how, at_most=1.1)


def _rehearsal(watch: Watch, count: int, folder: Path) -> Measured:
    from local.environment import Place
    from local.machine import create_stack
    from tests.emulated import aws_environment, emulator, free_ports

    place = Place(folder, free_ports())
    with emulator(folder, place.ports, save_every_s=3600), aws_environment(place):
        os.environ.update(place.application(create_stack()))
        container = _anew()
        lives = [_life(number) for number in range(count)]
        _fill(watch, container, lives)
        instant = _next_second()
        _damage(container, lives)
        return (yield from _measured(count, instant, len(lives[::DAMAGED])))


def _anew() -> Any:
    """The composition root of this environment, with clients that nobody used before."""
    from chalicelib.bootstrap import container
    from chalicelib.settings import settings

    settings.cache_clear()
    container.cache_clear()
    return container()


def _life(number: int) -> Life:
    life = born(number)
    while len(life.files) < FILES:
        add_paper(life, life.head.opened_at)
    life.files[:] = [
        file.model_copy(
            update={
                "declared": file.declared.model_copy(update={"sha256": _sha256(life, at), "bytes": BYTES})
            }
        )
        for at, file in enumerate(life.files)
    ]
    for command in LIVED:
        live(life, command, life.events[-1].at)
    return life


def _content(life: Life, at: int) -> bytes:
    return hashlib.sha256(f"{life.head.id} {at}".encode()).digest() * (BYTES // 32)


def _sha256(life: Life, at: int) -> str:
    return hashlib.sha256(_content(life, at)).hexdigest()


def _items(life: Life) -> Iterator[Any]:
    """All that stands in the table of one dossier: head, events, files, and its papers in the repository."""
    yield items.head_item(life.head)
    yield from map(items.event_item, life.events)
    for file in life.files:
        yield items.file_item(file)
        paper = Paper(
            owner_ref=life.head.owner.ref,
            code=f"{life.head.id}-{file.file_id}",
            kind="TP1",
            name="Đơn",
            trust=Trust.DIGITIZED,
            visible=True,
            dossier_id=life.head.id,
            dossier_number=life.head.number or "",
            file=FiledPaper.of(file),
            stored_at=file.announced_at,
        )
        yield paper_item(paper)


def _batches(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    remaining = iter(things)
    while batch := tuple(islice(remaining, size)):
        yield batch


def _fill(watch: Watch, container: Any, lives: Sequence[Life]) -> None:
    table, files = container.settings.table, container.settings.files_bucket

    def put_items(some: Iterable[Any]) -> None:
        requests = [{"PutRequest": {"Item": items.wire(item)}} for item in some]
        container.dynamodb.batch_write_item(RequestItems={table: requests})

    def put_files(life: Life) -> None:
        for at, file in enumerate(life.files):
            container.s3.put_object(
                Bucket=files, Key=file.key, Body=_content(life, at), ChecksumAlgorithm="SHA256"
            )

    with ThreadPoolExecutor(THREADS) as pool:
        written = _batches(chain.from_iterable(map(_items, lives)), 25)
        for _ in watch.track(pool.map(put_items, written), len(lives) * ITEMS // 25, "items"):
            pass
        for _ in watch.track(pool.map(put_files, lives), len(lives), "files"):
            pass
    lines = [
        (local(event.at).date(), event_line(life.head.id, event.seq, event.digest()))
        for life in lives
        for event in life.events
    ]
    for some in _batches(sorted(lines), LINES):
        for day in sorted({day for day, _ in some}):
            container.journal.append(day, [line for told, line in some if told == day])
    container.seal_days()


def _next_second() -> datetime:
    """AWS restores to whole seconds, so what is damaged must be damaged in a later one."""
    instant = int(time.time())
    while time.time() < instant + 1:
        time.sleep(0.05)
    return datetime.fromtimestamp(instant, UTC)


def _damage(container: Any, lives: Sequence[Life]) -> None:
    """Every tenth dossier without its items, and its first file without its bytes."""
    table, bucket = container.settings.table, container.settings.files_bucket
    for life in lives[::DAMAGED]:
        doomed = [{name: items.wire(item)[name] for name in ("PK", "SK")} for item in _items(life)]
        container.dynamodb.batch_write_item(
            RequestItems={table: [{"DeleteRequest": {"Key": key}} for key in doomed]}
        )
        container.s3.delete_object(Bucket=bucket, Key=life.files[0].key)


def _measured(count: int, instant: datetime, gone: int) -> Measured:
    """Each command as an operator calls it; the calls of each for one dossier."""
    asked: dict[str, int] = {}
    how = f"{count:,} dossiers of 4 events, {FILES} files and papers each; one in {DAMAGED} lost; emulator"
    at = instant.isoformat()
    for name, arguments in (
        ("plan", ("plan", at)),
        ("run", ("run", at)),
        ("run into a new bucket", ("run", at, "--bucket", "motcua-local-files-anew")),
        ("verify", ("verify", at)),
    ):
        answer, calls, received = _counted(*arguments)
        asked[name] = calls.total()
        most = ", ".join(f"{operation} {told / count:.2f}" for operation, told in calls.most_common(4))
        yield figure(f"{name}: calls for each dossier", calls.total() / count, "calls", f"{how}; {most}")
        yield figure(f"{name}: answered for each dossier", received / count / 1000, "kB", how)
        if name == "run":
            yield figure("run: lost objects not brought back", gone - answer["back"], "", how, at_most=0)
        if name == "verify":
            yield figure("verify: broken links", len(answer["breaks"]), "", how, at_most=0)
            yield figure("verify: dossiers not proven", count - answer["dossiers"], "", how, at_most=0)
    return asked


def _counted(*arguments: str) -> tuple[Any, Counter[str], int]:
    """What a command answers, how often it asked AWS for what, and how many bytes came back."""
    import boto3
    from typer.testing import CliRunner

    import manage

    calls: Counter[str] = Counter()
    received: Counter[str] = Counter()

    def note(http_response: Any, model: Any, **_: Any) -> None:
        calls[model.name] += 1
        received[model.name] += int(http_response.headers.get("content-length", 0))

    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("after-call", note)
    _anew()
    result = CliRunner().invoke(manage.app, ["restore", *arguments, "--json"])
    if result.exit_code:
        raise RuntimeError(result.output)
    return json.loads(result.stdout), calls, received.total()

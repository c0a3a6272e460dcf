"""Bulk import of papers, metadata only, against the emulator: beside a plain loop of PutItem in the same run."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.harness import Figure, Watch, benchmark, figure

COUNT, OWNERS = 3_000, 300
ROUND = 500


def _rows(count: int) -> list[dict[str, object]]:
    """Papers of invented owners, those of one owner not together."""
    rows: list[dict[str, object]] = [
        {
            "id": f"old-{number}",
            "owner": f"0011859{number % OWNERS:05d}",
            "kind": "L-GT-SK",
            "name": "Giấy khám sức khỏe",
            "number": f"{number}/GKSK",
            "issuer": "Bệnh viện Ví Dụ",
            "issued_on": "2024-05-06",
        }
        for number in range(count)
    ]
    random.Random(7).shuffle(rows)
    return rows


def _no_files(name: str) -> bytes:
    raise FileNotFoundError(2, "no files here", name)


@benchmark("import")
def import_papers(watch: Watch) -> Iterator[Figure]:
    """Both in turns of five hundred, so that neither has the quieter machine; then the import once more."""
    from local.environment import Place
    from tests.emulated import aws_environment, emulator, free_ports

    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    place = Place(folder, free_ports())
    try:
        with emulator(folder, place.ports), aws_environment(place):
            yield from _measured(watch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(watch: Watch) -> Iterator[Figure]:
    import boto3

    from chalicelib.adapters.bulk_papers import DynamoBulkPapers
    from chalicelib.adapters.identity import HashedRefs, SystemClock
    from chalicelib.adapters.items import wire
    from chalicelib.adapters.paper_items import paper_item
    from chalicelib.adapters.threads import Threads
    from chalicelib.application.import_papers import Fate, ImportPapers, ImportRow
    from tests.tables import TABLE as table
    from tests.tables import make_tables_of_template

    client = boto3.client("dynamodb")
    make_tables_of_template(client)
    unused: Any = None
    importing = ImportPapers(
        DynamoBulkPapers(client, table),
        unused,
        unused,
        HashedRefs(b"bench" * 8),
        SystemClock(),
        Threads(8),
    )
    rows = _rows(COUNT)
    turns = [rows[start : start + ROUND] for start in range(0, COUNT, ROUND)]
    ours = theirs = 0.0
    for turn in watch.track(turns, len(turns), "turns"):
        began = time.perf_counter()
        for row in turn:
            paper = importing.paper(ImportRow.model_validate(row), _no_files)
            item = paper_item(paper.model_copy(update={"code": f"PLAIN.{row['id']}"}))
            client.put_item(TableName=table, Item=wire(item))
        theirs += time.perf_counter() - began
        began = time.perf_counter()
        fates = [line.fate for line in importing(turn, _no_files)]
        ours += time.perf_counter() - began
        assert fates == [Fate.STORED] * len(turn)
    again = [line.fate for line in importing(rows, _no_files)]
    how = f"{COUNT:,} rows of {OWNERS} owners, metadata only, one process with eight threads, emulator on this machine"
    yield figure("import", COUNT / ours, "papers/s", how, at_least=200)
    yield figure(
        "against a loop of PutItem", theirs / ours, "times", f"{how}; in turns of {ROUND}", at_least=1.5
    )
    yield figure("stored twice by a second run", again.count(Fate.STORED), "", how, at_most=0)

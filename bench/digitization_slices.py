"""A scan of many pages, read in slices as a function with a time limit does it, and its searchable copy."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench._memory import watched
from bench.digitization_speed import joined, papers
from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.digitization import Outcome, PageResult, digitize
from chalicelib.digitization.copies import searchable_copy
from local.papers.forms import Form

#: Seconds of one invocation, and how many of them reading leaves for the copies (application/digitize_file.py).
#: A digitizing function has 300 s; shorter ones here, so that there are several.
QUICK_SLICE, FULL_SLICE, FOR_COPIES = 60.0, 120.0, 30.0
QUICK_PAGES, FULL_PAGES = 40, 300
DIFFERENT = 4


@dataclass
class _Cache:
    """Outlives the slices, and tells which page was read how often."""

    pages: dict[int, PageResult] = field(default_factory=dict)
    puts: int = 0

    def get(self, number: int) -> PageResult | None:
        return self.pages.get(number)

    def put(self, number: int, page: PageResult) -> None:
        self.puts += 1
        self.pages[number] = page


def long_scan(pages: int) -> bytes:
    """A few scanned pages, over and over."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(joined(papers(Form.SCAN_200, DIFFERENT)))) as pdf:
        while len(pdf.pages) < pages:
            pdf.pages.append(pdf.pages[len(pdf.pages) % DIFFERENT])
        pdf.save(out)
    return out.getvalue()


@benchmark("digitization_slices")
def slices(watch: Watch) -> Iterator[Figure]:
    """Until the file is read; every slice must end in time, and no page may be read twice."""
    count, limit = (QUICK_PAGES, QUICK_SLICE) if watch.quick else (FULL_PAGES, FULL_SLICE)
    data, cache, taken = long_scan(count), _Cache(), []
    task = watch.progress.add_task("pages of a long scan", total=count)
    with watched() as peak:
        while True:
            began = time.monotonic()
            result = digitize(
                data,
                page_cache=cache,
                progress=lambda done, total: watch.progress.update(task, completed=done),
                time_left=lambda began=began: limit - FOR_COPIES - (time.monotonic() - began),  # type: ignore[misc]
            )
            taken.append(time.monotonic() - began)
            if result.outcome is not Outcome.UNFINISHED or len(taken) > count:
                break
        began = time.monotonic()
        copy = searchable_copy(data, result)
        copying = time.monotonic() - began
    how = f"{DIFFERENT} scanned pages repeated to {count}, 200 dpi, slices of {limit:g} s, one process"
    yield figure("pages of the long scan that were read", len(result.pages), "pages", how, at_least=count)
    yield figure("slices it took", len(taken), "slices", how)
    yield figure("longest slice", max(taken), "s", how, at_most=limit)
    yield figure("pages read twice", cache.puts - count, "pages", how, at_most=0)
    yield figure("searchable copy of all of it", copying, "s", "written in one go", at_most=FOR_COPIES)
    yield figure(
        "size of the searchable copy", len(copy.pdf) / len(data) if copy else 0, "x", "of the original"
    )
    resident = "resident, this process and its largest child"
    yield figure("memory of the slices", peak.megabytes, "MB", resident, at_most=512)

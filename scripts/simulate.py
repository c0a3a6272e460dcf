"""docs/scale.md: what many dossiers cost, how long they wait and where it breaks first: a model on paper.

``python -m scripts.simulate``. What was measured, what follows from the design and what is assumed stands beside each
count. Prices are list prices from memory and have to be looked up before anybody budgets with them.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.telling.markdown import page, rows

DOCS = Path(__file__).resolve().parent.parent / "docs"
WORK_DAYS, WORK_HOURS = 250, 8
#: Share of a day's dossiers in its busiest hour: an assumption; an even day would have an eighth.
BUSIEST_HOUR = 0.25


@dataclass(frozen=True)
class Load:
    """``per_year`` dossiers with ``papers`` files each."""

    name: str
    per_year: float
    papers: int = 4


LOADS = (
    Load("400 a day (2019)", 400 * WORK_DAYS),
    Load("33,429 in half a year (2020)", 2 * 33_429),
    Load("500,000 a year, ten papers each", 500_000, papers=10),
    Load("a million a day", 1_000_000 * WORK_DAYS),
)


@dataclass(frozen=True)
class Counts:
    """Of one dossier from draft to return, and of one paper. Sources stand beside each in ``SOURCES``."""

    requests: int = 8
    write_units: int = 60
    read_units: int = 40
    write_units_per_paper: int = 14
    events: int = 6
    portal_calls: float = 2.0
    api_ms: float = 30
    worker_ms: float = 120
    pages_per_paper: int = 2
    ocr_s_per_page: float = 3.06
    scanned_share: float = 0.6
    kb_per_paper: int = 900
    log_kb: int = 12


COUNTS = Counts()
SOURCES = {
    "requests": "the journey of tests/app/test_budgets.py",
    "write_units": "its calls, with two items and two index entries each: an estimate from the table's design",
    "read_units": "its reads, most of them eventually consistent: an estimate",
    "write_units_per_paper": "announced, read, archived, on and off a list: an estimate from the table's design",
    "events": "a dossier without a supplement (docs/states.md)",
    "portal_calls": "measured when told one by one; 0.92 in batches (make bench BENCH=sync: 109 dossiers at 100 calls)",
    "api_ms": "an assumption: two calls to DynamoDB and our own code",
    "worker_ms": "an assumption of the same kind, without waiting for the portal",
    "pages_per_paper": "an assumption",
    "ocr_s_per_page": "measured: 39.2 scanned pages a minute on two cores (make bench BENCH=digitization_speed); that a"
    " function with 3 GB is as fast is an assumption",
    "scanned_share": "an assumption; the others have a text layer",
    "kb_per_paper": "an assumption between a PDF from a text program and a photo",
    "log_kb": "one line for each request and message",
}
#: US dollars, list prices for the region Singapore from memory, so of unknown correctness; to be looked up.
PRICES = {
    "write unit": 0.71e-6,
    "read unit": 0.1425e-6,
    "request to the gateway": 4.25e-6,
    "call of a function": 0.2e-6,
    "GB-second": 16.6667e-6,
    "queue request": 0.4e-6,
    "GB stored for a year": 0.025 * 12,
    "PUT to the store": 5e-6,
    "GB of logs": 0.7,
}
API_GB, WORKER_GB, OCR_GB = 0.5, 0.5, 3.0
#: Where AWS or the portal stops us, per second unless said otherwise; quotas of a new account.
LIMITS = {
    "functions at a time": 1000,
    "writes to one partition": 1000,
    "messages of the FIFO queue (high throughput)": 3000,
    "calls the portal takes (PORTAL_CALLS_PER_SECOND)": 100,
}
#: Dossiers of one unit share a partition of the work queue's index; the largest unit's share is an assumption.
LARGEST_UNIT = 0.3
#: What the figures rest on besides the counts, each with where it comes from.
BESIDES = (
    ("working days in a year", WORK_DAYS, "an assumption: 52 weeks of five days without holidays"),
    (
        "share of a day in its busiest hour",
        BUSIEST_HOUR,
        f"an assumption; an even day of {WORK_HOURS} hours has 0.125",
    ),
    (
        "share of the largest unit",
        LARGEST_UNIT,
        "an assumption; it decides the hottest partition of the work queue",
    ),
    ("memory of the API and the workers (GB)", API_GB, ".chalice/config.json"),
    ("memory of the reader (GB)", OCR_GB, ".chalice/config.json"),
    ("requests to a queue for each message", 3, "sent, received, deleted; empty polls are left out"),
    ("PUTs to the store for each paper", 3, "the upload, the reading, its copy"),
    ("years that files are paid for", 1, "the table above; the law keeps them longer, so multiply"),
    (
        "arrivals in the busiest hour",
        "at random",
        "an assumption: a queue with one server at a fixed rate (M/D/1)",
    ),
    (
        "left out",
        "-",
        "data sent out, KMS, alarms, support, taxes; webhooks; schedules, which cost the same at any load",
    ),
)


def cost_per_dossier(load: Load, counts: Counts = COUNTS) -> dict[str, float]:
    """US dollars by what is paid for."""
    pages = load.papers * counts.pages_per_paper * counts.scanned_share
    messages = 2 * counts.events + load.papers
    writes = counts.write_units + load.papers * counts.write_units_per_paper
    return {
        "table": writes * PRICES["write unit"] + counts.read_units * PRICES["read unit"],
        "API": (counts.requests + load.papers)
        * (
            PRICES["request to the gateway"]
            + PRICES["call of a function"]
            + counts.api_ms / 1e3 * API_GB * PRICES["GB-second"]
        ),
        "workers": messages
        * (PRICES["call of a function"] + counts.worker_ms / 1e3 * WORKER_GB * PRICES["GB-second"]),
        "reading": pages * counts.ocr_s_per_page * OCR_GB * PRICES["GB-second"],
        "queues": 3 * messages * PRICES["queue request"],
        "files, first year": load.papers
        * (counts.kb_per_paper / 1e6 * PRICES["GB stored for a year"] + 3 * PRICES["PUT to the store"]),
        "logs": counts.log_kb / 1e6 * PRICES["GB of logs"],
    }


def peak_per_second(load: Load) -> float:
    """Dossiers in the busiest hour."""
    return load.per_year / WORK_DAYS * BUSIEST_HOUR / 3600


def use_of_limits(load: Load, counts: Counts = COUNTS) -> dict[str, float]:
    """How much of each limit the busiest hour needs; 1 and more breaks."""
    rate = peak_per_second(load)
    pages = load.papers * counts.pages_per_paper * counts.scanned_share
    busy_s = (
        pages * counts.ocr_s_per_page
        + 2 * counts.events * counts.worker_ms / 1e3
        + counts.requests * counts.api_ms / 1e3
    )
    needed = {
        "functions at a time": rate * busy_s,
        "writes to one partition": rate * LARGEST_UNIT * counts.events * 2,
        "messages of the FIFO queue (high throughput)": rate * counts.events,
        "calls the portal takes (PORTAL_CALLS_PER_SECOND)": rate * counts.portal_calls,
    }
    return {name: needed[name] / LIMITS[name] for name in LIMITS}


def waiting_s(load: Load, counts: Counts = COUNTS) -> float:
    """Mean time in front of the portal as one server at its allowed rate (M/D/1); infinite once it cannot follow."""
    served = LIMITS["calls the portal takes (PORTAL_CALLS_PER_SECOND)"]
    use = peak_per_second(load) * counts.portal_calls / served
    return math.inf if use >= 1 else use / (2 * served * (1 - use))


def scale() -> str:
    """The page."""
    costs = {load: cost_per_dossier(load) for load in LOADS}
    parts = list(costs[LOADS[0]])
    return page(
        "Scale and cost, on paper",
        "scripts/simulate.py; run make simulate",
        "**A model, not a measurement**: nothing of it ran on AWS. Counts marked as assumption or estimate are just"
        " that; each can be changed in one line, and the page follows. Prices are from memory; look them up.",
        "## What a dossier costs (US dollars)",
        rows(
            ["", *parts, "together"],
            [
                (
                    load.name,
                    *(f"{costs[load][part]:.5f}" for part in parts),
                    f"{sum(costs[load].values()):.4f}",
                )
                for load in LOADS
            ],
        ),
        "![cost](scale-cost.svg)",
        "## How much of each limit the busiest hour needs",
        "A quarter of a day's dossiers in one hour. 100 % and more breaks.",
        rows(["", "dossiers a second", *LIMITS], _limits()),
        "![limits](scale-limits.svg)",
        "## Waiting for the portal",
        rows(
            ["", "mean wait in the busiest hour (s)"],
            [(load.name, _shown(waiting_s(load))) for load in LOADS],
        ),
        "## Where it breaks first, and what to turn",
        "\n".join(_breaks()),
        "## The counts",
        rows(
            ["count", "value", "from"],
            [(name, getattr(COUNTS, name), told) for name, told in SOURCES.items()],
        ),
        "## What is assumed besides",
        rows(["what", "value", "from"], BESIDES),
        "## Limits",
        "Quotas of a new account, from memory like the prices, a second or at a time; the portal's is our own setting,"
        " because what the portal allows is not published.",
        rows(["limit", "value"], LIMITS.items()),
        "## Prices",
        "US dollars for one, list prices of the region Singapore **from memory, so of unknown correctness**: to be"
        " looked up before anybody relies on a figure above.",
        rows(["one", "US dollars"], [(name, f"{price:.4g}") for name, price in PRICES.items()]),
    )


def _limits() -> Iterator[tuple[object, ...]]:
    for load in LOADS:
        yield (
            load.name,
            f"{peak_per_second(load):.2f}",
            *(f"{100 * use:.2f} %" for use in use_of_limits(load).values()),
        )


TURN = {
    "functions at a time": "ask for more (Service Quotas); let digitizing wait in its queue by a maximum concurrency",
    "writes to one partition": "split the work queue of a large unit: a digit of the dossier's id in its key",
    "messages of the FIFO queue (high throughput)": "more groups do not help beyond it: several queues by unit",
    "calls the portal takes (PORTAL_CALLS_PER_SECOND)": (
        "batches (PORTAL_HEADERS_PER_CALL) need half the calls; a higher limit from the portal"
    ),
}


def _breaks() -> Iterator[str]:
    for load in LOADS:
        name, use = max(use_of_limits(load).items(), key=lambda each: each[1])
        state = f"needs {100 * use:.1f} % of" if use < 1 else f"**breaks**, needs {use:.1f} times"
        yield f"- {load.name}: {state} *{name}*. To turn: {TURN[name]}."


def _shown(seconds: float) -> str:
    return "never: the queue grows" if math.isinf(seconds) else f"{seconds:.4f}"


def draw() -> None:
    """Both pictures, beside the page."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "motcua"
    from matplotlib import pyplot as plt

    names = [load.name for load in LOADS]
    figure, axes = plt.subplots(figsize=(9, 3.2), layout="constrained")
    left = [0.0] * len(LOADS)
    for part in cost_per_dossier(LOADS[0]):
        widths = [cost_per_dossier(load)[part] for load in LOADS]
        axes.barh(names, widths, left=left, label=part)
        left = [before + width for before, width in zip(left, widths, strict=True)]
    axes.set_xlabel("US dollars per dossier")
    axes.legend(fontsize="small")
    figure.savefig(DOCS / "scale-cost.svg", metadata={"Date": None})
    figure, axes = plt.subplots(figsize=(9, 3.6), layout="constrained")
    for offset, limit in enumerate(LIMITS):
        places = [index + 0.2 * offset for index in range(len(LOADS))]
        axes.barh(places, [use_of_limits(load)[limit] for load in LOADS], height=0.18, label=limit)
    axes.set_yticks([index + 0.3 for index in range(len(LOADS))], names)
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xlabel("share of the limit in the busiest hour (the line: it breaks)")
    axes.legend(fontsize="small")
    figure.savefig(DOCS / "scale-limits.svg", metadata={"Date": None})


def main() -> int:
    """Write the page and its pictures."""
    (DOCS / "scale.md").write_text(scale(), encoding="utf-8")
    draw()
    sys.stdout.write("docs/scale.md, docs/scale-cost.svg, docs/scale-limits.svg\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

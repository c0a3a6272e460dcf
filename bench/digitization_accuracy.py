"""How much of stamped scans, poor scans and photos is read right: letters, words, fields, kinds of paper."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench._paper_fields import (
    AGENCIES,
    BARRED,
    DOCUMENT_TYPE,
    NAMES,
    OTHER_FIELDS,
    Compared,
    compare_fields,
    component_hints,
    sum_of,
)
from bench._scoring import Score, score, total
from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.digitization import Asked, ComponentHint, Outcome, digitize
from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.kinds import CARDS, HELD_OUT, TUNED
from local.papers.make import SINGLE_PAGE, make_paper

NOTES = Path("build/accuracy-tuned.txt")
LEVELS = {  # form: (most character errors in percent, least word recall in percent)
    Form.SCAN_200: (0.5, 97.0),
    Form.PHOTO: (1.5, 95.0),
    Form.POOR_SCAN_200: (2.5, 94.0),
}
SETS = {"tuned": TUNED, "held out": HELD_OUT}
SEEDS = (11, 12)
QUICK_STEP, CONFUSIONS_SHOWN = 4, 6


@dataclass(frozen=True)
class Reading:
    """What one paper showed."""

    kind: str
    doc_type: str
    form: Form
    score: Score
    outcome: Outcome
    compared: Compared


def read(kind: str, form: Form, seed: int, components: tuple[ComponentHint, ...]) -> Reading | None:
    """Make one paper, read it, compare; None for a paper of several pages that one photo cannot show."""
    paper = make_paper(kind, invent_facts(seed), form, seed)
    if form in SINGLE_PAGE and len(make_paper(kind, invent_facts(seed), seed=seed).truth.pages) > 1:
        return None
    result = digitize(paper.data, name=paper.name, components=components, asked=Asked(agencies=AGENCIES))
    pages = [page.text for page in result.pages] + [""] * len(paper.truth.pages)
    scores = [score(lines, text) for lines, text in zip(paper.truth.pages, pages, strict=False)]
    compared = compare_fields(paper.truth.fields, result, components)
    return Reading(kind, paper.truth.fields.doc_type, form, total(scores), result.outcome, compared)


def readings(watch: Watch) -> list[Reading]:
    """Every paper of the run, read in as many processes as the machine has cores."""
    components, seeds = component_hints(), SEEDS[:1] if watch.quick else SEEDS
    step = QUICK_STEP if watch.quick else 1
    kinds = [kind for kinds in (*SETS.values(), CARDS) for kind in kinds[::step]]
    tasks = [(kind, form, seed) for kind in kinds for form in (*LEVELS, Form.BORN_DIGITAL) for seed in seeds]
    with ProcessPoolExecutor(watch.jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(read, kind, form, seed, components) for kind, form, seed in tasks]
        found = [job.result() for job in watch.track(waiting, len(waiting), "papers read")]
    return [reading for reading in found if reading is not None]


def keep_notes(everything: Iterable[Reading]) -> None:
    """What went wrong on the tuned templates, paper by paper. The held-out ones stay unseen on purpose."""
    notes = [
        f"{r.kind} {r.form}: CER {r.score.error_rate:.2f} %, words {r.score.word_recall:.1f} %, "
        f"lines lost {r.score.lines_lost}, {r.outcome}\n"
        + "".join(f"    {c}\n" for c in r.compared.complaints)
        for r in everything
        if r.kind not in HELD_OUT
    ]
    NOTES.parent.mkdir(parents=True, exist_ok=True)
    NOTES.write_text("".join(notes), encoding="utf-8")


@benchmark("digitization_accuracy")
def accuracy(watch: Watch) -> Iterator[Figure]:
    """Letters and words by degradation, fields over all of them; tuned and held-out templates apart."""
    everything = readings(watch)
    keep_notes(everything)
    for label, kinds in SETS.items():
        chosen = [reading for reading in everything if reading.kind in kinds]
        yield from _letters(label, chosen)
        yield from _fields(label, [reading for reading in chosen if reading.form in LEVELS])
        yield from _fields(f"{label}, born digital", [r for r in chosen if r.form is Form.BORN_DIGITAL])
    yield from _cards([reading for reading in everything if reading.kind in CARDS])
    silent = [r for r in everything if r.score.lost_a_block and r.outcome is Outcome.READY]
    lost = sum(reading.score.lost_a_block for reading in everything)
    how = f"{lost} of {len(everything)} papers lost two lines or more: " + (
        ", ".join(f"{r.kind}/{r.form}" for r in silent)
    )
    yield figure("papers that lost a block and still say ready", len(silent), "papers", how, at_most=0)


def _letters(label: str, chosen: list[Reading]) -> Iterator[Figure]:
    for form, (errors, words) in LEVELS.items():
        these = [reading for reading in chosen if reading.form is form]
        scored, how = total(r.score for r in these), f"{len(these)} papers, 200 dpi, line-matched"
        yield figure(f"character errors, {form}, {label}", scored.error_rate, "%", how, at_most=errors)
        yield figure(f"word recall, {form}, {label}", scored.word_recall, "%", how, at_least=words)


def _fields(label: str, chosen: list[Reading]) -> Iterator[Figure]:
    counts = [reading.compared.counts for reading in chosen]
    barred = sum_of(counts, BARRED)
    how = f"{barred.there} values on {len(chosen)} papers; number, dates, personal number, tax code, type"
    yield figure(f"fields, precision, {label}", barred.precision, "%", how, at_least=97)
    yield figure(f"fields, recall, {label}", barred.recall, "%", how, at_least=92)
    names = sum_of(counts, NAMES)
    yield figure(
        f"names right up to tone marks, {label}", names.recall, "%", f"{names.there} names", at_least=90
    )
    unmarked = sum(reading.compared.unmarked for reading in chosen)
    yield figure(f"wrong names not marked for confirmation, {label}", unmarked, "names", how, at_most=0)
    kinds = sum_of(counts, (DOCUMENT_TYPE,))
    yield figure(f"papers sorted, precision, {label}", kinds.precision, "%", _confusions(chosen))
    yield figure(f"papers sorted, recall, {label}", kinds.recall, "%", f"{kinds.there} papers")
    for name in OTHER_FIELDS:
        other = sum_of(counts, (name.value,))
        text = f"precision; recall {other.recall:.1f} % of {other.there}"
        yield figure(f"{name.value.replace('_', ' ')}, {label}", other.precision, "%", text)


def _confusions(chosen: list[Reading]) -> str:
    """The commonest mistakes in sorting, as "true kind taken for another"."""
    taken = Counter(
        (reading.doc_type, reading.compared.sorted_as)
        for reading in chosen
        if reading.compared.sorted_as != reading.doc_type
    )
    worst = taken.most_common(CONFUSIONS_SHOWN)
    return (
        "; ".join(f"{true} taken for {other} ({times})" for (true, other), times in worst)
        or "none taken for another"
    )


def _cards(chosen: list[Reading]) -> Iterator[Figure]:
    """Citizen cards by themselves: print of six points, and a code that says most of it."""
    for form in (*LEVELS, Form.BORN_DIGITAL):
        these = [reading for reading in chosen if reading.form is form]
        counts = sum_of([reading.compared.counts for reading in these], (*BARRED, *NAMES))
        how = f"{counts.there} values on {len(these)} faces of cards; recall {counts.recall:.1f} %"
        yield figure(f"citizen cards, fields, precision, {form}", counts.precision, "%", how)

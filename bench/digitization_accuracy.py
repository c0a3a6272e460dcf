"""How much of stamped scans, poor scans and photos is read right: letters, words, fields, kinds of paper."""

import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from bench._scoring import Score, score, total
from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.digitization import ComponentHint, Digitized, FieldName, Outcome, digitize
from chalicelib.digitization.model import Check
from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.kinds import HELD_OUT, KINDS, TUNED
from local.papers.make import make_paper
from local.papers.truth import Fields, MadePaper

NOTES = Path("build/accuracy-tuned.txt")
LEVELS = {  # form: (most character errors in percent, least word recall in percent)
    Form.SCAN_200: (0.5, 97.0),
    Form.PHOTO: (1.5, 95.0),
    Form.POOR_SCAN_200: (2.5, 94.0),
}
SETS = {"tuned": TUNED, "held out": HELD_OUT}
EXACT_FIELDS = {  # printed exactly or wrong
    FieldName.DOCUMENT_NUMBER: "number",
    FieldName.ISSUE_DATE: "issue_date",
    FieldName.EXPIRY_DATE: "expiry",
    FieldName.PERSONAL_NUMBER: "personal_number",
    FieldName.TAX_CODE: "tax_code",
}
NAME_FIELDS = {FieldName.PERSON_NAME: "person_name", FieldName.SIGNER: "signer"}


@dataclass(frozen=True)
class FieldCounts:
    """How often a value was there, given, and right."""

    there: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "FieldCounts") -> "FieldCounts":
        return FieldCounts(self.there + other.there, self.given + other.given, self.right + other.right)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.given)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.there)


@dataclass(frozen=True)
class Reading:
    """What one paper showed."""

    kind: str
    form: Form
    score: Score
    outcome: Outcome
    fields: dict[str, FieldCounts]
    names_unmarked: int
    complaints: tuple[str, ...]


def folded(text: str) -> str:
    """Capitals without tone marks, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def component_hints() -> tuple[ComponentHint, ...]:
    """A procedure that asks for every paper there is: the hardest to sort."""
    facts = invent_facts(0)
    papers = (make_paper(kind, facts).truth for kind in KINDS)
    return tuple(ComponentHint(paper.kind, paper.fields.doc_type) for paper in papers)


def read(kind: str, form: Form, seed: int, components: tuple[ComponentHint, ...]) -> Reading:
    """Make one paper, read it, compare."""
    paper = make_paper(kind, invent_facts(seed), form, seed)
    return compare(paper, form, digitize(paper.data, name=paper.name, components=components))


def compare(paper: MadePaper, form: Form, result: Digitized) -> Reading:
    """The reading of one paper against its truth."""
    truth, fields, complaints, unmarked = paper.truth.fields, {}, [], 0
    for name, attribute in (EXACT_FIELDS | NAME_FIELDS).items():
        wanted, field = _written(truth, attribute), result.field(name)
        given = field.normalised if field and field.check is not Check.FAILED else None
        right = given is not None and wanted is not None and _agree(name, given, wanted)
        fields[name.value] = FieldCounts(wanted is not None, given is not None, right)
        if (wanted or given) and not right:
            complaints.append(f"{name.value}: {given!r}, true is {wanted!r}")
        if name in NAME_FIELDS and field and given and given != wanted and field.check is not Check.CONFIRM:
            unmarked += 1
    sorted_as = result.document.component if result.document else None
    fields["document_type"] = FieldCounts(1, sorted_as is not None, sorted_as == paper.truth.kind)
    if sorted_as != paper.truth.kind:
        complaints.append(f"document_type: {sorted_as!r}")
    pages = [page.text for page in result.pages] + [""] * len(paper.truth.pages)
    scores = [score(lines, text) for lines, text in zip(paper.truth.pages, pages, strict=False)]
    return Reading(paper.truth.kind, form, total(scores), result.outcome, fields, unmarked, tuple(complaints))


def _written(truth: Fields, attribute: str) -> str | None:
    value: str | date | None = getattr(truth, attribute)
    if isinstance(value, date):
        return value.isoformat()
    if value and attribute in NAME_FIELDS.values():
        return value.upper().removeprefix("BS. ").removeprefix("DS. ")
    return value


def _agree(name: FieldName, given: str, wanted: str) -> bool:
    if name in NAME_FIELDS:
        return folded(given) == folded(wanted)
    return given.replace(" ", "") == wanted.replace(" ", "")


def readings(watch: Watch) -> list[Reading]:
    """Every paper of the run, read in as many processes as the machine has cores."""
    components, seeds = component_hints(), (11,) if watch.quick else (11, 12)
    step = 4 if watch.quick else 1
    kinds = [kind for kinds in SETS.values() for kind in kinds[::step] if kind != "citizen_card"]
    tasks = [(kind, form, seed) for kind in kinds for form in (*LEVELS, Form.BORN_DIGITAL) for seed in seeds]
    with ProcessPoolExecutor(watch.jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(read, kind, form, seed, components) for kind, form, seed in tasks]
        return [job.result() for job in watch.track(waiting, len(waiting), "papers read")]


def keep_notes(everything: Iterable[Reading]) -> None:
    """What went wrong on the tuned templates, paper by paper. The held-out ones stay unseen on purpose."""
    notes = [
        f"{r.kind} {r.form}: CER {r.score.error_rate:.2f} %, words {r.score.word_recall:.1f} %, "
        f"lines lost {r.score.lines_lost}, {r.outcome}\n" + "".join(f"    {c}\n" for c in r.complaints)
        for r in everything
        if r.kind in TUNED
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
    barred = _sum(chosen, (*(name.value for name in EXACT_FIELDS), "document_type"))
    how = f"{barred.there} values on {len(chosen)} papers; number, dates, personal number, tax code, type"
    yield figure(f"fields, precision, {label}", barred.precision, "%", how, at_least=97)
    yield figure(f"fields, recall, {label}", barred.recall, "%", how, at_least=92)
    names = _sum(chosen, tuple(name.value for name in NAME_FIELDS))
    yield figure(
        f"names right up to tone marks, {label}", names.recall, "%", f"{names.there} names", at_least=90
    )
    unmarked = sum(reading.names_unmarked for reading in chosen)
    yield figure(f"wrong names not marked for confirmation, {label}", unmarked, "names", how, at_most=0)


def _sum(chosen: Iterable[Reading], names: tuple[str, ...]) -> FieldCounts:
    return sum((reading.fields[name] for reading in chosen for name in names), FieldCounts())

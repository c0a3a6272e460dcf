"""Pages: text layer first, the optical reader where it is needed, progress kept, time respected."""

import io
from collections.abc import Callable

import pytest
import segno
from fpdf import FPDF
from PIL import Image, ImageDraw

from chalicelib.application.digitize_file import FOR_COPIES
from chalicelib.digitization import Limits, Outcome, PageResult, digitize
from chalicelib.digitization.certification import LETTERS
from chalicelib.digitization.cleaning import clean
from chalicelib.digitization.coverage import measure
from chalicelib.digitization.model import Digitized, Source
from chalicelib.digitization.text import RESERVE
from tests.unit.digitization.small_papers import DECISION, as_jpeg, pdf_of, picture_of

SLICE = 120.0  # seconds of the shortest invocation that benchmarks use
SENTENCE = "Giấy chứng nhận đủ điều kiện kinh doanh dược"


class Memory:
    """A page cache in memory that remembers what was asked."""

    def __init__(self) -> None:
        self.pages: dict[int, PageResult] = {}
        self.written: list[int] = []

    def get(self, number: int) -> PageResult | None:
        return self.pages.get(number)

    def put(self, number: int, page: PageResult) -> None:
        self.pages[number] = page
        self.written.append(number)


def here(data: bytes, **settings: object) -> Digitized:
    return digitize(data, isolated=False, **settings)  # type: ignore[arg-type]


def test_a_text_layer_is_read_word_for_word_with_places() -> None:
    digitized = here(pdf_of(DECISION))
    page = digitized.pages[0]
    assert page.text == DECISION
    assert (page.source, page.coverage) == (Source.TEXT_LAYER, 1.0)
    left, top, right, bottom = page.words[0].box
    assert 0 < left < right < page.width
    assert 0 < top < bottom < page.height / 10


def test_a_clean_picture_is_read_in_one_go() -> None:
    page = here(as_jpeg(picture_of(DECISION))).pages[0]
    assert (page.source, page.readings, page.doubt) == (Source.OCR, 1, None)
    assert page.coverage > 0.98
    assert "Số định danh: 001090012345" in page.text


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned(turn: int) -> None:
    lying = picture_of(DECISION).rotate(turn, expand=True)
    page = here(as_jpeg(lying)).pages[0]
    assert page.rotation == turn
    assert "CỤC QUẢN LÝ DƯỢC" in page.text
    assert page.width > page.height


def test_every_frame_of_a_tiff_is_a_page() -> None:
    out = io.BytesIO()
    frames = [picture_of(f"{SENTENCE} {word}", height=140) for word in ("một", "hai")]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    digitized = here(out.getvalue())
    assert [page.text for page in digitized.pages] == [f"{SENTENCE} một", f"{SENTENCE} hai"]


def test_writing_that_no_word_accounts_for_is_noticed() -> None:
    picture = picture_of("\n".join([SENTENCE] * 10))
    cleaned = clean(picture, 150)
    rows = [(50.0, 40.0 + 44 * row, 950.0, 76.0 + 44 * row) for row in range(10)]
    assert measure(cleaned, rows).share == 1.0
    lost = measure(cleaned, rows[:6])
    assert lost.share == pytest.approx(0.6, abs=0.08)
    assert lost.regions
    assert all(top > 300 * 165 / 200 for _, top, _, _ in lost.regions)


def test_rules_and_frames_are_not_writing() -> None:
    picture = Image.new("RGB", (1000, 700), "white")
    pen = ImageDraw.Draw(picture)
    for row in range(50, 700, 80):
        pen.line((40, row, 960, row), fill="black", width=2)
    pen.rectangle((40, 50, 960, 690), outline="black", width=3)
    assert measure(clean(picture, 150), []).regions == ()


def test_a_code_drawn_with_lines_is_found_on_a_page_of_text() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("letters", "", LETTERS)
    pdf.set_font("letters", size=12)
    pdf.cell(0, 8, SENTENCE)
    for row, line in enumerate(segno.make_qr("G18-261122-0001", error="m").matrix):
        for column, dark in enumerate(line):
            if dark:
                pdf.rect(60 + column, 60 + row, 1, 1, "F")
    page = here(bytes(pdf.output())).pages[0]
    assert page.source is Source.TEXT_LAYER
    assert [(code.format, code.text) for code in page.codes] == [("QR Code", "G18-261122-0001")]


def test_progress_is_told_and_pages_are_kept() -> None:
    told: list[tuple[int, int]] = []
    cache = Memory()
    here(
        pdf_of(SENTENCE, SENTENCE), page_cache=cache, progress=lambda done, pages: told.append((done, pages))
    )
    assert told == [(1, 2), (2, 2)]
    assert cache.written == [1, 2]


def test_a_retry_reads_only_what_is_missing() -> None:
    cache = Memory()
    first = here(pdf_of(SENTENCE, SENTENCE, SENTENCE), page_cache=cache)
    del cache.pages[2]
    cache.written.clear()
    again = here(pdf_of(SENTENCE, SENTENCE, SENTENCE), page_cache=cache)
    assert cache.written == [2]
    assert again.text == first.text


def clock(*answers: float) -> Callable[[], float]:
    """Seconds left, one answer after the other, then none."""
    waiting = list(answers)
    return lambda: waiting.pop(0) if waiting else 0.0


@pytest.mark.parametrize("isolated", [False, True])
def test_when_time_runs_out_the_next_slice_goes_on(isolated: bool) -> None:
    data, cache = pdf_of(*[SENTENCE] * 5), Memory()
    outcomes = []
    for _ in range(3):
        digitized = digitize(data, page_cache=cache, time_left=clock(60, 60), isolated=isolated)
        outcomes.append((digitized.outcome, len(digitized.pages), digitized.page_count))
    assert outcomes == [(Outcome.UNFINISHED, 2, 5), (Outcome.UNFINISHED, 4, 5), (Outcome.READY, 5, 5)]
    assert cache.written == [1, 2, 3, 4, 5]


class SlowPages(Memory):
    """A cache by whose clock every page took a while to read."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.now, self.seconds = 0.0, seconds

    def put(self, number: int, page: PageResult) -> None:
        super().put(number, page)
        self.now += self.seconds


@pytest.mark.parametrize("page_seconds", [1.3, 6.5, 25.0])
def test_a_long_file_is_read_in_slices_that_end_in_time_and_read_no_page_twice(page_seconds: float) -> None:
    data, cache, taken = pdf_of(*[SENTENCE] * 40), SlowPages(page_seconds), []
    for_reading = SLICE - FOR_COPIES
    while True:
        began = cache.now
        digitized = here(
            data,
            page_cache=cache,
            time_left=lambda began=began: for_reading - (cache.now - began),
        )
        taken.append(cache.now - began)
        if digitized.outcome is not Outcome.UNFINISHED:
            break
    assert digitized.outcome is Outcome.READY
    assert cache.written == list(range(1, 41))
    assert max(taken) <= SLICE
    assert len(taken) <= 40 * page_seconds / (for_reading - RESERVE - Limits().page_seconds) + 2


def test_a_value_between_leader_dots_is_words_of_its_own() -> None:
    lines = (
        "ĐƠN ĐỀ NGHỊ",
        "Họ và tên.........NGUYỄN VĂN THỬ.........",
        "Số căn cước........001090012345........",
    )
    page = here(as_jpeg(picture_of("\n".join(lines)))).pages[0]
    assert {"tên", "NGUYỄN", "001090012345"} <= {word.text.strip(".") for word in page.words}
    assert not any("..." in word.text for word in page.words)
    name = next(word for word in page.words if word.text == "NGUYỄN")
    label = next(word for word in page.words if word.text.strip(".") == "tên")
    assert label.box[2] < name.box[0]

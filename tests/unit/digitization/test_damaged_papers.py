"""Papers that something happened to: each ends in a listed outcome, and none that lost its words is called ready."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from chalicelib.digitization import Limits, Outcome, digitize
from chalicelib.digitization.isolated import _converse, _Progress
from chalicelib.digitization.job import Job
from chalicelib.digitization.legibility import is_legible
from chalicelib.digitization.model import Digitized, Source
from chalicelib.digitization.reasons import REASONS
from chalicelib.digitization.sandbox import ChildLost
from chalicelib.digitization.wire import Frame
from local.papers.mutants import HARMS, mutants
from tests.unit.digitization.small_papers import DECISION, pdf_of

SENTENCE = "Giấy chứng nhận đủ điều kiện kinh doanh dược"


def here(data: bytes, **settings: object) -> Digitized:
    return digitize(data, isolated=False, **settings)  # type: ignore[arg-type]


def test_mutants_end_in_a_listed_outcome() -> None:
    for name, data in mutants(8, seed=5):
        digitized = digitize(data, name=name)
        assert (
            digitized.reason is None if digitized.outcome is Outcome.READY else digitized.reason in REASONS
        ), name


def test_the_same_seed_makes_the_same_mutants_of_every_harm() -> None:
    one, two = dict(mutants(60, seed=3)), dict(mutants(60, seed=3))
    assert one == two
    assert all(any(harm.__name__ in name for name in one) for harm in HARMS)


PARTS: dict[str, Callable[[Any, Any], Any]] = {
    "contents": lambda page, font: page.Contents,
    "font": lambda page, font: font,
    "letters": lambda page, font: font.ToUnicode,
    "drawing": lambda page, font: font.DescendantFonts[0].FontDescriptor.FontFile2,
}


def without(pdf: bytes, part: str) -> bytes:
    """The paper with one object missing, as when a piece of the file was lost: references lead to nothing."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True, static_id=True)
    data = out.getvalue()
    with pikepdf.open(io.BytesIO(data)) as document:
        page = document.pages[0].obj
        (font,) = (font for _, font in page.Resources.Font.items())
        number = PARTS[part](page, font).objgen[0]
    start = data.index(b"\n%d 0 obj\n" % number)
    end = data.index(b"endobj\n", start) + len(b"endobj\n")
    return data[:start] + data[end:]


@pytest.mark.parametrize("what", PARTS)
def test_a_paper_that_lost_a_part_is_never_called_whole(what: str) -> None:
    digitized = here(without(pdf_of(DECISION), what))
    assert digitized.outcome is not Outcome.READY
    assert digitized.reason in REASONS


def test_a_table_of_places_that_is_wrong_costs_no_word() -> None:
    data = pdf_of(DECISION)
    place = data.rindex(b"startxref")
    digitized = here(data[:place] + b"startxref\n7\n%%EOF\n")
    assert digitized.text == DECISION
    assert digitized.outcome is Outcome.READY
    assert [finding.code for finding in digitized.findings] == ["repaired"]


def test_more_words_than_any_page_has_are_told_as_unread() -> None:
    pdf = pdf_of("\n".join(["a b c d e f g h i j k l m n o p q r s t u v w x y z"] * 20))
    assert here(pdf, limits=Limits(max_words=100)).outcome is Outcome.READY
    two = pdf_of(*["một hai ba bốn năm sáu bảy tám chín mười"] * 3)
    digitized = here(two, limits=Limits(max_words=15))
    assert digitized.reason == "pages-unreadable"
    assert digitized.failed_pages == (3,)


def test_signs_without_sense_are_seen_as_such() -> None:
    assert is_legible(DECISION)
    assert is_legible(
        "Họ và tên: ......................................\nNgày sinh: ..../..../........\n(1) (2) (3) (4) (5)"
    )
    assert is_legible("58.000.000.000 12.345.678 90,5 % 1.234 5.678 9.012")
    assert is_legible("中华人民共和国国家药品监督管理局医疗器械注册证 注册证编号 国械注进 20243140001")
    assert not is_legible("!\" ! #$% & '( ) * '+ , - . /01 2 + '3' 41 5 6 7 ' 89 * '+ ( :; <3 4; #=>>>! <,5")
    assert not is_legible(
        "&{QJ KzD [m KyL FKs QJKÎD 9L{W 1DP ĈӝF OұS 7ӵ GR +ҥQK SK~F WKͥL JLDQ YLӋF &0 1*+ 73+&0"
    )
    assert not is_legible(f"{DECISION}\n!\" ! #$% & '( ) * '+ , - . /01\n<3 4; #=>>>! <,5 :;")


def test_a_layer_of_glyph_numbers_gives_way_to_what_the_eye_sees() -> None:
    with pikepdf.open(io.BytesIO(pdf_of("\n".join([SENTENCE] * 6)))) as document:
        (font,) = (font for _, font in document.pages[0].obj.Resources.Font.items())
        del font.ToUnicode
        out = io.BytesIO()
        document.save(out)
    page = here(out.getvalue()).pages[0]
    assert page.source is Source.OCR
    assert "chứng nhận" in page.text


class Liar:
    """A child that was taken over."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def send(self, frame: Frame) -> None:
        """Says nothing to that."""

    def receive(self, seconds: float) -> Frame:
        return self.frame


@pytest.mark.parametrize(
    "frame",
    [
        Frame("result", {"file": {}, "pages": []}),
        Frame("result", "nonsense"),
        Frame("put", {"number": "x"}),
        Frame("get", "x"),
        Frame("sing", None),
    ],
)
def test_what_a_child_may_say_is_checked(frame: Frame) -> None:
    with pytest.raises(ChildLost):
        _converse(Liar(frame), _Progress(Job(b"")))  # type: ignore[arg-type]


def test_every_lost_child_halves_what_the_next_page_may_cost() -> None:
    progress = _Progress(Job(b""))
    whole = progress.asked.limits.page_seconds
    progress.get(1)
    progress.lose(ChildLost("too-costly"))
    assert progress.asked.limits.page_seconds == whole / 2

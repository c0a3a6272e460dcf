"""The sample papers say what their truth says, and the same seed makes the same paper."""

import re
import tomllib
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from local.papers.blocks import Sheet, Text
from local.papers.cut_fonts import NAMES, OURS, cut
from local.papers.dossiers import kind_for_component, paper_for_component
from local.papers.facts import invent_facts
from local.papers.forms import Form, page_images
from local.papers.kinds import HELD_OUT, KINDS
from local.papers.make import make_paper
from local.papers.persons import PROVINCES, invent_person, personal_number, tax_code
from local.papers.templates.common import plain
from local.papers.truth import Fields, MadePaper
from local.papers.typeset import FONTS, typeset

FACTS = invent_facts(7)


@cache
def born_digital(kind: str) -> MadePaper:
    return make_paper(kind, FACTS, seed=3)


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_truth_is_printed(kind: str) -> None:
    paper = born_digital(kind)
    printed = squeezed(text_of(paper.data))
    assert [line for line in paper.truth.lines if squeezed(line) not in printed] == []
    assert len(paper.truth.pages) == len(pypdfium2.PdfDocument(paper.data))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_truth_stands_in_its_lines(kind: str) -> None:
    truth = born_digital(kind).truth
    said = squeezed("".join((*truth.lines, truth.qr or ""))).casefold()
    for value in (truth.fields.number, truth.fields.personal_number, truth.fields.tax_code):
        assert value is None or squeezed(value).casefold() in said
    for name in (truth.fields.person_name, truth.fields.signer):
        assert name is None or squeezed(name).casefold() in said
    for day in (truth.fields.issue_date, truth.fields.expiry, truth.fields.birth_date):
        assert day is None or any(squeezed(written) in said for written in ways_to_write(day))


def ways_to_write(day: date) -> tuple[str, ...]:
    return (
        f"{day:%d/%m/%Y}",
        f"{day:%d%m%Y}",  # in the code of a card
        f"{day.day:02d} tháng {day.month} năm {day.year}",
        f"{day:%d} tháng {day:%m} năm {day:%Y}",
        plain(day),
        f"{day:%d %B %Y}".casefold(),
        f"{day:%B} {day.day}, {day.year}".casefold(),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_printed_over_another(kind: str) -> None:
    for page in pypdfium2.PdfDocument(born_digital(kind).data):
        words = page.get_textpage()
        boxes = [words.get_rect(number) for number in range(words.count_rects())]
        for place, (left, bottom, right, top) in enumerate(boxes):
            for other_left, other_bottom, other_right, other_top in boxes[place + 1 :]:
                across = min(right, other_right) - max(left, other_left)
                down = min(top, other_top) - max(bottom, other_bottom)
                assert across < 1 or down < 0.5 * min(top - bottom, other_top - other_bottom)


@pytest.mark.parametrize("form", [Form.BORN_DIGITAL, Form.SCAN_200, Form.PHOTO, Form.DOCX])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(form: Form) -> None:
    first, again, other = (make_paper("degree", FACTS, form, seed) for seed in (1, 1, 2))
    assert first == again
    assert sha256(first.data).digest() != sha256(other.data).digest()


def test_a_scan_holds_no_text_layer() -> None:
    assert text_of(make_paper("degree", FACTS, Form.SCAN_200).data).strip() == ""


def test_the_code_of_a_citizen_card_says_what_the_card_says() -> None:
    sheet = KINDS["citizen_card"].template(FACTS, Random(0))
    picture = page_images(typeset(sheet), 300)[0]
    assert zxingcpp.read_barcodes(picture)[0].text == sheet.qr
    assert sheet.qr is not None
    assert sheet.qr.split("|")[0] == FACTS.person.personal_number


def test_a_third_of_the_kinds_is_held_out() -> None:
    assert len(KINDS) >= 18
    assert 0.25 <= len(HELD_OUT) / len(KINDS) <= 0.4


def test_personal_numbers_agree_with_birth_and_sex() -> None:
    assert personal_number("001", "Nữ", date(1990, 5, 2), 7) == "001190000007"
    assert personal_number("001", "Nam", date(2003, 5, 2), 7) == "001203000007"
    for seed in range(50):
        person = invent_person(Random(seed))
        number = person.personal_number
        assert len(number) == 12
        assert number[:3] in PROVINCES
        assert number[4:6] == f"{person.birth_date:%y}"
        assert int(number[3]) % 2 == (person.sex == "Nữ")


def test_tax_codes_carry_the_published_check_digit() -> None:
    assert tax_code("010010910") == "0100109106"
    assert tax_code("031545941") == "0315459414"


@pytest.mark.parametrize(
    ("component", "kind"),
    [
        ("Đơn đề nghị cấp giấy phép hành nghề (Mẫu 08)", "practice_licence_application"),
        ("Bản sao hợp lệ văn bằng chuyên môn", "degree"),
        ("Giấy khám sức khỏe", "health_certificate"),
        ("Giấy tờ về tư cách pháp nhân", "business_registration"),
        ("Bản sao Giấy chứng tử", "death_certificate"),
        ("Ý kiến của hội đồng", "letter"),
        ("Đơn đề nghị cấp lại Giấy xác nhận khuyết tật", "letter"),
        ("Ảnh chân dung cỡ 4 cm x 6 cm", "portrait"),
    ],
)
def test_a_component_finds_its_kind_of_paper(component: str, kind: str) -> None:
    assert kind_for_component(component) == kind


def test_a_component_without_a_kind_gets_a_letter_that_bears_its_name() -> None:
    paper = paper_for_component("Ý kiến của hội đồng, bản chính", FACTS)
    assert "Ý KIẾN CỦA HỘI ĐỒNG" in paper.truth.lines


def test_every_component_of_the_catalogue_gets_a_paper() -> None:
    for file in Path("catalogue/procedures").glob("*.toml"):
        for procedure in tomllib.loads(file.read_text(encoding="utf-8"))["procedure"]:
            for component in procedure["components"] if isinstance(procedure["components"], list) else ():
                assert kind_for_component(component["name"]) in {*KINDS, "portrait"}


def test_the_fonts_are_the_ones_whose_licence_lies_beside_them() -> None:
    sums = dict(line.split()[::-1] for line in (FONTS / "SHA256SUMS").read_text().splitlines())
    fonts = {path.name: sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}
    assert fonts == sums
    assert "SIL Open Font License" in (FONTS / "LICENSE.OFL.txt").read_text()


def test_a_letter_that_the_fonts_lack_is_named() -> None:
    with pytest.raises(ValueError, match=r"cut_fonts\.py: Ж"):
        typeset(Sheet((Text("Ж"),), Fields("x")))


def test_a_font_that_was_cut_is_the_same_when_it_is_cut_again(tmp_path: Path) -> None:
    for name in NAMES:
        ours, again = FONTS / f"{OURS}{name}.ttf", tmp_path / f"{name}.ttf"
        cut(ours, again)
        assert again.read_bytes() == ours.read_bytes()


def test_no_font_bears_the_name_that_its_licence_reserves() -> None:
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as font:
            assert font["name"].getBestFullName().startswith(OURS)


def test_a_tiff_holds_every_page_of_the_paper() -> None:
    paper = make_paper("equipment_list", FACTS, Form.TIFF)
    frames = getattr(Image.open(BytesIO(paper.data)), "n_frames", 1)
    assert frames == len(paper.truth.pages) == 2


@pytest.mark.parametrize("form", [Form.PNG, Form.HEIC, Form.WEBP])
def test_a_card_comes_in_every_form_of_picture(form: Form) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    card = make_paper("citizen_card", FACTS, form)
    assert Image.MIME[Image.open(BytesIO(card.data)).format or ""] in (card.media_type, "image/heif")


def test_a_word_file_holds_the_lines_of_the_paper() -> None:
    paper = make_paper("degree", FACTS, Form.DOCX)
    with ZipFile(BytesIO(paper.data)) as package:
        text = package.read("word/document.xml").decode()
    assert all(escape(line) in text for line in paper.truth.lines)


def test_a_photo_is_larger_than_the_page_and_in_colour() -> None:
    photo = Image.open(BytesIO(make_paper("degree", FACTS, Form.PHOTO).data))
    assert photo.mode == "RGB"
    assert photo.width > 1654

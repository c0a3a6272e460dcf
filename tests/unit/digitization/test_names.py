"""Names on papers: behind every label, below every role, whatever titles, neighbours and misread letters do to them."""

from dataclasses import replace

import pytest

from chalicelib.digitization import fields
from chalicelib.digitization.finders.name_words import mended
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName, PageResult, Word
from tests.unit.digitization.small_papers import page_of


def names_on(page: PageResult) -> dict[FieldName, Field]:
    return {field.name: field for field in fields.step(Job(b"", pages=(page,))).fields}


def person_on(text: str) -> str | None:
    found = names_on(page_of(text)).get(FieldName.PERSON_NAME)
    return found and found.normalised


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Họ và tên: TRỊNH QUỐC BẢO", "TRỊNH QUỐC BẢO"),
        ("Họ và tên: Nguyễn Thị Hiền Sinh ngày 01/02/1990", "NGUYỄN THỊ HIỀN"),
        ("Họ tên: Lê Văn Nam Sinh ngày 2/3/1990", "LÊ VĂN NAM"),
        ("Họ tên: Lê Văn Nam Năm sinh: 1990", "LÊ VĂN NAM"),
        ("Họ tên: Nguyễn Văn Thắng 12/3/1990", "NGUYỄN VĂN THẮNG"),
        ("Họ và tên: LÊ VĂN SINH", "LÊ VĂN SINH"),
        ("Họ và tên: NGUYỄN QUỐC BẢO GIỚI TÍNH: NAM", "NGUYỄN QUỐC BẢO"),
        ("Họ tên: NGUYỄN VĂN THỬ Lớp 12A", "NGUYỄN VĂN THỬ"),
        ("Họ tên người bệnh: LÊ THỊ MẪU Tuổi: 30", "LÊ THỊ MẪU"),
    ],
)
def test_a_name_ends_where_the_next_label_begins_and_not_at_words_like_labels(line: str, name: str) -> None:
    assert person_on(line) == name


@pytest.mark.parametrize(
    "label",
    [
        "Họ, chữ đệm và tên:",
        "Họ, chữ đệm, tên:",
        "Họ và têm:",
        "Tên tôi là:",
        "Tôi tên là",
        "Họ và tên / Full name\n",
        "Ông (Bà):",
        "Giới thiệu đồng chí:",
        "Xác nhận anh (chị):",
        "Sinh viên:",
        "Tặng: Bà",
        "Được cấp cho: PGS.TS.BS.",
        "This is to certify that Dr.",
    ],
)
def test_a_name_is_found_behind_the_labels_of_forms(label: str) -> None:
    assert person_on(f"{label} Nguyễn Thị Thử, sinh ngày 01/02/1990") == "NGUYỄN THỊ THỬ"


@pytest.mark.parametrize("line", ["Cho: Hà Nội", "Ông: Danh sách", "Cấp cho: Văn Phòng", "Bà Rịa, ngày 1"])
def test_places_and_offices_are_no_names(line: str) -> None:
    assert person_on(line) is None


@pytest.mark.parametrize(
    ("read", "is_family", "meant"),
    [
        ("Phùfg", True, "Phùng"),
        ("1ê", True, "Lê"),
        ("bøàn", True, "Đoàn"),
        ("NGUYỂNN", True, "NGUYỂN"),
        ("Quỳnj", False, "Quỳnh"),
        ("Phùng", True, "Phùng"),  # can be spoken: as it was read
        ("Xyz", True, "Xyz"),  # like nothing
        ("đường", True, "đường"),  # not set as a name
    ],
)
def test_a_word_that_cannot_be_spoken_becomes_the_one_it_must_have_been(
    read: str, is_family: bool, meant: str
) -> None:
    assert mended(read, is_family=is_family) == meant


def unsure(page: PageResult, text: str, confidence: float = 0.3) -> PageResult:
    words = (replace(w, confidence=confidence) if w.text == text else w for w in page.words)
    return replace(page, words=tuple(words))


def test_only_words_read_without_confidence_are_mended_and_a_person_confirms_them() -> None:
    page = page_of("Họ và tên: Phùfg Gia Hưng")
    sure = names_on(page).get(FieldName.PERSON_NAME)
    mended_name = names_on(unsure(page, "Phùfg"))[FieldName.PERSON_NAME]
    assert sure is None or sure.normalised == "PHÙFG GIA HƯNG"
    assert (mended_name.normalised, mended_name.value) == ("PHÙNG GIA HƯNG", "Phùfg Gia Hưng")
    assert (mended_name.check, mended_name.confidence) == (Check.CONFIRM, 0.3)


FOOT = 560.0


def signed(*lines: str, left: float = 330.0, gap: float = 60.0) -> PageResult:
    """A page whose foot bears these lines, the last one a signature's height below the others."""
    page = page_of("ĐƠN ĐỀ NGHỊ\nNội dung của đơn")
    words, top = list(page.words), FOOT
    for number, line in enumerate(lines):
        top += gap if number and number == len(lines) - 1 else 16.0
        x = left
        for text in line.split():
            words.append(Word(text, (x, top, x + 7.0 * len(text), top + 12), 0.95, 10 + number))
            x += 7.0 * len(text) + 4
    return replace(page, words=tuple(words))


@pytest.mark.parametrize(
    "lines",
    [
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "PGS.TS.BS. Nguyễn Thị Thử"),
        ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC", "Nguyễn Thị Thử"),
        ("Giám đốc", "(Ký tên, đóng dấu)", "Nguyễn Thị Thử"),
        ("TRƯỞNG CÔNG AN XÃ", "Đại úy Nguyễn Thị Thử"),
        ("GIÁM BỐC", "3 Nguyễn Thị Thử"),  # a pen's stroke before the name, a letter of the office misread
        ("Ngượt THỦ UTIÊN", "Nguyễn Thị Thử"),  # an office nobody can read, and room for a signature
        ("GIÁM ĐỐC", "\\ Nguyễn'Thị Thử"),
        ("GIÁM ĐỐC", "BSCKII. NguyễnThị Thử ."),
    ],
)
def test_the_signer_is_found_below_every_way_to_write_an_office(lines: tuple[str, ...]) -> None:
    assert names_on(signed(*lines))[FieldName.SIGNER].normalised == "NGUYỄN THỊ THỬ"


def test_who_signs_their_own_request_is_the_person_it_is_about() -> None:
    found = names_on(signed("NGƯỜI LÀM ĐƠN", "(Ký, ghi rõ họ tên)", "Nguyễn Thị Thử"))
    assert found[FieldName.PERSON_NAME].normalised == "NGUYỄN THỊ THỬ"
    by_office = names_on(signed("GIÁM ĐỐC", "Nguyễn Thị Thử"))
    assert FieldName.PERSON_NAME not in by_office


def test_an_office_that_confirms_does_not_sign_before_the_one_who_declares() -> None:
    page = signed("NGƯỜI KHAI", "Nguyễn Thị Thử")
    other = signed("XÁC NHẬN CỦA CHỦ TỊCH XÃ", "Lê Văn Mẫu", left=60.0)
    both = replace(page, words=(*page.words, *(replace(w, line=w.line + 20) for w in other.words[6:])))
    assert names_on(both)[FieldName.SIGNER].normalised == "NGUYỄN THỊ THỬ"


def test_a_name_goes_on_below_but_not_with_dirt_or_the_next_cell() -> None:
    assert person_on("Họ và tên: ĐINH HỮU\nPHƯỚC\nNgày sinh: 01/02/1990") == "ĐINH HỮU PHƯỚC"
    assert person_on("Họ và tên: Đinh Hữu Phước\nNam\nKinh") == "ĐINH HỮU PHƯỚC"
    dirty = unsure(page_of("Họ và tên: ĐINH HỮU PHƯỚC\nỶ\nNgày sinh: 01/02/1990"), "Ỷ", 0.0)
    assert names_on(dirty)[FieldName.PERSON_NAME].normalised == "ĐINH HỮU PHƯỚC"

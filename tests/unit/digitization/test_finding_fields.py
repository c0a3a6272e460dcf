"""Fields found in the text of a paper."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.digitization import fields
from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Asked, Job, OwnerHint
from chalicelib.digitization.model import Check, Field, FieldName, PageResult, Source, Word
from tests.unit.digitization.small_papers import DECISION, page_of


def found(text: str, asked: Asked | None = None, source: Source = Source.TEXT_LAYER) -> dict[str, Field]:
    job = fields.step(Job(b"", asked or Asked(), pages=(page_of(text, source),)))
    return {field.name.value: field for field in job.fields}


def test_a_decision_yields_everything_an_officer_would_type() -> None:
    values = {name: field.normalised for name, field in found(DECISION).items()}
    assert values == {
        "document_number": "123/QĐ-QLD",
        "issue_date": "2024-03-05",
        "expiry_date": "2029-03-05",
        "person_name": "NGUYỄN VĂN THỬ",
        "birth_date": "1990-02-01",
        "personal_number": "001090012345",
        "tax_code": "0100109106",
        "signer": "TRẦN THỊ MẪU",
        "agency": "BỘ Y TẾ CỤC QUẢN LÝ DƯỢC",
        "subject": "cấp chứng chỉ hành nghề dược",
    }


def test_a_field_knows_its_place_and_what_stands_behind_it() -> None:
    tax_code = found(DECISION)["tax_code"]
    assert tax_code.check is Check.CHECK_DIGIT
    assert tax_code.page == 1
    assert tax_code.box is not None
    assert tax_code.box[1] == 60 + 20 * 9


def test_a_tax_code_with_a_wrong_check_digit_is_shown_as_failed() -> None:
    assert found("Mã số thuế: 0100109107")["tax_code"].check is Check.FAILED


def test_a_telephone_number_is_no_number_of_the_paper() -> None:
    assert "document_number" not in found("Số: 0912345678\nMã số: 12/AB")


def test_the_issue_date_of_an_identity_card_is_not_the_papers_own() -> None:
    text = "Số căn cước: 001090012345 Ngày cấp: 01/01/2021\nHà Nội, ngày 02 tháng 3 năm 2024"
    assert found(text)["issue_date"].normalised == "2024-03-02"


def test_a_date_that_does_not_exist_is_not_found() -> None:
    assert "birth_date" not in found("Ngày sinh: 31/02/1990")


def test_among_several_unlabelled_numbers_only_the_owners_speaks() -> None:
    table = "1 Nguyễn Văn Thử 001090012345\n2 Trần Thị Mẫu 001190054321"
    assert "personal_number" not in found(table)
    asked = Asked(owner=OwnerHint(personal_number="001190054321"))
    assert found(table, asked)["personal_number"].check is Check.OWNER


def test_a_name_that_differs_in_tone_marks_is_a_match_to_confirm() -> None:
    asked = Asked(owner=OwnerHint(name="Nguyễn Thúy Hằng"))
    exact = found("Họ và tên: NGUYỄN THÚY HẰNG", asked)["person_name"]
    near = found("Họ và tên: NGUYÊN THÚY HẢNG", asked)["person_name"]
    assert (exact.check, near.check) == (Check.OWNER, Check.CONFIRM)


def test_a_name_nobody_vouches_for_is_to_be_confirmed() -> None:
    assert found(DECISION)["person_name"].check is Check.CONFIRM
    assert found(DECISION)["signer"].check is Check.CONFIRM


def test_a_paper_in_english_has_its_number_and_dates() -> None:
    text = "CERTIFICATE OF FREE SALE\nCertificate No.: CFS-0012/2026\nDate of issue: 5 March 2026"
    text += "\nValid until: March 4, 2028"
    values = {name: field.normalised for name, field in found(text).items()}
    assert values["document_number"] == "CFS-0012/2026"
    assert (values["issue_date"], values["expiry_date"]) == ("2026-03-05", "2028-03-04")


def test_a_number_behind_a_longer_label_is_found_when_there_is_no_shorter_one() -> None:
    assert found("Số vào sổ cấp bằng: 12/ĐHYD")["document_number"].normalised == "12/ĐHYD"
    assert found("Số vào sổ: 12/ĐHYD\nSố: 34/BV")["document_number"].normalised == "34/BV"
    assert "document_number" not in found("Số điện thoại: 024-3846\nSố tài khoản: 12/AB")


def test_the_signer_is_the_name_under_the_office_not_the_other_column() -> None:
    page = page_of("BÊN ỦY QUYỀN\nGIÁM ĐỐC\nPhạm Văn Thử")
    moved = [
        replace(word, box=(word.box[0], word.box[1] + 500, word.box[2], word.box[3] + 500))
        for word in page.words
    ]
    right = [
        replace(word, box=(word.box[0] + 300, word.box[1], word.box[2] + 300, word.box[3]), text=text)
        for word, text in zip(moved, ["BÊN", "NHẬN", "VIỆC", ".", ".", "Vũ", "Thúy", "Hằng"], strict=False)
    ]
    words = sorted([*moved, *(word for word in right if word.text != ".")], key=lambda word: word.line)
    job = fields.step(Job(b"", pages=(replace(page, words=tuple(words)),)))
    signer = next(field for field in job.fields if field.name is FieldName.SIGNER)
    assert signer.normalised == "PHẠM VĂN THỬ"


def test_dates_that_contradict_each_other_are_to_be_confirmed() -> None:
    wrong = found("Ngày cấp: 05/03/2024\nCó giá trị đến: 01/01/2020")
    assert (wrong["issue_date"].check, wrong["expiry_date"].check) == (Check.CONFIRM, Check.CONFIRM)
    assert found(DECISION)["expiry_date"].check is Check.DATE_LOGIC


def test_a_birth_date_that_the_number_contradicts_is_to_be_confirmed() -> None:
    wrong = found("Ngày sinh: 01/02/1991\nSố định danh: 001090012345")
    assert (wrong["birth_date"].check, wrong["personal_number"].check) == (Check.CONFIRM, Check.CONFIRM)


def test_the_agency_is_matched_to_the_catalogue() -> None:
    asked = Asked(agencies=("Cục Quản lý Khám, chữa bệnh - Bộ Y tế", "Cục Quản lý Dược - Bộ Y tế"))
    agency = found(DECISION, asked)["agency"]
    assert (agency.normalised, agency.check) == ("Cục Quản lý Dược - Bộ Y tế", Check.CATALOGUE)


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*DECISION.split(), "Số:", "ngày", "đến", "\n", "12/3/20", "////", "…"]), max_size=60
    )
)
def test_no_arrangement_of_words_breaks_the_finders(words: list[str]) -> None:
    page: PageResult = page_of(" ".join(words).replace(" \n ", "\n"))
    for field in fields.step(Job(b"", pages=(page,))).fields:
        assert field.page == 1
        assert field.normalised


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Số 45/QĐ-SYT\nQUYẾT ĐỊNH", "document_number", "45/QĐ-SYT"),
        ("Số/No.: CME-2026-17", "document_number", "CME-2026-17"),
        ("Số phát hành: CS 037240", "document_number", "CS 037240"),
        ("Số: 241181/26CBMP-QLD", "document_number", "241181/26/CBMP-QLD"),
        ("Số: 99-2026/QĐĐ-GĐ", "document_number", "99-2026/QĐ-GĐ"),
        ("CCCD số: O01O90012345", "personal_number", "001090012345"),
        ("MST: 0l00l09106", "tax_code", "0100109106"),
        ("Ngày sinh: O1/02/1990", "birth_date", "1990-02-01"),
        ("Có giá trị đến: 05092037", "expiry_date", "2037-09-05"),
        ("Thời hạn từ ngày 01/03/2024 đến hết ngày 28/02/2026", "expiry_date", "2026-02-28"),
        ("Thanh Hóa. ngày 15 tháng 9 năm 2026", "issue_date", "2026-09-15"),
        (
            "Đăng ký lần đầu: ngày 01 tháng 3 năm 2016\nĐăng ký thay đổi lần thứ: 4, ngày 13 tháng 6 năm 2024",
            "issue_date",
            "2024-06-13",
        ),
        ("Họ và tên.........DƯƠNG LỆ THỦY..........", "person_name", "DƯƠNG LỆ THỦY"),
        ("Họ và tên: ĐINH HỮU\nPHƯỚC\nNgày sinh: 01/02/1990", "person_name", "ĐINH HỮU PHƯỚC"),
        ("Bổ nhiệm ông/bà Đinh Thị Ánh\nTuyết, sinh ngày 01/02/1990", "person_name", "ĐINH THỊ ÁNH TUYẾT"),
        ("Cấp cho / Awarded to: LÊ VĂN MẪU", "person_name", "LÊ VĂN MẪU"),
        ("V/ bổ nhiệm người phụ trách", "subject", "bổ nhiệm người phụ trách"),
    ],
)
def test_what_forms_and_readers_do_to_a_value_does_not_hide_it(text: str, name: str, value: str) -> None:
    assert found(text)[name].normalised == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Số đăng ký: 893134841068", "personal_number"),
        ("Ngày sinh:\nNgày cấp: 14/11/2021", "birth_date"),
        ("Căn cứ Nghị định số 96/2023/NĐ-CP, ngày 30 tháng 12 năm 2023", "issue_date"),
        ("Thời hạn: từ ngày ký đến hết ngày 15/09/2027", "issue_date"),
    ],
)
def test_what_belongs_to_something_else_is_not_taken(text: str, name: str) -> None:
    assert name not in found(text)


def test_letters_read_for_digits_are_to_be_confirmed() -> None:
    assert found("CCCD số: O01O90012345")["personal_number"].check is Check.CONFIRM
    assert found("CCCD số: 001090012345")["personal_number"].check is Check.STRUCTURE


def test_of_two_persons_the_number_goes_with_the_birth_date() -> None:
    text = "Mẹ: căn cước 001190054321\nNgày sinh: 01/02/1990\nSố định danh: 001090012345"
    assert found(text)["personal_number"].check is not Check.CONFIRM
    text = "Người nộp, CCCD 038177976989\nNgày sinh: 01/02/1990\nSố định danh: 001090012345"
    assert found(text)["personal_number"].normalised == "001090012345"


def test_a_value_read_without_confidence_is_to_be_confirmed() -> None:
    page = page_of("Có giá trị đến: 05/09/2037")
    unsure = replace(page, words=tuple(replace(word, confidence=0.4) for word in page.words))
    (field,) = fields.step(Job(b"", pages=(unsure,))).fields
    assert field.check is Check.CONFIRM


def letterhead(*lines: str) -> PageResult:
    """Lines in the left column, the motto in the right one."""
    page = page_of("\n".join(lines))
    motto = ["CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM"]
    right = [
        Word(text, (300 + 32 * place, 60, 328 + 32 * place, 72), 0.95, 0) for place, text in enumerate(motto)
    ]
    first = [word for word in page.words if word.line == 0]
    return replace(page, words=(*first, *right, *(word for word in page.words if word.line)))


def test_the_health_office_below_a_peoples_committee_is_the_one_of_that_province() -> None:
    asked = Asked(agencies=("Bộ Y tế", "Sở Y tế tỉnh Nghệ An", "Sở Y tế tỉnh Sơn La"))
    page = letterhead("ỦY BAN NHÂN DÂN TỈNH SƠN LA", "SỞ Y TẾ", "Số: 12/GP-SYT")
    agency = next(
        field
        for field in fields.step(Job(b"", asked, pages=(page,))).fields
        if field.name is FieldName.AGENCY
    )
    assert (agency.normalised, agency.check) == ("Sở Y tế tỉnh Sơn La", Check.CATALOGUE)
    assert agency.value == "ỦY BAN NHÂN DÂN TỈNH SƠN LA SỞ Y TẾ"


def test_a_form_with_the_motto_in_the_middle_comes_from_no_office() -> None:
    assert "agency" not in found(
        "      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP\nHọ và tên: LÊ VĂN MẪU"
    )

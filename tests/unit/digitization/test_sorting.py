"""Which paper is this, and which component does it answer?"""

import pytest

from chalicelib.digitization.classify import step
from chalicelib.digitization.job import Asked, ComponentHint, Job
from chalicelib.digitization.model import Classification
from tests.unit.digitization.small_papers import page_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
COMPONENTS = (
    ComponentHint("C1", "Giấy phép hành nghề"),
    ComponentHint("C2", "Đơn đề nghị cấp giấy phép hành nghề"),
    ComponentHint("C3", "Giấy khám sức khỏe"),
    ComponentHint("C4", "Giấy chứng nhận đủ điều kiện kinh doanh dược"),
    ComponentHint("C5", "Giấy chứng nhận lưu hành tự do"),
)


def sort(text: str, components: tuple[ComponentHint, ...] = ()) -> Classification | None:
    return step(Job(b"", Asked(components=components), pages=(page_of(text),))).document


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("QUYẾT ĐỊNH\nVề việc cấp giấy phép hành nghề", "decision"),
        ("BẰNG TỐT NGHIỆP ĐẠI HỌC\nBÁC SĨ Y KHOA", "degree"),
        ("GIẤY KHÁM SỨC KHỎE\nHọ và tên: NGUYỄN VĂN THỬ", "health-certificate"),
        ("TỜ KHAI\nđề nghị trợ cấp", "declaration"),
        ("Kính gửi: Cục Quản lý Dược\nCông ty chúng tôi xin gửi tài liệu kèm theo.", "official-letter"),
    ],
)
def test_a_paper_is_known_by_its_heading(text: str, code: str) -> None:
    document = sort(MOTTO + text)
    assert document is not None
    assert document.code == code


def test_a_form_that_names_other_papers_is_still_a_form() -> None:
    form = MOTTO + (
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP HÀNH NGHỀ\nTôi gửi kèm theo đơn này:\n"
        "1. Giấy khám sức khỏe\n2. Giấy phép hành nghề\n3. Căn cước công dân"
    )
    document = sort(form, COMPONENTS)
    assert document is not None
    assert (document.code, document.component) == ("application", "C2")


def test_the_licence_is_not_taken_for_the_application_for_it() -> None:
    document = sort(MOTTO + "GIẤY PHÉP HÀNH NGHỀ\nkhám bệnh, chữa bệnh", COMPONENTS)
    assert document is not None
    assert document.component == "C1"


def test_of_two_certificates_the_one_with_the_same_name_is_meant() -> None:
    document = sort(MOTTO + "GIẤY CHỨNG NHẬN\nLƯU HÀNH TỰ DO", COMPONENTS)
    assert document is not None
    assert document.component == "C5"


def test_what_the_line_below_the_title_says_decides_between_two_of_a_kind() -> None:
    components = (
        ComponentHint("C1", "Giấy chứng nhận đăng ký thuế"),
        ComponentHint("C2", "Giấy chứng nhận quyền sử dụng đất"),
    )
    document = sort(MOTTO + "GIẤY CHỨNG NHẬN\nQUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN", components)
    assert document is not None
    assert document.component == "C2"


def test_a_component_that_bears_the_name_of_the_class_takes_what_has_no_name_of_its_own() -> None:
    components = (ComponentHint("C1", "Bằng cử nhân dược"), ComponentHint("C2", "Văn bằng chuyên môn"))
    document = sort(MOTTO + "BẰNG TỐT NGHIỆP ĐẠI HỌC\nBÁC SĨ Y KHOA", components)
    assert document is not None
    assert document.component == "C2"


def test_the_back_of_a_card_answers_the_same_component_as_its_front() -> None:
    back = "Đặc điểm nhân dạng / Personal identification:\nNốt ruồi cách 1 cm trên sau mép trái"
    document = sort(back, (*COMPONENTS, ComponentHint("C9", "Căn cước công dân")))
    assert document is not None
    assert (document.code, document.component) == ("citizen-card", "C9")


def test_a_misread_tone_mark_does_not_hide_the_kind() -> None:
    document = sort(MOTTO + "GIẤY KHÁM SỨC KHOÈ", COMPONENTS)
    assert document is not None
    assert document.component == "C3"


def test_a_paper_without_a_heading_is_nothing_in_particular() -> None:
    assert sort("một dòng chữ thường không nói gì cả") is None

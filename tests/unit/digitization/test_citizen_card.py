"""The payload of a citizen card's QR code."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.digitization.citizen_card import parse_card

PAYLOAD = "001190012345|012345678|Nguyễn Thị Mẫu|01021990|Nữ|Số 1 phố Thử, Hà Nội|05032021"


def test_a_card_is_parsed() -> None:
    card = parse_card(PAYLOAD)
    assert card is not None
    assert (card.personal_number, card.old_number, card.name) == (
        "001190012345",
        "012345678",
        "Nguyễn Thị Mẫu",
    )
    assert (card.birth_date, card.sex, card.issued) == ("1990-02-01", "female", "2021-03-05")
    assert card.problems == ()


def test_the_old_number_may_be_empty_and_later_parts_are_passed_over() -> None:
    card = parse_card(PAYLOAD.replace("012345678", "") + "|Trần Thị Mẹ|Nguyễn Văn Cha")
    assert card is not None
    assert card.old_number == ""


def test_a_card_that_contradicts_its_number_says_in_what() -> None:
    card = parse_card(PAYLOAD.replace("01021990", "01021991").replace("|Nữ|", "|Nam|"))
    assert card is not None
    assert card.problems == ("birth-date", "sex")


def test_a_number_that_cannot_be_is_a_problem() -> None:
    card = parse_card(PAYLOAD.replace("001190012345", "999990012345"))
    assert card is not None
    assert card.problems != ()


def test_other_codes_are_no_cards() -> None:
    assert parse_card("https://example.vn/tra-cuu?so=1") is None
    assert parse_card("1|2|3|4|5|6|7") is None


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_payload_is_parsed_without_an_error(payload: str) -> None:
    parse_card(payload)

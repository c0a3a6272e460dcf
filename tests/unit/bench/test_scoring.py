"""The measure itself is measured: against a slow, obvious way to count, and on readings with known faults."""

from hypothesis import given
from hypothesis import strategies as st

from bench._scoring import distance_within, score

LETTERS = st.text(alphabet="aăâb ", max_size=12)


def counted_slowly(line: str, text: str) -> int:
    """Sellers: edits to the best substring, one column of the table at a time."""
    column = list(range(len(line) + 1))
    best = column[-1]
    for letter in text:
        above, column[0] = column[0], 0
        for row in range(1, len(line) + 1):
            diagonal = above + (line[row - 1] != letter)
            above, column[row] = column[row], min(diagonal, above + 1, column[row] + 1, column[row - 1] + 1)
        best = min(best, column[-1])
    return best


@given(LETTERS, LETTERS)
def test_the_fast_distance_is_the_slow_distance(line: str, text: str) -> None:
    assert distance_within(line, text) == counted_slowly(line, text)


def test_a_perfect_reading_in_another_order_has_no_errors() -> None:
    result = score(
        ("Họ và tên: Nguyễn Văn Mẫu", "Ngày sinh: 01/02/1990"),
        "Ngày sinh: 01/02/1990\nHọ và tên: Nguyễn Văn Mẫu",
    )
    assert result.errors == 0
    assert result.word_recall == 100


def test_a_lost_tone_mark_is_one_error_and_one_word() -> None:
    result = score(("Nguyễn Văn Mẫu",), "Nguyên Văn Mẫu")
    assert result.errors == 1
    assert result.words_found == 2


def test_a_lost_block_is_noticed_and_a_bad_word_is_not_one() -> None:
    lines = ("dòng thứ nhất của trang", "dòng thứ hai của trang", "phần dưới bị mất", "chữ ký cũng mất")
    assert score(lines, "dòng thứ nhất của trang dòng thứ hai của trang").lost_a_block
    assert not score(lines, " ".join(lines).replace("mất", "mât")).lost_a_block

"""Cutting a file: every byte is in exactly one piece, and only whole pieces count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.pieces import PIECE_BYTES, Cut, NoSuchPiece, PiecesMissing

WHOLES = st.integers(1, 300 * PIECE_BYTES)


@given(WHOLES)
def test_every_byte_is_in_exactly_one_piece(whole):
    cut = Cut(whole)
    lengths = [cut.length(number) for number in range(1, cut.total + 1)]
    assert sum(lengths) == whole
    assert set(lengths[:-1]) <= {PIECE_BYTES}
    assert 0 < lengths[-1] <= PIECE_BYTES


@given(WHOLES, st.data())
def test_what_is_missing_or_cut_short_is_asked_for(whole, data):
    cut = Cut(whole)
    held = {number: cut.length(number) for number in range(1, cut.total + 1)}
    cut.demand_whole(held)
    broken = data.draw(st.integers(1, cut.total))
    held[broken] -= 1
    assert broken not in cut.arrived(held)
    with pytest.raises(PiecesMissing) as refused:
        cut.demand_whole(held)
    assert refused.value.values == {"count": 1, "first": broken}


@pytest.mark.parametrize("number", [0, -1, 4])
def test_other_numbers_are_no_pieces(number):
    with pytest.raises(NoSuchPiece):
        Cut(3 * PIECE_BYTES).length(number)

"""What stands around a pixel is what Pillow's rank filters say, to the last level and up to the edge."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from chalicelib.digitization.neighbourhoods import brightest, darkest, middle

SIDES = st.integers(1, 24)


@st.composite
def grey_pictures(draw: st.DrawFn) -> Any:
    width, height = draw(SIDES), draw(SIDES)
    chance = draw(st.randoms(use_true_random=False))
    return Image.frombytes("L", (width, height), bytes(chance.randrange(256) for _ in range(width * height)))


@pytest.mark.parametrize("across", [3, 5, 9])
@given(grey=grey_pictures())
def test_the_brightest_and_the_darkest_are_those_of_the_square_around(across: int, grey: Any) -> None:
    assert brightest(grey, across).tobytes() == grey.filter(ImageFilter.MaxFilter(across)).tobytes()
    assert darkest(grey, across).tobytes() == grey.filter(ImageFilter.MinFilter(across)).tobytes()


@given(grey=grey_pictures())
def test_the_middle_is_the_median_of_nine(grey: Any) -> None:
    assert middle(grey).tobytes() == grey.filter(ImageFilter.MedianFilter(3)).tobytes()


@pytest.mark.parametrize("what", [lambda grey: brightest(grey, 3), lambda grey: darkest(grey, 9), middle])
def test_the_picture_that_is_asked_about_stays_as_it_was(what: Callable[[Any], Any]) -> None:
    grey = Image.effect_noise((40, 30), 60)
    before = grey.tobytes()
    assert what(grey).size == grey.size
    assert grey.tobytes() == before

"""Text without case and tone marks, letter for letter, so that a match can be traced back to the original."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def fold(text: str) -> str:
    """As long as the text itself: position n of the one is position n of the other."""
    return "".join(map(_fold_letter, text))

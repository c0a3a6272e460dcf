"""Text as machines and keyword tables want it: lower case, no tone marks."""

import unicodedata


def without_tone_marks(text: str) -> str:
    """``Đơn đề nghị`` becomes ``don de nghi``."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))

"""Whether a word can be a Vietnamese syllable: how it begins, its vowels, how it ends, and at most one tone."""

import re
import unicodedata

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
QUALITIES = {"\u0302", "\u0306", "\u031b"}  # of â, ă, ơ
_BEGINNINGS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x"
_VOWELS = (
    "uoi|uou|uye|uya|uyu|uai|uay|oai|oay|oao|oeo|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    "a|e|i|o|u|y"
)
_ENDINGS = "ng|nh|ch|c|m|n|p|t"
SYLLABLE = re.compile(f"(?:{_BEGINNINGS})?(?:{_VOWELS})(?:{_ENDINGS})?")


def is_syllable(word: str) -> bool:
    """By its letters alone; case and composition do not matter."""
    plain, tones = [], 0
    for letter in unicodedata.normalize("NFD", word.lower().replace("đ", "d")):
        if letter in TONES:
            tones += 1
        elif letter not in QUALITIES:
            plain.append(letter)
    return tones <= 1 and SYLLABLE.fullmatch("".join(plain)) is not None

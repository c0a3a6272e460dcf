"""Whether a text layer says anything: a font without a table of letters gives the numbers of its glyphs instead."""

import re

LEADERS = re.compile(r"(\S)\1{2,}")  # dots to write on, rules made of signs
LATIN_WORD = re.compile(r"[^\W\d_]{3,}")
VOWEL = re.compile(
    r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýăĩũơưœạ-ỹ]", re.IGNORECASE
)  # Latin; glyph numbers read as letters have few
FEWEST_SIGNS, FEWEST_WORDS = 24, 8
LEAST_LETTERS, LEAST_SOUNDING = 0.45, 0.6


def is_legible(text: str) -> bool:
    """False for signs in which no language can be seen. Too little text to tell is taken for good."""
    signs = "".join(LEADERS.sub("", text).split())
    if len(signs) < FEWEST_SIGNS:
        return True
    if sum(map(str.isalnum, signs)) < LEAST_LETTERS * len(signs):
        return False
    words = LATIN_WORD.findall(text)
    latin = [
        word for word in words if all(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in word)
    ]
    if len(latin) < FEWEST_WORDS or len(latin) < len(words) / 2:
        return True  # numbers, or another script
    return sum(bool(VOWEL.search(word)) for word in latin) >= LEAST_SOUNDING * len(latin)

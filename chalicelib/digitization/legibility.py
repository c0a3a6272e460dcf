"""Whether a text layer says anything: a font without a table of letters gives the numbers of its glyphs instead."""

import re

LEADERS = re.compile(r"(\S)\1{2,}")  # dots to write on, rules made of signs
LATIN_WORD = re.compile(r"[^\W\d_]{3,}")
VOWEL = re.compile(
    r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýăĩũơưœạ-ỹ]", re.IGNORECASE
)  # Latin; glyph numbers read as letters have few
MIXED = re.compile(
    r"[A-Za-z][\u0350-\u1cff]|[\u0370-\u1cff][A-Za-z]"
)  # Latin beside Greek, Cyrillic, Armenian, …
FEWEST_SIGNS, FEWEST_WORDS, FEWEST_MIXED = 24, 8, 3
LEAST_LETTERS, LEAST_SOUNDING = 0.45, 0.6
SHORTEST_LINE, SENSELESS_LINE = 6, 0.34  # signs; share of letters and digits below which a line says nothing
MOST_SENSELESS = 0.05  # share of the signs; one font of several that lost its letters


def is_legible(text: str) -> bool:
    """False for signs in which no language can be seen, on the whole or in some of the lines.

    Too little text to tell is taken for good.
    """
    lines = [LEADERS.sub("", "".join(line.split())) for line in text.split("\n")]
    signs = "".join(lines)
    if len(signs) < FEWEST_SIGNS:
        return True
    if _letters(signs) < LEAST_LETTERS * len(signs):
        return False
    senseless = sum(
        len(line)
        for line in lines
        if len(line) >= SHORTEST_LINE and _letters(line) < SENSELESS_LINE * len(line)
    )
    if senseless >= max(FEWEST_SIGNS, MOST_SENSELESS * len(signs)):
        return False
    return _sounds(text)


def _letters(signs: str) -> int:
    return sum(map(str.isalnum, signs))


def _sounds(text: str) -> bool:
    """Whether its words can be spoken: glyph numbers that fall on letters mix alphabets and make no vowels."""
    if len(MIXED.findall(text)) >= FEWEST_MIXED:
        return False
    words = LATIN_WORD.findall(text)
    latin = [
        word for word in words if all(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in word)
    ]
    if len(latin) < FEWEST_WORDS or len(latin) < len(words) / 2:
        return True  # numbers, or another script
    return sum(bool(VOWEL.search(word)) for word in latin) >= LEAST_SOUNDING * len(latin)

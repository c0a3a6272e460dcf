"""Text that Vietnamese word processors wrote before Unicode (TCVN3, VNI, VISCII), turned into Unicode word by word.

The name of a word's font tells its alphabet. Without such a name the words themselves have to: what no Vietnamese
syllable can be is one when read in the right alphabet, and no other language does that by chance.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.digitization.legacy_tables import ALPHABETS, Alphabet
from chalicelib.digitization.syllables import is_syllable

UNICODE = "unicode"
FONTS = {
    # alphabet: names of its fonts, perhaps behind the six letters of a subset
    "tcvn3": re.compile(r"^(?:[A-Z]{6}\+)?\.?Vn[A-Z3]"),
    "vni": re.compile(r"^(?:[A-Z]{6}\+)?VNI[-_ ]?[A-Z]", re.IGNORECASE),
    "viscii": re.compile(r"VISCII", re.IGNORECASE),
}
CAPITAL_FONT = re.compile(r"Vn\w*H(?:$|[,-])")  # .VnTimeH: small letters drawn as capitals
SUSPICIOUS = re.compile(r"[\x02\x05\x06\x14\x19\x1e\u0080-\u00ff\u0152-\u0192\u02c6-\u02dd\u2013-\u2122]")
VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0102\u0103\u0110\u0111\u0300-\u0309\u0323]")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
NUMBERED = re.compile(r"[\d/_.,:;()\[\]-]")  # numbers and symbols of documents are no words
FEWEST_WORDS, MOST_MUST_FIT = (
    5,
    0.9,
)  # different words that are none as they stand; share that the alphabet explains
CAPITALS = 6  # letters; fewer may be an abbreviation


@dataclass(frozen=True)
class Written:
    """A word as a text layer gives it, the line it stands on, and where its first character is."""

    text: str
    line: int
    start: int


def decode(words: Sequence[Written], font_at: Callable[[int], str]) -> tuple[list[str], str]:
    """The words in Unicode, and the alphabet that most of the others were in; ``font_at`` names a character's font."""
    if not any(SUSPICIOUS.search(word.text) for word in words):
        return [word.text for word in words], UNICODE
    alphabets = _by_font(words, font_at) or _by_content(words)
    counts = Counter(alphabet for alphabet in alphabets if alphabet)
    if not counts:
        return [word.text for word in words], UNICODE
    shouting = _shouting_lines(words)
    decoded = [
        _decoded(word, alphabet, word.line in shouting or bool(CAPITAL_FONT.search(font_at(word.start))))
        if alphabet
        else word.text
        for word, alphabet in zip(words, alphabets, strict=True)
    ]
    return decoded, counts.most_common(1)[0][0]


def _by_font(words: Sequence[Written], font_at: Callable[[int], str]) -> list[str]:
    """The alphabet of each word, empty for Unicode; nothing if no font tells of one.

    A converter may have left the old font its name and put Unicode under it: what has such letters is not old.
    """
    suspects = [word for word in words if SUSPICIOUS.search(word.text)]
    if not any(map(_of_font, (font_at(word.start) for word in suspects))):
        return []
    alphabets = [_of_font(font_at(word.start)) for word in words]
    modern = {
        alphabet
        for word, alphabet in zip(words, alphabets, strict=True)
        if VIETNAMESE.search(word.text) and alphabet
    }
    return ["" if alphabet in modern else alphabet for alphabet in alphabets]


def _of_font(name: str) -> str:
    return next((alphabet for alphabet, names in FONTS.items() if names.search(name)), "")


def _by_content(words: Sequence[Written]) -> list[str]:
    """The alphabet in which the lines that are no Vietnamese as they stand become it; nothing if none does."""
    strange = [
        word
        for word in words
        if SUSPICIOUS.search(word.text) and _is_word(word.text) and not _reads(word.text)
    ]
    different = {_bare(word.text) for word in strange}
    if len(different) < FEWEST_WORDS:
        return []
    explained = {
        name: {text for text in different if _explains(alphabet, text)}
        for name, alphabet in ALPHABETS.items()
    }
    best = max(explained, key=lambda name: len(explained[name]))
    if len(explained[best]) < MOST_MUST_FIT * len(different):
        return []
    lines = {word.line for word in strange if _bare(word.text) in explained[best]}
    modern = {word.line for word in words if VIETNAMESE.search(word.text)}
    lines = lines - modern if modern else {word.line for word in words}
    return [best if word.line in lines else "" for word in words]


def _decoded(word: Written, alphabet: str, is_capital: bool) -> str:
    text = ALPHABETS[alphabet].decode(word.text)
    if "-" in text and (hidden := ALPHABETS[alphabet].letters.get("\u00ad")):
        text = _hyphens_read(text, hidden)
    return text.upper() if alphabet == "tcvn3" and is_capital else text


def _is_word(text: str) -> bool:
    return not NUMBERED.search(_bare(text))


def _reads(text: str) -> bool:
    return is_syllable(_bare(text))


def _explains(alphabet: Alphabet, text: str) -> bool:
    """A word that stays as it is was not written in it."""
    return (read := alphabet.decode(text)) != text and _reads(read)


def _bare(text: str) -> str:
    """Without the marks around it; signs of the old alphabets are not taken for such marks."""
    return AROUND.sub(lambda around: "".join(sign for sign in around.group() if SUSPICIOUS.match(sign)), text)


def _shouting_lines(words: Sequence[Written]) -> set[int]:
    """TCVN3 has no capitals with tones: on a line of capitals its small letters stand for them."""
    lines: dict[int, str] = {}
    for word in words:
        lines[word.line] = lines.get(word.line, "") + word.text
    return {
        line
        for line, text in lines.items()
        if not any(map(str.isdigit, text))
        and len(plain := [sign for sign in text if sign.isascii() and sign.isalpha()]) >= CAPITALS
        and all(map(str.isupper, plain))
    }


def _hyphens_read(text: str, hidden: str) -> str:
    """Place 0xAD is a letter here and a hyphen for a PDF: it is taken for the letter where that makes a syllable."""
    first, *others = text.split("-")
    read = [first]
    for part in others:
        together = read[-1] + hidden + part
        if (read[-1] or part) and is_syllable(_bare(together)):
            read[-1] = together
        else:
            read.append(part)
    return "-".join(read)

"""How well a reading agrees with the truth: errors per character, words found, blocks lost."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEADER = re.compile(r"[.…]{3,}")


def squeezed(text: str) -> str:
    """One space between words, no line breaks, no dots that lead to a value on a form: nobody counts those."""
    return " ".join(LEADER.sub(" ", text).split())


def distance_within(line: str, text: str) -> int:
    """Edits that turn ``line`` into the best matching part of ``text``.

    Myers' bit-parallel search: bit i of the vectors says how the cost changes at letter i of the line.
    """
    if not line:
        return 0
    places: dict[str, int] = {}
    for place, letter in enumerate(line):
        places[letter] = places.get(letter, 0) | 1 << place
    full, last = (1 << len(line)) - 1, 1 << (len(line) - 1)
    rises, falls, cost = full, 0, len(line)
    best = cost
    for letter in text:
        equal = places.get(letter, 0)
        vertical = equal | falls
        horizontal = (((equal & rises) + rises) ^ rises) | equal
        up, down = falls | (full & ~(horizontal | rises)), rises & horizontal
        cost += bool(up & last) - bool(down & last)
        best = min(best, cost)
        up, down = (up << 1) & full, (down << 1) & full
        rises, falls = down | (full & ~(vertical | up)), up & vertical
    return best


@dataclass(frozen=True)
class Score:
    """Counts, so that scores add up over pages."""

    letters: int = 0
    errors: int = 0
    words: int = 0
    words_found: int = 0
    lines_lost: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.letters + other.letters,
            self.errors + other.errors,
            self.words + other.words,
            self.words_found + other.words_found,
            self.lines_lost + other.lines_lost,
        )

    @property
    def error_rate(self) -> float:
        """Character errors in percent: order does not count, inventions between lines do not either."""
        return 100 * self.errors / max(1, self.letters)

    @property
    def word_recall(self) -> float:
        """Percent of the true words that were read exactly, as a bag of words."""
        return 100 * self.words_found / max(1, self.words)

    @property
    def lost_a_block(self) -> bool:
        """At least two lines of eight letters or more are not there at all (over half of each is wrong)."""
        return self.lines_lost >= 2


def score(truth: Sequence[str], reading: str) -> Score:
    """Compare the printed lines of a page with the text that was read from it."""
    text, lines = squeezed(reading), [squeezed(line) for line in truth]
    errors = [distance_within(line, text) for line in lines]
    wanted = Counter(word for line in lines for word in line.split())
    return Score(
        letters=sum(map(len, lines)),
        errors=sum(errors),
        words=wanted.total(),
        words_found=(wanted & Counter(text.split())).total(),
        lines_lost=sum(
            len(line) >= 8 and cost > len(line) / 2 for line, cost in zip(lines, errors, strict=True)
        ),
    )


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    return sum(scores, Score())

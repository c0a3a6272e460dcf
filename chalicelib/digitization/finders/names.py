"""Vietnamese names: how one looks on paper, and when two are the same."""

import re
import unicodedata

from chalicelib.digitization.folding import fold
from chalicelib.digitization.model import Check

FEWEST, MOST = 2, 6
EDGES = ".,;:-–_|()\"'“”‘’`´ˆ~*^°•"
FAMILY_NAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly an ao au bach bang banh "
    "be bo ca cam can cao chau chu chung co cu cung dam dan danh dao dau dieu dinh doan dong dau "
    "diep duy gia giang giap ha han hang hau hua hung khieu khong khuat khuc kieu kim kha la lac lai "
    "lam lang lieu linh lo long lu luc luong luu mac mai man mau ngac nghiem ngan nham ninh nong ong "
    "on phi phong phu phung quach quan quang que sai sam si sung ta tang tao than thach thai thang "
    "tieu to ton tong tri trieu trinh truong tu tuong ung uong van vi vien vuong xa "
)
FAMILIES = frozenset(FAMILY_NAMES.split())
TITLES = re.compile(
    r"^(?:[^\w\s]*(?:pgs|gs|ts|ths|bs|ds|bsck\w*|dsck\w*|bac s[iy]|duoc s[iy]|tien s[iy]|thac s[iy]|ong|ba|cn|ks)\b"
    r"[.,\s]*)+"
)
STOP_WORDS = re.compile(
    r"\b(?:sinh|ngay|gioi|nam sinh|so|dien|chuc|nghe|quoc|dan toc|cccd|cmnd|hien|dia|noi|trinh|cu tru|ma|sex"
    r"|nationality|date)\b"
)

REST = re.compile(r"(?P<rest>[^\W\d_]+(?: [^\W\d_]+)?)(?P<behind>[,;]|\W*$)")

VOWEL = re.compile(r"[aeiouy]")

Span = tuple[int, int]


def name_at(text: str, folded: str, start: int, *, strict: bool) -> Span | None:
    """The name that begins here, up to the next label or the end of the line. ``strict``: a known family name."""
    newline = text.find("\n", start)
    end = len(text) if newline < 0 else newline
    title = TITLES.match(folded[start:end])
    start += title.end() if title else 0
    stop = STOP_WORDS.search(folded, start, end)
    return _run(text, start, stop.start() if stop else end, strict=strict)


def bare_name(line: str) -> Span | None:
    """The name that is all of this line, apart from academic titles and stray marks."""
    title = TITLES.match(fold(line))
    span = _run(line, title.end() if title else 0, len(line), strict=True)
    rest = "" if span is None else line[span[1] :]
    return None if any(letter.isalnum() for letter in rest) else span


def normalise_name(name: str) -> str:
    """Composed capitals with single spaces, as on an identity card."""
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def compare_names(read: str, known: str) -> Check:
    """The account's own name; anything else, were it only a tone mark, has to be looked at."""
    return Check.OWNER if known and normalise_name(read) == normalise_name(known) else Check.CONFIRM


def rest_of_name(name: str, line: str) -> int:
    """How many letters of the line below belong to a name that ended with its own line; 0 for none.

    In a form the rest stands alone in the same letters as the name; in a sentence a comma ends it.
    """
    match = REST.match(line)
    if match is None:
        return 0
    rest = match["rest"]
    words = rest.split()
    same_letters = rest.isupper() if name.isupper() else all(word[:1].isupper() for word in words)
    begins_anew = len(words) > 1 and fold(words[0]) in FAMILIES
    if not same_letters or begins_anew or STOP_WORDS.search(fold(rest)):
        return 0
    return match.end("rest") if len(name.split()) + len(words) <= MOST else 0


def _run(text: str, start: int, end: int, *, strict: bool) -> Span | None:
    """The capitalised words from here on; stray marks between them are passed over."""
    words: list[Span] = []
    text = re.sub(
        r"(?<=[^\W\d]),(?=[^\W\d])", " ", text
    )  # a speck between two words, not the end of the name
    for match in re.finditer(r"\S+", text[start:end]):
        word = match.group().strip(EDGES)
        if not word or (words and len(word) == 1 and not word.isupper()):
            continue
        if not word.isalpha() or not word[0].isupper() or not (word[1:].islower() or word.isupper()):
            break
        if VOWEL.search(fold(word)) is None:
            break
        first = start + match.start() + match.group().index(word)
        words.append((first, first + len(word)))
        if match.group()[-1] in ",;:":
            break
    if not FEWEST <= len(words) <= MOST:
        return None
    if strict and fold(text[slice(*words[0])]) not in FAMILIES:
        return None
    return words[0][0], words[-1][1]

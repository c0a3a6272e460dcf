"""Vietnamese names: how one looks on paper, and when two are the same."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from chalicelib.digitization.finders.name_words import FAMILIES, is_like_a_family, is_of_a_name, mended, parts
from chalicelib.digitization.folding import fold
from chalicelib.digitization.model import Check
from chalicelib.digitization.syllables import is_syllable

FEWEST, MOST = 2, 6
LONGEST_LINE = 70  # letters of a name with titles
PLACES = re.compile(  # provinces, old and new, that begin as families do
    r"an giang|bac lieu|cao bang|dong (?:nai|thap)|ha (?:giang|nam|noi|tinh)|lai chau|lam dong|lang son|long an"
    r"|phu (?:tho|yen)|quang (?:binh|nam|ngai|ninh|tri)|thai (?:binh|nguyen)|viet nam|kien giang|hau giang|tien giang"
)
OFFICE_WORDS = re.compile(  # so do these, on forms and in offices
    r"(?:danh (?:sach|muc)|van (?:phong|ban)|ho (?:so|khau|chieu)|chu (?:tich|ho|so)|ca nhan|to (?:chuc|khai)"
    r"|co (?:quan|so)|mau so|quan (?:ly|he)|phong (?:kham|benh|to|dang|nghiep)|vi tri|an toan|tong (?:giam|cuc|cong)"
    r"|bang (?:tot|chu|so)|la nguoi|duong su|dong dau)\b"
)
TITLES = re.compile(
    # academic, medical and military ranks, and how people are addressed
    r"^(?:[^\w\s]*(?:pgs|gs|tskh|ts|ths|bs|bscc|bsc?k\w*|dsc?k\w*|ck ?[i1l]{1,2}|ds|dd|cn|ks|ls|kts"
    r"|bac s[iy]|duoc s[iy]|tien s[iy]|thac s[iy]|luat su|cu nhan|ky su|(?:thieu|trung|thuong|dai) (?:uy|ta|tuong)"
    r"|ong ?/ ?ba|ong ?\(ba\)|anh ?/ ?chi|anh ?\(chi\)|ong|ba|dong chi|d/c|mr|mrs|ms|dr|prof|assoc)(?!\w)[.,:;\s]*)+"
)
STOP_WORDS = re.compile(
    # what follows a name on its line, in words that no name is made of
    r"\b(?:sinh\W{0,3}(?:ngay|nam|thang|tai|quan)|sinh\s?:|ngay\W{0,3}(?:thang|sinh|cap|vao|\d)|nam\W{0,3}sinh"
    r"|nam\s?/\s?nu|gioi\b(?:\W{0,3}tinh|\s?[:/(])|dan toc|quoc tich|ton giao|nghe(?: nghiep|\s?:)|chuc (?:vu|danh)"
    r"|trinh do|hoc (?:vi|ham)|so\s?(?:cccd|cmnd|can|dinh|giay|ho|hieu|dien|dt|the|bhxh|:|\d)|cccd|cmnd|can cuoc"
    r"|ho chieu|dien thoai|d?dt\s?:|sdt|dia chi|noi (?:o|sinh|cap|cu|thuong|lam|cong)|hien (?:o|dang|cu|tru|nay|la)"
    r"|cu tru|thuong tru|tru (?:tai|quan)|tuoi\W{0,3}(?:\d|$)|quan he|ma (?:so|dinh|benh|bn|the|y te|hoc)|don vi|email"
    r"|sex\b|nationality|date of|born\b|gender|age\b|personal no|dai dien)"
)
NOT_OF_A_NAME = {
    "nam",
    "nu",
    "kinh",
    "khong",
    "male",
    "female",
    "viet nam",
}  # what a form has in its next cell

SHORTEST_TELLING = 3  # letters
SCRAP = re.compile(r"(\w{1,5})\W+")  # of a signature or a seal, read as a small word
SCRAPS_BEHIND = 2  # letters
IN_BRACKETS = re.compile(r"\([^()]*\)")
REST = re.compile(r"(?P<rest>[^\W\d_]+(?: [^\W\d_]+)?)(?P<behind>[,;]|\W*$)")

SPECKS = re.compile(r"[^\w\s'’-]|[\d_]")
Span = tuple[int, int]


def name_at(text: str, folded: str, start: int, end: int, *, strict: bool) -> Span | None:
    """The name that begins here, up to the next label or ``end``. ``strict``: a known family name."""
    title = TITLES.match(folded[start:end])
    start += title.end() if title else 0
    return _run(text, start, _next_label(text, folded, start, end), strict=strict)


def _next_label(text: str, folded: str, start: int, end: int) -> int:
    """Where the next label begins. "Nam Sinh" is a name, "Năm sinh" a label: its second word is not set as in names."""
    while stop := STOP_WORDS.search(folded, start, end):
        _, *further = text[slice(*stop.span())].split()
        if stop[0].startswith("so") or not further or not further[0].istitle():
            return stop.start()
        start = stop.start() + 1
    return end


@lru_cache(maxsize=1024)
def bare_name(line: str) -> Span | None:
    """The name that is all of this line, apart from titles and the marks that a pen or a seal left beside it.

    It begins with a family name; in small letters, which few other lines of two words are, with one letter misread.
    """
    if len(line) > LONGEST_LINE:
        return None
    folded = fold(line)
    scrap = SCRAP.match(line)
    begins = (0, scrap.end()) if scrap and not _is_spoken(scrap[1]) else (0,)
    for begin in begins:
        title = TITLES.match(folded[begin:])
        begin += title.end() if title else 0
        span = _run(line, begin, len(line), strict=False)
        if span is None or not _begins_with_family(line[slice(*span)]):
            continue
        if sum(map(str.isalnum, IN_BRACKETS.sub("", line[span[1] :]))) <= SCRAPS_BEHIND:
            return span
    return None


def _begins_with_family(name: str) -> bool:
    _, first = next(parts(name.split()[0]))
    folded = fold(mended(first, is_family=True))
    return folded in FAMILIES or (not name.isupper() and is_like_a_family(folded))


def _is_spoken(word: str) -> bool:
    """Whether a name or an office could begin with this word."""
    return len(word) > 1 and word[0].isupper() and is_syllable(word)


def words_of(name: str) -> Iterator[Span]:
    """The places of the words of a name as it was read, specks and seams left out."""
    for token in re.finditer(r"\S+", name):
        for place, word in parts(token[0]):
            if len(word) > 1 or word.isupper():
                yield token.start() + place, token.start() + place + len(word)


def normalise_name(name: str) -> str:
    """Composed capitals with single spaces, as on an identity card, without specks between the words."""
    return " ".join(SPECKS.sub(" ", unicodedata.normalize("NFC", name).upper()).split())


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
    if not same_letters or begins_anew or fold(words[0]) in NOT_OF_A_NAME or STOP_WORDS.search(fold(rest)):
        return 0
    return match.end("rest") if len(name.split()) + len(words) <= MOST else 0


def _run(text: str, start: int, end: int, *, strict: bool) -> Span | None:
    """The capitalised words from here on; stray marks between them are passed over."""
    words: list[tuple[Span, str]] = []
    for token in re.finditer(r"\S+", text[start:end]):
        for place, read in parts(token[0]):
            if words and len(read) == 1 and not read.isupper():
                continue
            word = mended(read, is_family=not words)
            if not is_of_a_name(word) or (words and not _is_set_alike(word, words[-1][1])):
                return _name(words, strict=strict)
            first = start + token.start() + place
            words.append(((first, first + len(read)), word))
        if words and token[0][-1] in ",;:":
            break
    return _name(words, strict=strict)


def _name(words: list[tuple[Span, str]], *, strict: bool) -> Span | None:
    folded = [fold(word) for _, word in words]
    whole = " ".join(folded)
    if not FEWEST <= len(words) <= MOST or PLACES.fullmatch(whole) or OFFICE_WORDS.match(whole):
        return None
    if strict and folded[0] not in FAMILIES:
        return None
    return words[0][0][0], words[-1][0][1]


def _is_set_alike(word: str, before: str) -> bool:
    """Whether both are in capitals or neither; a short word does not tell."""
    if min(len(word), len(before)) < SHORTEST_TELLING:
        return True
    return word.isupper() == before.isupper()

"""The words that Vietnamese names are made of: what one looks like, and which one a misread word was.

The lists hold common family, middle and given names without their tone marks, written down from general knowledge of
Vietnamese names; they are no register of anybody. They decide nothing by themselves: a word that can be spoken is left
as it was read, and every name that was mended is for a person to compare with the picture.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from chalicelib.digitization.folding import fold
from chalicelib.digitization.syllables import is_syllable

FAMILIES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "an",
        "ao",
        "au",
        "bach",
        "bang",
        "banh",
        "be",
        "bo",
        "ca",
        "cam",
        "can",
        "cao",
        "chau",
        "chu",
        "chung",
        "co",
        "cu",
        "cung",
        "dam",
        "dan",
        "danh",
        "dao",
        "dau",
        "dieu",
        "dinh",
        "doan",
        "dong",
        "dau",
        "diep",
        "duy",
        "gia",
        "giang",
        "giap",
        "ha",
        "han",
        "hang",
        "hau",
        "hua",
        "hung",
        "khieu",
        "khong",
        "khuat",
        "khuc",
        "khuong",
        "kieu",
        "kim",
        "kha",
        "la",
        "lac",
        "lai",
        "lam",
        "lang",
        "lieu",
        "linh",
        "lo",
        "long",
        "lu",
        "luc",
        "luong",
        "luu",
        "mac",
        "mai",
        "man",
        "mau",
        "mua",
        "ngac",
        "nghiem",
        "ngan",
        "nham",
        "ninh",
        "nong",
        "ong",
        "on",
        "phi",
        "phong",
        "phu",
        "phung",
        "quach",
        "quan",
        "quang",
        "que",
        "sai",
        "sam",
        "si",
        "sung",
        "ta",
        "tang",
        "tao",
        "than",
        "thach",
        "thai",
        "thang",
        "thao",
        "thieu",
        "tieu",
        "to",
        "ton",
        "tong",
        "tri",
        "trieu",
        "trinh",
        "truong",
        "tu",
        "tuong",
        "ung",
        "uong",
        "van",
        "vi",
        "vien",
        "vuong",
        "xa",
    ]
)
SYLLABLES = FAMILIES | frozenset(
    [
        "ai",
        "anh",
        "ba",
        "ban",
        "bao",
        "bich",
        "bien",
        "bieu",
        "bien",
        "binh",
        "cam",
        "canh",
        "cat",
        "chanh",
        "chi",
        "chien",
        "chinh",
        "chuc",
        "chuong",
        "chuyen",
        "cong",
        "cuc",
        "cuong",
        "da",
        "dac",
        "dai",
        "dan",
        "dang",
        "danh",
        "dao",
        "dat",
        "dau",
        "dien",
        "dieu",
        "diem",
        "dinh",
        "doanh",
        "don",
        "du",
        "duc",
        "dung",
        "duyen",
        "dung",
        "gam",
        "giac",
        "giao",
        "gioi",
        "hac",
        "hai",
        "ham",
        "hanh",
        "hao",
        "hao",
        "hien",
        "hiep",
        "hieu",
        "hoa",
        "hoai",
        "hoan",
        "hoc",
        "hoi",
        "hong",
        "hop",
        "hue",
        "hung",
        "huan",
        "hue",
        "huong",
        "huu",
        "huy",
        "huyen",
        "hy",
        "kha",
        "khai",
        "khac",
        "khang",
        "khanh",
        "khiem",
        "khoa",
        "khoi",
        "khue",
        "khuyen",
        "khuong",
        "kien",
        "kiet",
        "ky",
        "lan",
        "lanh",
        "lap",
        "lien",
        "lieu",
        "loan",
        "loc",
        "loi",
        "long",
        "luan",
        "luc",
        "luyen",
        "luong",
        "ly",
        "manh",
        "mau",
        "men",
        "mi",
        "mien",
        "minh",
        "mo",
        "my",
        "na",
        "nam",
        "nga",
        "ngan",
        "nghi",
        "nghia",
        "ngoan",
        "ngoc",
        "nguyet",
        "nha",
        "nhan",
        "nhat",
        "nhi",
        "nhien",
        "nhu",
        "nhung",
        "nhuan",
        "ninh",
        "no",
        "nuong",
        "oanh",
        "phat",
        "phi",
        "phong",
        "phu",
        "phuc",
        "phung",
        "phuoc",
        "phuong",
        "quan",
        "quang",
        "quoc",
        "quy",
        "quyen",
        "quyet",
        "quynh",
        "sa",
        "sam",
        "sang",
        "sinh",
        "son",
        "suong",
        "sy",
        "ta",
        "tai",
        "tam",
        "tan",
        "tao",
        "tat",
        "tha",
        "thach",
        "thai",
        "tham",
        "thanh",
        "thang",
        "the",
        "thi",
        "thien",
        "thiep",
        "thinh",
        "tho",
        "thoa",
        "thom",
        "thong",
        "thoi",
        "thu",
        "thuan",
        "thuc",
        "thuong",
        "thuy",
        "thuyen",
        "thy",
        "tien",
        "tiep",
        "tin",
        "tinh",
        "toai",
        "toan",
        "toi",
        "ton",
        "tra",
        "tram",
        "trang",
        "tri",
        "triet",
        "trieu",
        "trinh",
        "tro",
        "trong",
        "tru",
        "truc",
        "trung",
        "truong",
        "truyen",
        "tu",
        "tuan",
        "tue",
        "tung",
        "tuong",
        "tuoi",
        "tuyen",
        "tuyet",
        "ty",
        "uyen",
        "uyen",
        "ut",
        "van",
        "ve",
        "vi",
        "vien",
        "viet",
        "vinh",
        "vu",
        "vuong",
        "vy",
        "xuan",
        "xuyen",
        "y",
        "yen",
    ]
)
EDGES = ".,;:-–_|()\"'“”‘’`´ˆ~*^°•„"
VOWEL = re.compile(r"[aeiouy]")
INNER_MARKS = re.compile(r"(?<=\w)['’-](?=\w)")
SPECKS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
SPECKS_FOR_A_SPACE = re.compile(r"(?<=[^\W\d_]{2})['’‘`´,.;:„_|-]+(?=[^\W\d_]{2})")
MISREAD = str.maketrans("015ø", "olso")
SHORTEST_MENDED = 2


def parts(token: str) -> Iterator[tuple[int, str]]:
    """The words within what stands between two spaces, each with its place in it.

    Two words may have been read as one: with a speck for the space, or with none, "LêHữu".
    """
    token = SPECKS_FOR_A_SPACE.sub(lambda specks: " " * len(specks[0]), token)
    seams = [place for place in range(1, len(token)) if token[place - 1].islower() and token[place].isupper()]
    for start, end in pairwise((0, *seams, len(token))):
        for match in re.finditer(r"\S+", token[start:end]):
            word = SPECKS_AROUND.sub("", match[0])
            if word:
                yield start + match.start() + match[0].index(word), word


def is_of_a_name(word: str) -> bool:
    """A capital, then letters of one kind, a vowel among them; H'Hen has two such parts."""
    pieces = INNER_MARKS.split(word)
    are_alike = all(piece.isalpha() and (piece[1:].islower() or piece.isupper()) for piece in pieces)
    return are_alike and word[0].isupper() and bool(VOWEL.search(fold(word)))


def mended(word: str, *, is_family: bool) -> str:
    """The likeliest word of a name where the one that was read cannot be spoken; otherwise the same.

    One letter is exchanged, added or left out; the others keep their tone marks and their case. With two words as
    likely as each other it stays as it was read.
    """
    small_b = word[0] == "b"  # what a Đ with a pale stroke looks like
    if len(word) < SHORTEST_MENDED or (word[0].islower() and not small_b):
        return word
    if (word.isalpha() and is_syllable(word)) or not any(map(str.isalpha, word)):
        return word
    folded = fold(word).translate(MISREAD)
    folded = f"d{folded[1:]}" if small_b else folded
    known = FAMILIES if is_family else SYLLABLES
    near = (folded,) if folded in known else _near(folded, known)
    if len(near) != 1:
        return word
    written = _rewritten(word, fold(word), near[0])
    return f"Đ{written[1:]}" if small_b else written


def is_like_a_family(folded: str) -> bool:
    """Whether it is a family name, or one with a letter misread."""
    near = _near(folded, FAMILIES) if len(folded) >= SHORTEST_MENDED else ()
    return folded in FAMILIES or any(len(family) == len(folded) for family in near)


@lru_cache(maxsize=1024)
def _near(folded: str, known: frozenset[str]) -> tuple[str, ...]:
    """The words one letter off; those of the same length if there are any, as letters are misread but seldom lost."""
    from rapidfuzz.distance import Levenshtein

    near = [name for name in known if Levenshtein.distance(folded, name, score_cutoff=1) == 1]
    as_long = [name for name in near if len(name) == len(folded)]
    return tuple(as_long or near)


def _rewritten(word: str, folded: str, target: str) -> str:
    """The target in the letters of the word wherever they agree."""
    written = []
    for kind, start, end, first, last in SequenceMatcher(None, folded, target, autojunk=False).get_opcodes():
        written.append(word[start:end] if kind == "equal" else target[first:last])
    text = "".join(written)
    return text.upper() if word.isupper() else text[:1].upper() + text[1:].lower()

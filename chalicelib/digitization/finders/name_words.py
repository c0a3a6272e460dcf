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

_FAMILY_NAMES = """
an ao au bach bang banh be bo bui ca cam can cao chau chu chung co cu cung dam dan dang danh dao dau diep
dieu dinh do doan dong duong duy gia giang giap ha han hang hau ho hoang hua hung huynh kha khieu khong
khuat khuc khuong kieu kim la lac lai lam lang le lieu linh lo long lu luc luong luu ly mac mai man mau mua
ngac ngan nghiem ngo nguyen nham ninh nong on ong pham phan phi phong phu phung quach quan quang que sai sam
si sung ta tang tao thach thai than thang thao thieu tieu to ton tong tran tri trieu trinh truong tu tuong
ung uong van vi vien vo vu vuong xa
"""
_GIVEN_NAMES = """
ai anh ba ban bao bich bien bieu binh canh cat chanh chi chien chinh chuc chuong chuyen cong cuc cuong da
dac dai dat diem dien doanh don du duc dung duyen gam giac giao gioi hac hai ham hanh hao hien hiep hieu hoa
hoai hoan hoc hoi hong hop huan hue huong huu huy huyen hy khac khai khang khanh khiem khoa khoi khue khuyen
kien kiet ky lan lanh lap lien loan loc loi luan luyen manh men mi mien minh mo my na nam nga nghi nghia
ngoan ngoc nguyet nha nhan nhat nhi nhien nhu nhuan nhung no nuong oanh phat phuc phuoc phuong quoc quy
quyen quyet quynh sa sang sinh son suong sy tai tam tan tat tha tham thanh the thi thien thiep thinh tho
thoa thoi thom thong thu thuan thuc thuong thuy thuyen thy tien tiep tin tinh toai toan toi tra tram trang
triet tro trong tru truc trung truyen tuan tue tung tuoi tuyen tuyet ty ut uyen ve viet vinh vy xuan xuyen y
yen
"""
FAMILIES = frozenset(_FAMILY_NAMES.split())
SYLLABLES = FAMILIES | frozenset(_GIVEN_NAMES.split())
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


@lru_cache(maxsize=2048)
def is_of_a_name(word: str) -> bool:
    """A capital, then letters of one kind, a vowel among them; H'Hen has two such parts."""
    pieces = INNER_MARKS.split(word)
    are_alike = all(piece.isalpha() and (piece[1:].islower() or piece.isupper()) for piece in pieces)
    return are_alike and word[0].isupper() and bool(VOWEL.search(fold(word)))


@lru_cache(maxsize=2048)
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

"""People on a paper: whom it is about, and who signed it."""

import re
import unicodedata
from collections.abc import Iterator

from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import Line, PageText, PaperText

NAME_LABELS = (
    # folded beginnings of "label: name", the surest first
    r"ho,? (?:va |chu dem,? ?(?:va )?)?ten(?: khai sinh| nguoi [a-z ]{2,30}| cua [a-z ]{2,30})?"
    r"(?: \([^)\n]{1,40}\))?",
    r"full name",
    r"(?:toi ten la|ten toi la|ten toi|toi la)",
    r"(?:cap cho|cong nhan|chung nhan|xac nhan|bo nhiem|cho)(?: ong| ba|:)?(?: \(ba\)|/ba)?",
    r"(?:ong|ba|ong/ba|ong \(ba\)|anh|chi)",
)
LABELLED = tuple(re.compile(rf"(?:^|[\s\d.\-)(])({label})\s?[:;.]?\s", re.MULTILINE) for label in NAME_LABELS)
STOP_WORDS = re.compile(
    r"\b(?:sinh|ngay|gioi|nam sinh|so|dien|chuc|nghe|quoc|dan toc|cccd|cmnd|hien|dia|noi|trinh|cu tru|ma|sex"
    r"|nationality|date)\b"
)
TITLES = re.compile(
    r"^(?:(?:pgs|gs|ts|ths|bs|ds|bsck\w*|dsck\w*|bac s[iy]|duoc s[iy]|tien s[iy]|thac s[iy]|ong|ba|cn|ks)\b"
    r"[.,\s]*)+"
)
ROLE = re.compile(
    r"giam doc|cuc truong|vu truong|bo truong|thu truong|chu tich|hieu truong|truong (?:phong|khoa|ban)"
    r"|vien truong|nguoi (?:lam don|khai|de nghi|viet|duoc|uy quyen|lap|kham|chiu)|dai dien|chanh van phong"
    r"|bac s[iy]|ket luan|chu co so|ky[, ]|can bo"
)
SIGNATURE_REACH = 9  # lines from a role down to the name
FEWEST, MOST = 2, 6
SEX = re.compile(r"(?:gioi tinh|sex)[^\n]{0,12}?[:/ ]\s?(nam|nu)\b")


def find_person_name(paper: PaperText, job: Job) -> Iterator[Field]:
    """The name behind a label; to be confirmed when read from a picture and not equal to the account's."""
    for label in LABELLED:
        for page in paper:
            for match in label.finditer(page.folded):
                span = _name_at(page, match.end())
                if span is not None:
                    yield _name_field(page, FieldName.PERSON_NAME, span, job)


def find_signer(paper: PaperText, job: Job) -> Iterator[Field]:
    """The last line that is a bare name below a line that names an office or a role."""
    for page in reversed(paper.pages):
        lines = page.lines
        for index in range(len(lines) - 1, -1, -1):
            span = _whole_line_name(lines[index])
            above = lines[max(0, index - SIGNATURE_REACH) : index]
            if span is not None and any(ROLE.search(line.folded) for line in above):
                yield _name_field(page, FieldName.SIGNER, span, job)
                break


def find_sex(paper: PaperText, job: Job) -> Iterator[Field]:
    """ "Giới tính: Nam"."""
    for page in paper:
        for match in SEX.finditer(page.folded):
            normalised = "male" if match[1] == "nam" else "female"
            yield page.field(FieldName.SEX, *match.span(1), normalised, Check.STRUCTURE)


def compare_names(read: str, known: str) -> Check:
    """Equal, equal up to tone marks (a person has to look), or different."""
    if not known:
        return Check.NONE
    one, two = _normalise(read), _normalise(known)
    if one == two:
        return Check.OWNER
    return Check.CONFIRM if fold(one) == fold(two) else Check.NONE


def _name_field(page: PageText, name: FieldName, span: tuple[int, int], job: Job) -> Field:
    value = page.text[slice(*span)]
    check = compare_names(value, job.asked.owner.name)
    if check is Check.NONE and page.was_recognised:
        check = Check.CONFIRM
    return page.field(name, *span, _normalise(value), check)


def _normalise(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def _name_at(page: PageText, start: int) -> tuple[int, int] | None:
    """The run of capitalised words that begins here, up to the next label."""
    end_of_line = page.text.find("\n", start)
    end_of_line = len(page.text) if end_of_line < 0 else end_of_line
    title = TITLES.match(page.folded[start:end_of_line])
    start += title.end() if title else 0
    stop = STOP_WORDS.search(page.folded, start, end_of_line)
    limit = stop.start() if stop else end_of_line
    return _capitalised_run(page.text, start, limit)


def _whole_line_name(line: Line) -> tuple[int, int] | None:
    title = TITLES.match(line.folded)
    start = title.end() if title else 0
    span = _capitalised_run(line.text, start, len(line.text))
    if span is None or line.text[span[1] :].strip(" .,-_|") or line.text[start : span[0]].strip(" .,-_|"):
        return None
    if ROLE.search(line.folded) or line.text.isupper():
        return None
    return line.start + span[0], line.start + span[1]


def _capitalised_run(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = []
    for match in re.finditer(r"\S+", text[start:end]):
        word = match.group().strip(".,;:-_|()\"'")
        if not word or not word[0].isupper() or not word.isalpha():
            break
        words.append((start + match.start(), start + match.start() + match.group().index(word) + len(word)))
        if match.group()[-1] in ".,;:":
            break
    return (words[0][0], words[-1][1]) if FEWEST <= len(words) <= MOST else None

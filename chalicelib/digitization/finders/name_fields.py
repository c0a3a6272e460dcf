"""The field of a name: what the words mean, where it goes on below, and that a person has to compare it."""

from dataclasses import replace

from chalicelib.digitization.finders.name_words import EDGES, mended
from chalicelib.digitization.finders.names import Span, compare_names, normalise_name, rest_of_name, words_of
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Field, FieldName
from chalicelib.digitization.paper_text import PageText, Segment

SURE = 0.9  # confidence above which a word is what it was read as, whatever it is
DIRT = 0.4  # confidence of what is no writing at all
NEXT_LINE = 2.8  # heights of a word from one line to the next


def name_field(page: PageText, name: FieldName, span: Span, job: Job) -> Field:
    """A name is to be confirmed by a person, unless the account bears exactly the same."""
    value = _meant(page, span)
    rest = _rest_below(page, span) if name is FieldName.PERSON_NAME else None
    if rest is not None:
        value = normalise_name(f"{value} {page.text[slice(*rest)]}")
    field = page.field(name, *span, value, compare_names(value, job.asked.owner.name))
    return field if rest is None else replace(field, value=f"{field.value} {page.text[slice(*rest)]}")


def _meant(page: PageText, span: Span) -> str:
    """The name in capitals; a word that was read without confidence and cannot be spoken is mended."""
    meant: list[str] = []
    for first, last in words_of(page.text[slice(*span)]):
        word = page.text[span[0] + first : span[0] + last]
        unsure = any(read.confidence < SURE for read in page.words_in(span[0] + first, span[0] + last))
        meant.append(mended(word, is_family=not meant) if unsure else word)
    return normalise_name(" ".join(meant))


def _rest_below(page: PageText, span: Span) -> Span | None:
    """Where the name goes on, when it ended with its line and the next line in its column begins with the rest."""
    for index, here in enumerate(page.segments):
        end = here.start + len(here.text)
        if not here.start < span[1] <= end:
            continue
        if page.text[span[1] : end].strip(EDGES + " "):
            return None
        for below in page.segments[index + 1 :]:
            if here.has_place and not _is_next_line(page, here, below):
                continue
            length = rest_of_name(page.text[slice(*span)], below.text)
            rest = (below.start, below.start + length)
            return rest if length and _is_credible(page, rest) else None
    return None


def _is_credible(page: PageText, rest: Span) -> bool:
    """A letter of dirt below a name is not the rest of it."""
    return all(word.confidence > DIRT for word in page.words_in(*rest))


def _is_next_line(page: PageText, here: Segment, below: Segment) -> bool:
    """By the middles of the two lines: on a sheet that lies askew the boxes of long lines overlap."""
    first = page.words_in(here.start, here.start + 1)[0].box
    step = (below.box[1] + below.box[3] - here.box[1] - here.box[3]) / 2
    beside = min(here.box[2], below.box[2]) - max(here.box[0], below.box[0])
    return here.line < below.line and beside > 0 and 0 < step < NEXT_LINE * (first[3] - first[1])

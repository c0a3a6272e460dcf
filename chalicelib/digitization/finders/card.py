"""Fields from the QR code of a citizen card: exact, so they stand before everything read from print."""

from collections.abc import Iterator

from chalicelib.digitization.citizen_card import parse_card
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PaperText

WORD_OF_SEX = {"male": "Nam", "female": "Nữ"}


def find_on_card(paper: PaperText, job: Job) -> Iterator[Field]:
    """Number, name, birth date, sex and issue date; failed where the card contradicts itself."""
    if job.card is None:
        return
    code = next(code for code in job.codes if parse_card(code.text) is not None)
    check = Check.FAILED if job.card.problems else Check.CODE
    values = {
        FieldName.PERSONAL_NUMBER: (job.card.personal_number, job.card.personal_number),
        FieldName.PERSON_NAME: (job.card.name, job.card.name.upper()),
        FieldName.BIRTH_DATE: (_as_written(job.card.birth_date), job.card.birth_date),
        FieldName.SEX: (WORD_OF_SEX.get(job.card.sex, ""), job.card.sex),
        FieldName.ISSUE_DATE: (_as_written(job.card.issued), job.card.issued),
    }
    for name, (value, normalised) in values.items():
        if value:
            yield Field(name, value, normalised, 1.0, code.page, code.box, check)


def _as_written(day: str) -> str:
    """An ISO date as people write it here: 31/12/1990."""
    return "/".join(reversed(day.split("-")))

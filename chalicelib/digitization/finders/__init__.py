"""Finders: each yields the fields of one kind that it finds in a paper's text, best first."""

from collections.abc import Callable, Iterator

from chalicelib.digitization.finders.card import find_on_card
from chalicelib.digitization.finders.dates import find_birth_date, find_expiry_date, find_issue_date
from chalicelib.digitization.finders.numbers import find_document_number, find_personal_number, find_tax_code
from chalicelib.digitization.finders.offices import find_agency, find_subject
from chalicelib.digitization.finders.people import find_person_name, find_sex
from chalicelib.digitization.finders.signers import find_signer
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Field
from chalicelib.digitization.paper_text import PaperText

Finder = Callable[[PaperText, Job], Iterator[Field]]

FINDERS: tuple[Finder, ...] = (
    find_on_card,
    find_document_number,
    find_personal_number,
    find_tax_code,
    find_birth_date,
    find_issue_date,
    find_expiry_date,
    find_person_name,
    find_sex,
    find_signer,
    find_agency,
    find_subject,
)

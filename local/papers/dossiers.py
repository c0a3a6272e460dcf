"""Papers for a dossier: the kind that answers a component of a procedure, by the component's name."""

import re
from random import Random

from local.papers.facts import Facts
from local.papers.folded import without_tone_marks
from local.papers.forms import Form
from local.papers.make import deliver_sheet, make_paper
from local.papers.portrait import portrait_paper
from local.papers.templates.results import letter
from local.papers.truth import MadePaper

LETTER, PORTRAIT = "letter", "portrait"
COMPONENT_WORDS = (  # the first row whose words all stand in the name, tone marks aside, decides
    ("anh chan dung", PORTRAIT),
    ("don de nghi|giay phep hanh nghe", "practice_licence_application"),
    ("don de nghi|kinh doanh duoc", "pharmacy_application"),
    ("don de nghi", LETTER),
    ("to khai|mai tang", "funeral_declaration"),
    ("to khai", LETTER),
    ("van ban de nghi|gia han", "renewal_request"),
    ("van ban de nghi", LETTER),
    ("van ban cong bo|tieu chuan", "device_standard"),
    ("van ban cong bo", LETTER),
    ("tai lieu", LETTER),
    ("ban thuyet minh", LETTER),
    ("uy quyen", "power_of_attorney"),
    ("phieu cong bo", "cosmetic_notification"),
    ("bao cao|luu hanh", "circulation_report"),
    ("luu hanh tu do", "free_sale_certificate"),
    ("dang ky doanh nghiep", "business_registration"),
    ("dang ky kinh doanh", "business_registration"),
    ("tu cach phap nhan", "business_registration"),
    ("thong bao|tiem chung", "vaccination_notice"),
    ("chuyen khoa", "specialist_diploma"),
    ("van bang", "degree"),
    ("suc khoe", "health_certificate"),
    ("ly lich", "curriculum_vitae"),
    ("thuc hanh", "practice_confirmation"),
    ("tieng viet", "language_certificate"),
    ("chung tu", "death_certificate"),
    ("khai tu", "death_certificate"),
    ("thoi huong", "allowance_stop_decision"),
    ("iso", LETTER),
    ("kien thuc", LETTER),
    ("tieu chuan", "device_standard"),
    ("thiet bi", "equipment_list"),
    ("nhan su", "personnel_list"),
    ("kiem nghiem", "lab_test_report"),
    ("can cuoc", "citizen_card"),
    ("an toan thuc pham", "food_safety_certificate"),
    ("giay phep hanh nghe", "practice_licence"),
    ("kinh doanh duoc", "pharmacy_certificate"),
    ("phieu tiep nhan", "notification_receipt"),
)


def kind_for_component(name: str) -> str:
    """The kind of paper that answers a component; a letter where no kind of its own exists."""
    folded = without_tone_marks(name)
    fits = (kind for words, kind in COMPONENT_WORDS if all(word in folded for word in words.split("|")))
    return next(fits, LETTER)


def paper_for_component(name: str, facts: Facts, form: Form = Form.BORN_DIGITAL, seed: int = 0) -> MadePaper:
    """A plausible paper for any component: its own kind, or a letter that bears the component's name.

    A portrait is a JPEG whatever the form.
    """
    kind = kind_for_component(name)
    if kind == PORTRAIT:
        return portrait_paper(seed)
    if kind == LETTER:
        return deliver_sheet(letter(facts, Random(f"{name}-{seed}"), _subject(name)), LETTER, form, seed)
    return make_paper(kind, facts, form, seed)


def _subject(name: str) -> str:
    """The component's name up to its first comma or bracket, short enough for a title."""
    return re.split(r"[,;:(]", name)[0].strip()[:90]

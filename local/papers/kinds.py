"""The table of all kinds of paper: name, template, and whether it is kept apart from tuning."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from local.papers.blocks import Sheet
from local.papers.facts import Facts
from local.papers.templates import (
    applications,
    business,
    certificates,
    civil,
    deeds,
    devices,
    hospital,
    kept_apart,
    kept_apart_firms,
    life,
    personal,
    results,
)

Template = Callable[[Facts, Random], Sheet]


@dataclass(frozen=True)
class Kind:
    """``held_out``: never looked at while reading rules are written, to measure honestly."""

    name: str
    template: Template
    held_out: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("practice_licence_application", applications.practice_licence),
        Kind("pharmacy_application", applications.pharmacy_certificate),
        Kind("renewal_request", applications.renewal_request),
        Kind("curriculum_vitae", applications.curriculum_vitae),
        Kind("funeral_declaration", applications.funeral_declaration),
        Kind("degree", personal.degree),
        Kind("health_certificate", personal.health_certificate),
        Kind("practice_confirmation", personal.practice_confirmation),
        Kind("death_certificate", personal.death_certificate),
        Kind("citizen_card", personal.citizen_card),
        Kind("business_registration", business.business_registration),
        Kind("power_of_attorney", business.power_of_attorney),
        Kind("cosmetic_notification", business.cosmetic_notification),
        Kind("circulation_report", business.circulation_report),
        Kind("device_standard", devices.device_standard),
        Kind("equipment_list", devices.equipment_list),
        Kind("practice_licence", results.practice_licence),
        Kind("pharmacy_certificate", results.pharmacy_certificate),
        Kind("notification_receipt", results.notification_receipt),
        Kind("letter", results.letter),
        Kind("operating_licence", certificates.operating_licence),
        Kind("old_practice_certificate", certificates.old_practice_certificate),
        Kind("bilingual_degree", certificates.bilingual_degree),
        Kind("land_certificate", certificates.land_certificate),
        Kind("quality_certificate", certificates.quality_certificate),
        Kind("drug_registration", certificates.drug_registration),
        Kind("changed_registration", certificates.changed_registration),
        Kind("birth_extract", civil.birth_extract),
        Kind("marital_confirmation", civil.marital_confirmation),
        Kind("driver_health", civil.driver_health),
        Kind("death_notice", civil.death_notice),
        Kind("fee_receipt", civil.fee_receipt),
        Kind("work_confirmation_request", civil.work_confirmation_request),
        Kind("dotted_request", civil.dotted_request),
        Kind("card_back", civil.card_back),
        Kind("appointment", deeds.appointment),
        Kind("approval_decision", deeds.approval_decision),
        Kind("employment_contract", deeds.employment_contract),
        Kind("personal_power", deeds.personal_power),
        Kind("inspection_minutes", deeds.inspection_minutes),
        Kind("official_letter", deeds.official_letter),
        Kind("clinic_application", deeds.clinic_application),
        Kind("family_commitment", deeds.family_commitment),
        Kind("discharge_note", hospital.discharge_note),
        Kind("sick_leave", hospital.sick_leave),
        Kind("seafarer_health", hospital.seafarer_health),
        Kind("merit_award", hospital.merit_award),
        Kind("introduction_letter", life.introduction_letter),
        Kind("student_confirmation", life.student_confirmation),
        Kind("loss_report", life.loss_report),
        Kind("residence_confirmation", life.residence_confirmation),
        Kind("specialist_diploma", personal.specialist_diploma, held_out=True),
        Kind("language_certificate", personal.language_certificate, held_out=True),
        Kind("personnel_list", devices.personnel_list, held_out=True),
        Kind("lab_test_report", devices.lab_test_report, held_out=True),
        Kind("free_sale_certificate", results.free_sale_certificate, held_out=True),
        Kind("food_safety_certificate", results.food_safety_certificate, held_out=True),
        Kind("allowance_stop_decision", results.allowance_stop_decision, held_out=True),
        Kind("vaccination_notice", results.vaccination_notice, held_out=True),
        Kind("judicial_record", kept_apart.judicial_record, held_out=True),
        Kind("birth_certificate", kept_apart.birth_certificate, held_out=True),
        Kind("pharmacist_certificate", kept_apart.pharmacist_certificate, held_out=True),
        Kind("course_certificate", kept_apart.course_certificate, held_out=True),
        Kind("recognition_request", kept_apart.recognition_request, held_out=True),
        Kind("tax_registration", kept_apart_firms.tax_registration, held_out=True),
        Kind("import_permit", kept_apart_firms.import_permit, held_out=True),
        Kind("appraisal_minutes", kept_apart_firms.appraisal_minutes, held_out=True),
        Kind("house_lease", kept_apart_firms.house_lease, held_out=True),
    )
}
CARDS = ("citizen_card", "card_back")  # print of six points: measured by themselves
TUNED = tuple(kind.name for kind in KINDS.values() if not kind.held_out and kind.name not in CARDS)
HELD_OUT = tuple(kind.name for kind in KINDS.values() if kind.held_out)

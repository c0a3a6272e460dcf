"""The table of all kinds of paper: name, template, and whether it is kept apart from tuning."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from local.papers.blocks import Sheet
from local.papers.facts import Facts
from local.papers.templates import applications, business, devices, personal, results

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
        Kind("specialist_diploma", personal.specialist_diploma, held_out=True),
        Kind("language_certificate", personal.language_certificate, held_out=True),
        Kind("personnel_list", devices.personnel_list, held_out=True),
        Kind("lab_test_report", devices.lab_test_report, held_out=True),
        Kind("free_sale_certificate", results.free_sale_certificate, held_out=True),
        Kind("food_safety_certificate", results.food_safety_certificate, held_out=True),
        Kind("allowance_stop_decision", results.allowance_stop_decision, held_out=True),
        Kind("vaccination_notice", results.vaccination_notice, held_out=True),
    )
}
TUNED = tuple(kind.name for kind in KINDS.values() if not kind.held_out)
HELD_OUT = tuple(kind.name for kind in KINDS.values() if kind.held_out)

"""Which law judges a dossier: the rules of the day it was received, and the calendar of the office that handles it."""

from datetime import datetime

from chalicelib.domain.calendar import local
from chalicelib.domain.clock import Law
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.ports_catalogue import CatalogueReader


def law_for(dossier: Dossier, catalogue: CatalogueReader, at: datetime) -> Law:
    """Before reception, the rules of today; afterwards, those of the day of receipt, for ever."""
    today = local(at).date()
    received = dossier.clock.received_at
    judged_by = local(received).date() if received else today
    unit = catalogue.units().get(dossier.unit, local(dossier.opened_at).date())
    calendar = catalogue.calendar()
    if unit.office_hours:
        calendar = calendar.with_office_hours(unit.office_hours)
    return Law(calendar, catalogue.rules_on(judged_by))

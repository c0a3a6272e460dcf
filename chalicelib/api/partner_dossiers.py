"""What ministries' departments and provinces tell us from systems of their own, and what they still owe."""

from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from chalicelib.api.calls import Answer, Call, Nothing
from chalicelib.api.http import Routes
from chalicelib.api.models import PageView
from chalicelib.api.partner_models import (
    DossierAnswer,
    DossiersHeard,
    DossiersTold,
    OwedQuery,
    OwedView,
    RowAnswer,
    Standing,
    StepsHeard,
    StepsTold,
    owed_views,
)
from chalicelib.application.take_from_partner import Answer as Told
from chalicelib.bootstrap import container
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import DomainError
from chalicelib.domain.partner_account import Reason, Reception
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerNumber, PartnerStep
from chalicelib.domain.partner_errors import RowInvalid
from chalicelib.domain.ports_partners import PartnerFile

routes = Routes("partner")
officer = Routes("officer")

Model = TypeVar("Model", bound=BaseModel)
_NUMBER: TypeAdapter[str] = TypeAdapter(PartnerNumber)
_NOTHING = PartnerFile(None, None)
#: Characters of the names of wrong fields.
_SHOWN = 200


@routes.write("POST", "/partner/dossiers", body=DossiersTold, out=DossiersHeard)
def tell_dossiers(call: Call[DossiersTold]) -> Answer:
    """Tell of dossiers that the caller's own system holds: new ones, and what changed about known ones."""
    demand(call.caller, Action.TELL_AS_PARTNER)
    rows = tuple(_dossier(call, row, told) for row, told in enumerate(call.body.dossiers))
    _note_units(call, {str(told.get("unit")) for told in call.body.dossiers})
    return Answer(DossiersHeard(rows=rows))


@routes.write("POST", "/partner/dossiers/{number}/progress", body=StepsTold, out=StepsHeard)
def tell_progress(call: Call[StepsTold]) -> Answer:
    """Tell of steps of a dossier, numbered from 1 without gaps; however they come, they are taken in that order."""
    demand(call.caller, Action.TELL_AS_PARTNER)
    take, unit = container().take_from_partner, call.body.unit
    answers: dict[int, Told] = {}
    steps: dict[int, PartnerStep] = {}
    stands = _NOTHING
    number = ""
    try:
        number = _number_of(call.path["number"])
        for row, told in enumerate(call.body.steps):
            try:
                steps[row] = _read(PartnerStep, told)
            except RowInvalid as rule:
                answers[row] = _refused(rule)
                _, stands = take.misread(call.caller, unit, number, rule, told.get("step"))
        if steps:
            taken, stands = take.steps(call.caller, unit, number, tuple(steps.values()))
            answers |= dict(zip(steps, taken, strict=True))
        _note_units(call, {unit})
    except DomainError as rule:
        answers = dict.fromkeys(range(len(call.body.steps)), _refused(rule))
    rows = tuple(RowAnswer.of(row, answers[row]) for row in sorted(answers))
    return Answer(StepsHeard(number=number, stands=Standing.of(stands), rows=rows))


@routes.read("/partner/owed", out=PageView[OwedView], query=OwedQuery)
def read_owed(call: Call[Nothing]) -> Answer:
    """What the caller's own system still owes for one of its units: steps, ends, papers, corrections; oldest first."""
    query = call.query
    page = container().partner_debts.of_partner(call.caller, query.unit, query.limit, query.cursor)
    return Answer(PageView[OwedView](items=owed_views(page.items), next_cursor=page.cursor))


@officer.read("/partner-debts", out=PageView[OwedView], query=OwedQuery)
def read_partner_debts(call: Call[Nothing]) -> Answer:
    """What the system of the caller's unit, or of one below it, still owes us, by dossier; the oldest first."""
    query = call.query
    page = container().partner_debts.of_unit(call.caller, query.unit, query.limit, query.cursor)
    return Answer(PageView[OwedView](items=owed_views(page.items), next_cursor=page.cursor))


def _dossier(call: Call[DossiersTold], row: int, raw: dict[str, Any]) -> DossierAnswer:
    number, stands = "", _NOTHING
    take = container().take_from_partner
    try:
        number = _number_of(raw.get("number"))
        try:
            answer, stands = take.dossier(call.caller, _read(PartnerDossier, raw))
        except RowInvalid as rule:
            answer, stands = take.misread(call.caller, str(raw.get("unit", "")), number, rule, 0)
    except DomainError as rule:
        answer = _refused(rule)
    view = RowAnswer.of(row, answer)
    return DossierAnswer(number=number, stands=Standing.of(stands), **dict(view))


def _number_of(text: object) -> str:
    """Raises ``RowInvalid``."""
    try:
        return _NUMBER.validate_python(text)
    except ValidationError:
        raise RowInvalid(fields="number") from None


def _read(model: type[Model], raw: dict[str, Any]) -> Model:
    """Raises ``RowInvalid``, which names fields and never their values."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        fields = sorted({".".join(map(str, each["loc"])) for each in found})
        raise RowInvalid(fields=", ".join(fields)[:_SHOWN]) from None


def _refused(rule: DomainError) -> Told:
    return Told(Reception.REFUSED, Reason.of(rule, container().clock.now()))


def _note_units(call: Call[Any], units: set[str]) -> None:
    for unit in units & call.caller.units:
        container().partner_accounts.heard(unit, container().clock.now())

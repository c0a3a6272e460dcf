"""What a partner owes for one dossier, from its account and the dossier as it stands."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError
from chalicelib.domain.partner_account import Debt, DebtKind, PartnerAccount, Reason
from chalicelib.domain.partner_dossiers import PartnerDossier
from chalicelib.domain.partner_errors import (
    DatesDiffer,
    DossierNotTold,
    DossierOverdue,
    EndNotTold,
    StepsMissing,
    StepToldDifferently,
)
from chalicelib.domain.states import TERMINAL, State

#: A date of the dossier, the clock's name for it, and the state whose step tells it.
_DATES = (
    ("received_at", State.RECEIVED),
    ("finished_at", State.DECIDED),
    ("returned_at", State.RETURNED),
)
_ENDED = TERMINAL | {State.DECIDED}


def reckoned(account: PartnerAccount, dossier: Dossier | None, now: datetime) -> PartnerAccount:
    """The account with its debts; one that was there before keeps the instant since when it stands."""
    since = {_name(debt): debt.reason.since for debt in account.debts}
    debts = tuple(
        debt.model_copy(
            update={"reason": debt.reason.model_copy(update={"since": since.get(_name(debt), now)})}
        )
        for debt in _debts(account, dossier, now)
    )
    promised = {path: reason for path, reason in account.unfetched.items() if path in account.paths}
    is_open = dossier is not None and dossier.state not in _ENDED
    return account.changed(
        debts=debts, unfetched=promised, due=dossier.clock.next_due if dossier and is_open else None
    )


def missing_steps(account: PartnerAccount) -> tuple[int, ...]:
    """The numbers between what was taken and the last that waits of which nothing came."""
    here = {step.step for step in account.waiting}
    last = max(here, default=0)
    return tuple(number for number in range(len(account.taken) + 1, last) if number not in here)


def overdue(account: PartnerAccount, now: datetime) -> Iterator[Debt]:
    """The debt that time alone makes."""
    if account.due is not None and account.due < now:
        rule = DossierOverdue(due=account.due.isoformat())
        yield Debt(kind=DebtKind.OVERDUE, reason=Reason.of(rule, account.due))


def _debts(account: PartnerAccount, dossier: Dossier | None, now: datetime) -> Iterator[Debt]:
    if account.refusal is not None:
        yield Debt(kind=_kind(account.refusal), reason=account.refusal)
    for step, reason in account.misread.items():
        yield Debt(kind=DebtKind.REFUSED, step=step, reason=reason)
    if account.latest is None:
        yield _debt(DebtKind.STEP_MISSING, DossierNotTold(), now)
    for step in account.disputed:
        yield _debt(DebtKind.REFUSED, StepToldDifferently(step=step), now, step)
    if missing := missing_steps(account):
        rule = StepsMissing(steps=", ".join(map(str, missing)))
        yield _debt(DebtKind.STEP_MISSING, rule, now, missing[0])
    if account.held_up_by is not None:
        yield Debt(kind=_kind(account.held_up_by), step=len(account.taken) + 1, reason=account.held_up_by)
    for reason in account.unfetched.values():
        yield Debt(kind=DebtKind.PAPER, reason=reason)
    if dossier is not None and account.latest is not None:
        yield from _about_dates(account.latest, dossier, now)


def _about_dates(told: PartnerDossier, dossier: Dossier, now: datetime) -> Iterator[Debt]:
    for date, state in _DATES:
        said, held = getattr(told, date), getattr(dossier.clock, date)
        if said is not None and held is None:
            yield _debt(DebtKind.STEP_MISSING, EndNotTold(date=date, state=state), now)
        elif said is not None and said != held:
            yield _debt(DebtKind.DIFFERS, DatesDiffer(date=date), now)


def _kind(reason: Reason) -> DebtKind:
    return DebtKind.KEPT if reason.passes else DebtKind.REFUSED


def _debt(kind: DebtKind, rule: DomainError, now: datetime, step: int = 0) -> Debt:
    return Debt(kind=kind, step=step, reason=Reason.of(rule, now))


def _name(debt: Debt) -> tuple[str, int, str, str]:
    return debt.kind, debt.step, debt.reason.code, debt.reason.en

"""What partners' systems send and are answered, and the report of what they owe."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.calls import PageQuery
from chalicelib.application.partner_debts import Owed
from chalicelib.application.take_from_partner import Answer
from chalicelib.domain.partner_account import DebtKind, Reception
from chalicelib.domain.ports_partners import PartnerFile
from chalicelib.domain.states import State

#: Rows in one call.
MOST_ROWS = 50


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class DossiersTold(BaseModel):
    """Dossiers as docs/partners.md describes them. Each is read by itself, so that a bad one spoils no other."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

    dossiers: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_ROWS)


class StepsTold(BaseModel):
    """Steps of one dossier of ``unit``, each read by itself."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

    unit: str = Field(min_length=1, max_length=40)
    steps: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_ROWS)


class OwedQuery(PageQuery):
    """Of which unit."""

    unit: str = Field(min_length=1, max_length=40)


class Standing(_View):
    """Where a dossier stands here. ``dossier_number`` is the national one; empty while it is not taken."""

    dossier_number: str = ""
    state: State | None = None
    taken_until: int = 0

    @classmethod
    def of(cls, stands: PartnerFile) -> "Standing":
        """Of what is stored."""
        dossier, account = stands.dossier, stands.account
        return cls(
            dossier_number=dossier.number if dossier else "",
            state=dossier.state if dossier else None,
            taken_until=len(account.taken) if account else 0,
        )


class RowAnswer(_View):
    """What became of one row: its place in the call (from 0), and why it was not taken."""

    row: int
    reception: Reception
    code: str = ""
    detail_vi: str = ""
    detail_en: str = ""

    @classmethod
    def of(cls, row: int, answer: Answer) -> "RowAnswer":
        """The answer in words."""
        reason = answer.reason
        if reason is None:
            return cls(row=row, reception=answer.reception)
        return cls(
            row=row,
            reception=answer.reception,
            code=reason.code,
            detail_vi=reason.vi,
            detail_en=reason.en,
        )


class DossierAnswer(RowAnswer):
    """The same for a dossier."""

    number: str
    stands: Standing


class DossiersHeard(_View):
    """One answer for each dossier of the call, in its order."""

    rows: tuple[DossierAnswer, ...]


class StepsHeard(_View):
    """One answer for each step of the call, in its order."""

    number: str
    stands: Standing
    rows: tuple[RowAnswer, ...]


class DebtView(_View):
    """One thing that is owed, since when, and what to do."""

    kind: DebtKind
    step: int
    code: str
    detail_vi: str
    detail_en: str
    since: datetime


class OwedView(_View):
    """What is owed for one dossier."""

    unit: str
    number: str
    taken_until: int
    debts: tuple[DebtView, ...]

    @classmethod
    def of(cls, owed: Owed) -> "OwedView":
        """The view."""
        return cls(
            unit=owed.unit,
            number=owed.number,
            taken_until=owed.taken_until,
            debts=tuple(
                DebtView(
                    kind=debt.kind,
                    step=debt.step,
                    code=debt.reason.code,
                    detail_vi=debt.reason.vi,
                    detail_en=debt.reason.en,
                    since=debt.reason.since,
                )
                for debt in owed.debts
            ),
        )


def owed_views(items: Sequence[Owed]) -> tuple[OwedView, ...]:
    """The views of a page."""
    return tuple(map(OwedView.of, items))

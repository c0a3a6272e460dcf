"""Decide what of a partner's account can be taken now: file, amend, bring papers, take steps, reckon what is owed."""

from dataclasses import dataclass, field

from chalicelib.application.attach_file import RESULT
from chalicelib.application.file_for_partner import FileForPartner
from chalicelib.application.law import law_for
from chalicelib.domain import lifecycle
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile, FiledPaper
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.partner_account import PartnerAccount, Reason
from chalicelib.domain.partner_debts import reckoned
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerStep
from chalicelib.domain.partner_steps import actor_of, carried_out, demand_passed
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_partners import PartnerFile
from chalicelib.domain.states import Role

#: Events in one transaction, which holds a hundred writes.
_AT_ONCE = 40


@dataclass(slots=True)
class Settled:
    """What is to be written, while it is decided. ``number``: only where the dossier is filed now."""

    account: PartnerAccount
    dossier: Dossier | None
    files: tuple[DossierFile, ...]
    events: list[AnyEvent] = field(default_factory=list)
    number: DossierNumber | str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether more could be taken than fits one transaction."""
        return len(self.events) >= _AT_ONCE


@dataclass(frozen=True, slots=True)
class SettlePartner:
    """Writes nothing; reads the catalogue, and where a dossier is filed, numbers."""

    catalogue: CatalogueReader
    clock: Clock
    file: FileForPartner

    def __call__(self, account: PartnerAccount, stands: PartnerFile) -> Settled:
        """Everything that the account and the dossier allow by now. No rule is raised: it becomes a reason."""
        settled = Settled(account, stands.dossier, stands.files)
        if account.latest is not None:
            self._tell(settled, account.latest)
        while settled.dossier is not None and not settled.is_unfinished:
            step = settled.account.next_step
            if step is None or not self._take(settled, settled.dossier, step):
                break
        if settled.account.next_step is None:
            settled.account = settled.account.changed(held_up_by=None)
        settled.account = reckoned(settled.account, settled.dossier, self.clock.now())
        return settled

    def _tell(self, settled: Settled, told: PartnerDossier) -> None:
        refusal = None
        try:
            if settled.dossier is None:
                filing = self.file(settled.account.dossier_id, told, settled.account.system)
                settled.dossier, settled.number = filing.dossier, filing.number
                settled.events += filing.events
            else:
                self._amend(settled, settled.dossier, told)
        except DomainError as rule:
            refusal = Reason.of(rule, self.clock.now()).standing(settled.account.refusal)
        settled.account = settled.account.changed(refusal=refusal)

    def _amend(self, settled: Settled, dossier: Dossier, told: PartnerDossier) -> None:
        amended = self.file.amended(dossier, told)
        arrived = [file for file in _not_told(settled) if file.is_handed_in and file.component != RESULT]
        if amended == dossier and not arrived:
            return
        actor = actor_of(dossier, Role.APPLICANT, settled.account.system)
        papers = tuple(map(FiledPaper.of, arrived))
        settled.dossier, event = lifecycle.amend(dossier, amended, papers, actor, self.clock.now())
        settled.events.append(event)
        brought = (*settled.account.brought, *(file.file_id for file in arrived))
        settled.account = settled.account.changed(brought=brought)

    def _take(self, settled: Settled, dossier: Dossier, step: PartnerStep) -> bool:
        """Whether the step was taken; if not, the account says why."""
        account, result = settled.account, _result(settled, step)
        if step.void:
            settled.account = account.took(step)
            return True
        try:
            demand_passed(step.at, self.clock.now(), f"step {step.step}")
            settled.dossier, event = carried_out(
                dossier,
                step,
                after=account.last_at,
                slip=account.latest.due if account.latest else None,
                result=result,
                system=account.system,
                law=law_for(dossier, self.catalogue, step.at),
            )
        except DomainError as rule:
            reason = Reason.of(rule, self.clock.now()).standing(account.held_up_by)
            settled.account = account.changed(held_up_by=reason)
            return False
        settled.events.append(event)
        told = (*account.brought, result.file_id) if result else account.brought
        settled.account = account.changed(brought=told).took(step)
        return True


def _not_told(settled: Settled) -> list[DossierFile]:
    """Files that were fetched and of which no event has told."""
    wanted = set(settled.account.fetched.values()) - set(settled.account.brought)
    return [file for file in settled.files if file.file_id in wanted]


def _result(settled: Settled, step: PartnerStep) -> FiledPaper | None:
    """The result's file, once it was read."""
    file_id = settled.account.fetched.get(step.result_path or "")
    found = (file for file in settled.files if file.file_id == file_id and file.is_handed_in)
    return next(map(FiledPaper.of, found), None)

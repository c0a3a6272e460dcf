"""Take what a partner's own system tells of its dossiers: once, in order, and whatever cannot be taken is kept as owed.

Load, decide, save, for one dossier at a time. Idempotency key: the dossier by its unit and number, its telling by
``changed_at``, a step by its number; a parallel double finds the account changed and decides anew.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.application.bring_papers import BringPapers
from chalicelib.application.settle_partner import SettlePartner
from chalicelib.domain.access import Action, demand, speaks_for
from chalicelib.domain.errors import DomainError, DossierChangedMeanwhile, TooBusy
from chalicelib.domain.partner_account import PartnerAccount, Reason, Reception, account_id
from chalicelib.domain.partner_debts import missing_steps
from chalicelib.domain.partner_dossiers import MOST_STEPS, PartnerDossier, PartnerStep
from chalicelib.domain.partner_errors import (
    DossierNotTold,
    NumberOfAnother,
    RowInvalid,
    StepsMissing,
    StepToldDifferently,
    TooMuchKept,
    UnitNotYours,
)
from chalicelib.domain.ports import Clock, NumberTaken
from chalicelib.domain.ports_partners import PartnerAccounts, PartnerFile
from chalicelib.domain.principals import Principal

#: How often we decide anew because somebody else was faster.
PATIENCE = 50
#: Dossiers of one unit with which one run goes on; those tried longest ago come first, so none is forgotten.
_AT_ONCE = 100

Word = Callable[[PartnerAccount], PartnerAccount]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one row; ``reason`` where it was not taken."""

    reception: Reception
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands now, beside the account as it was right before it was changed."""

    before: PartnerAccount
    stands: PartnerFile

    @property
    def account(self) -> PartnerAccount:
        """The account as it is now."""
        return self.stands.account or self.before


@dataclass(frozen=True, slots=True)
class TakeFromPartner:
    """Two calls for each dossier that is told of, five where it is filed, whatever its history."""

    accounts: PartnerAccounts
    settle: SettlePartner
    bring: BringPapers
    clock: Clock

    def dossier(self, principal: Principal, told: PartnerDossier) -> tuple[Answer, PartnerFile]:
        """The answer to one telling, and what stands now. Raises ``UnitNotYours``."""
        heard = self._hear(principal, told.unit, told.number, lambda account: account.with_dossier(told))
        is_latest = heard.account.latest is not None and heard.account.latest.digest == told.digest
        if is_latest and heard.account.refusal is not None:
            return _not_taken(heard.account.refusal), heard.stands
        before = heard.before
        was_known = before.latest is not None and before.latest.digest == told.digest and not before.refusal
        known = was_known or not is_latest
        return Answer(Reception.KNOWN if known else Reception.TAKEN), heard.stands

    def steps(
        self, principal: Principal, unit: str, number: str, steps: Sequence[PartnerStep]
    ) -> tuple[list[Answer], PartnerFile]:
        """The answer to each step, and what stands now. Raises ``UnitNotYours``."""

        def told(account: PartnerAccount) -> PartnerAccount:
            for step in sorted(steps, key=lambda step: step.step):
                account = account.with_step(step)
            return account

        heard = self._hear(principal, unit, number, told)
        return [self._answer(step, heard) for step in steps], heard.stands

    def misread(
        self, principal: Principal, unit: str, number: str, rule: RowInvalid, step: object
    ) -> tuple[Answer, PartnerFile]:
        """A row that names its dossier (and ``step``, if it is one) but cannot be read: that too is owed."""
        reason = self._reason(rule)
        place = step if isinstance(step, int) and 0 <= step <= MOST_STEPS else 0
        heard = self._hear(principal, unit, number, lambda account: account.with_misread(place, reason))
        return Answer(Reception.REFUSED, reason), heard.stands

    def everywhere(self, has_time: Callable[[], bool] = lambda: True) -> Counter[str]:
        """Go on with whatever can go on by itself: how many did, and how many met a rule or others at work."""
        endings: Counter[str] = Counter()
        for unit in self.accounts.units():
            for dossier_id in self.accounts.trying(unit.unit, _AT_ONCE):
                if not has_time():
                    return endings
                try:
                    self.go_on(dossier_id, has_time)
                    endings["gone_on"] += 1
                except DomainError:
                    endings["stuck"] += 1
        return endings

    def go_on(self, dossier_id: str, has_time: Callable[[], bool] = lambda: True) -> None:
        """Fetch what can be fetched by now, and take what only time stood in the way of."""
        stands = self.accounts.get(dossier_id)
        if stands.account is None:
            return
        changes: dict[str, object] = {"settled_at": self.clock.now()}
        if stands.dossier is not None:
            brought = self.bring(stands.account, stands.dossier, stands.files, has_time)
            changes |= {"fetched": brought.fetched, "unfetched": brought.unfetched}
        self._settled(stands.account, lambda account: account.changed(**changes))

    def _hear(self, principal: Principal, unit: str, number: str, word: Word) -> Heard:
        demand(principal, Action.TELL_AS_PARTNER)
        if not speaks_for(principal, unit):
            raise UnitNotYours(unit=unit)
        fresh = PartnerAccount(dossier_id=account_id(unit, number), unit=unit, number=number)
        return self._settled(fresh, lambda account: word(account).changed(system=principal.subject))

    def _settled(self, fresh: PartnerAccount, word: Word) -> Heard:
        """Until nothing more can be taken, whoever else is at it. Raises ``TooBusy``."""
        before: PartnerAccount | None = None
        for _ in range(PATIENCE):
            stands = self.accounts.get(fresh.dossier_id)
            seen = stands.account or fresh
            settled = self.settle(word(seen), stands)
            if settled.account == seen and not settled.events:
                return Heard(before or seen, stands)
            account = settled.account.changed(settled_at=self.clock.now())
            try:
                self.accounts.save(account, settled.dossier, settled.events, settled.number)
            except (DossierChangedMeanwhile, NumberTaken, NumberOfAnother):
                continue
            before = before or seen
            if not settled.is_unfinished:
                return Heard(before, PartnerFile(account, settled.dossier, settled.files))
        raise TooBusy

    def _answer(self, step: PartnerStep, heard: Heard) -> Answer:
        account = heard.account
        if step.step <= len(account.taken):
            if account.taken[step.step - 1] != step.digest:
                return _not_taken(self._reason(StepToldDifferently(step=step.step)))
            was_known = step.step <= len(heard.before.taken)
            return Answer(Reception.KNOWN if was_known else Reception.TAKEN)
        if all(waiting.step != step.step for waiting in account.waiting):
            return _not_taken(self._reason(TooMuchKept()))
        if heard.stands.dossier is None:
            return Answer(Reception.KEPT, account.refusal or self._reason(DossierNotTold()))
        if missing := [number for number in missing_steps(account) if number < step.step]:
            rule = StepsMissing(steps=", ".join(map(str, missing)))
            return Answer(Reception.KEPT, self._reason(rule))
        if account.held_up_by is not None and step.step == len(account.taken) + 1:
            return _not_taken(account.held_up_by)
        return Answer(Reception.KEPT, account.held_up_by)

    def _reason(self, rule: DomainError) -> Reason:
        return Reason.of(rule, self.clock.now())


def _not_taken(reason: Reason) -> Answer:
    return Answer(Reception.KEPT if reason.passes else Reception.REFUSED, reason)

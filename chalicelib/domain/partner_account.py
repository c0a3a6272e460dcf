"""A partner's account for one dossier: what it told, how far that was taken, what it owes. Pure: values in, values out.

Steps are taken in the order of their numbers and in no other; what comes early is kept. So tellings that are doubled,
shuffled or divided over calls in any way lead to the same dossier.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.errors import DomainError
from chalicelib.domain.filed_there import derived_id
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerStep


class Reception(StrEnum):
    """What became of a row. ``KEPT`` and ``REFUSED`` ones stand in the report of what is owed."""

    TAKEN = "taken"
    KNOWN = "known"
    KEPT = "kept"
    REFUSED = "refused"


class DebtKind(StrEnum):
    """What a partner can owe."""

    OVERDUE = "overdue"
    STEP_MISSING = "step-missing"
    REFUSED = "refused"
    KEPT = "kept"
    PAPER = "paper"
    DIFFERS = "differs"


class Reason(BaseModel):
    """A broken rule as it was told, and since when it stands. ``passes``: we try again by ourselves."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    code: str
    vi: str
    en: str
    since: datetime
    passes: bool = False

    @classmethod
    def of(cls, rule: DomainError, since: datetime) -> "Reason":
        """The rule in both languages."""
        passes = rule.code in PASSING
        return cls(code=rule.code, vi=rule.in_vietnamese(), en=rule.in_english(), since=since, passes=passes)

    def standing(self, before: "Reason | None") -> "Reason":
        """The same reason as before stands since then."""
        return before if before is not None and (before.code, before.en) == (self.code, self.en) else self


class Debt(BaseModel):
    """One thing that is owed. ``step`` is 0 where none is concerned."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: DebtKind
    step: int = 0
    reason: Reason


#: Rules that may stop standing in the way without the partner: time, a file, the catalogue.
PASSING = frozenset(
    {
        "calendar-not-loaded",
        "catalogue-not-loaded",
        "partner-not-yet-passed",
        "partner-result-not-here",
        "procedure-not-found",
        "rules-not-loaded",
        "unit-not-found",
    }
)


#: Bytes of steps that may wait, and rows that could not be read: an account is one item of at most 400 kB.
MOST_WAITING = 150_000
MOST_MISREAD = 20


class PartnerAccount(BaseModel):
    """``latest``: the dossier as last told, ``refusal`` why that could not be taken. ``revision`` counts the writes.

    ``taken``: the digest of each step that was taken, step n at place n - 1; ``waiting``: steps beyond them, in order;
    ``held_up_by`` is why the next one is not taken. ``disputed``: steps told again in other words;
    ``misread``: why a row had no readable shape, by its step (0: the dossier itself). ``fetched``: the id
    of the file by the path of its paper; ``unfetched``: why not; ``brought``: files that an event has told of.
    ``due``: when the dossier is late, ``None`` once it has ended. ``system``: the account of the machine that told
    last. ``settled_at``: when we last looked at all this.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    dossier_id: str
    unit: str
    number: str
    system: str = ""
    revision: int = 0
    settled_at: datetime | None = None
    latest: PartnerDossier | None = None
    refusal: Reason | None = None
    filed: bool = False
    taken: tuple[str, ...] = ()
    last_at: datetime | None = None
    waiting: tuple[PartnerStep, ...] = ()
    held_up_by: Reason | None = None
    disputed: tuple[int, ...] = ()
    misread: dict[int, Reason] = {}
    fetched: dict[str, str] = {}
    unfetched: dict[str, Reason] = {}
    brought: tuple[str, ...] = ()
    due: datetime | None = None
    debts: tuple[Debt, ...] = ()

    @property
    def next_step(self) -> PartnerStep | None:
        """The step whose turn it is, if it is here."""
        first = self.waiting[0] if self.waiting else None
        return first if first is not None and first.step == len(self.taken) + 1 else None

    @property
    def tries(self) -> bool:
        """Whether something may go on without another word of the partner."""
        passes = any(reason is not None and reason.passes for reason in (self.refusal, self.held_up_by))
        return passes or any(path not in self.fetched for path in self.paths) or self.is_being_read

    @property
    def owes_from(self) -> datetime | None:
        """Since or from when something is owed, if nothing more is told."""
        instants = [debt.reason.since for debt in self.debts]
        return min((*instants, *([self.due] if self.due else [])), default=None)

    @property
    def is_being_read(self) -> bool:
        """Whether files were fetched of which no event has told yet."""
        return bool(set(self.fetched.values()) - set(self.brought))

    @property
    def paths(self) -> tuple[str, ...]:
        """Every paper that is promised, results included."""
        papers = [paper.path for paper in self.latest.papers] if self.latest else []
        results = [step.result_path for step in self.waiting if step.result_path and not step.void]
        return tuple(dict.fromkeys((*papers, *results)))

    def with_dossier(self, told: PartnerDossier) -> "PartnerAccount":
        """The later telling holds; of two from the same second always the same one, whichever came first."""
        if self.latest and (told.changed_at, told.digest) <= (self.latest.changed_at, self.latest.digest):
            return self
        return self.changed(latest=told, misread=self._misread_but(0))

    def with_step(self, step: PartnerStep) -> "PartnerAccount":
        """A step that is not taken yet replaces what was kept under its number; a taken one is final.

        One that would make the account too large is left out; a later call may bring it.
        """
        misread = self._misread_but(step.step)
        if step.step <= len(self.taken):
            others = {each for each in self.disputed if each != step.step}
            differs = {step.step} if self.taken[step.step - 1] != step.digest else set()
            return self.changed(disputed=tuple(sorted(others | differs)), misread=misread)
        kept = [each for each in self.waiting if each.step != step.step]
        waiting = tuple(sorted((*kept, step), key=lambda each: each.step))
        if step.step > len(self.taken) + 1 and sum(map(_size, waiting)) > MOST_WAITING:
            return self
        return self.changed(waiting=waiting, misread=misread)

    def with_misread(self, step: int, reason: Reason) -> "PartnerAccount":
        """A row could not be read; what was kept or taken before stays."""
        if step not in self.misread and len(self.misread) >= MOST_MISREAD:
            return self
        return self.changed(misread=self.misread | {step: reason.standing(self.misread.get(step))})

    def _misread_but(self, step: int) -> dict[int, Reason]:
        return {each: reason for each, reason in self.misread.items() if each != step}

    def took(self, step: PartnerStep) -> "PartnerAccount":
        """The step is done with."""
        at = self.last_at if step.void else step.at
        taken = (*self.taken, step.digest)
        return self.changed(taken=taken, waiting=self.waiting[1:], last_at=at, held_up_by=None)

    def changed(self, **changes: object) -> "PartnerAccount":
        """The account with some of it replaced."""
        return self.model_copy(update=changes)


def _size(step: PartnerStep) -> int:
    return len(step.model_dump_json().encode())


def account_id(unit: str, number: str) -> str:
    """The id of the dossier that ``unit`` calls ``number``: it follows from both, so it is the same for ever."""
    return derived_id("partner", unit, number)

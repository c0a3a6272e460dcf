"""Carry a filed dossier on: every command of the table except filing itself."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.application.attach_file import RESULT
from chalicelib.application.law import law_for
from chalicelib.application.submit import demand_version, handed_in
from chalicelib.domain import lifecycle
from chalicelib.domain.access import actor_for
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile, FiledPaper
from chalicelib.domain.guards import Order
from chalicelib.domain.ports import Clock, Dossiers, Once, Outcome
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.principals import Principal
from chalicelib.domain.reliance import Reliance, relied_on
from chalicelib.domain.states import Command

_LOOKS_AT_FILES = frozenset({Command.SUPPLEMENT, Command.DECIDE})


class Instruction(BaseModel):
    """What was said along with a command; each command uses what concerns it. ``amount`` in VND."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    reason: str = Field(default="", max_length=2000)
    amount: int = Field(default=0, ge=0, le=10_000_000_000)
    promised: AwareDatetime | None = None
    result_number: str = Field(default="", max_length=100)
    result_issued_on: date | None = None
    result_file: str = Field(default="", max_length=64)


@dataclass(frozen=True, slots=True)
class Advance:
    """Load, decide, save: two calls, whatever the command."""

    dossiers: Dossiers
    catalogue: CatalogueReader
    clock: Clock

    def __call__(
        self,
        principal: Principal,
        dossier_id: str,
        command: Command,
        instruction: Instruction,
        version: int | None = None,
        once: Once | None = None,
    ) -> Outcome:
        """The dossier after it. Raises what access.py, lifecycle.py and the guards find broken."""
        dossier, files = self._load(dossier_id, command)
        actor = actor_for(principal, dossier, command)
        demand_version(dossier, version)
        lifecycle.transition_for(dossier, command)
        now = self.clock.now()
        law = law_for(dossier, self.catalogue, now)
        after, event = lifecycle.advance(
            dossier, _order(dossier, files, command, instruction), actor, now, law
        )
        borrowed = _borrowed(dossier, files, command, now)
        self.dossiers.save(after, [event], once=once, relies_on=borrowed)
        return Outcome(dossier=after)

    def _load(self, dossier_id: str, command: Command) -> tuple[Dossier, tuple[DossierFile, ...]]:
        if command in _LOOKS_AT_FILES:
            return self.dossiers.get_with_files(dossier_id)
        return self.dossiers.get(dossier_id), ()


def _order(
    dossier: Dossier, files: tuple[DossierFile, ...], command: Command, instruction: Instruction
) -> Order:
    return Order(
        command=command,
        reason=instruction.reason,
        papers=handed_in(files, since=dossier.clock.paused_at) if command is Command.SUPPLEMENT else (),
        amount=instruction.amount,
        promised=instruction.promised,
        result_number=instruction.result_number,
        result_issued_on=instruction.result_issued_on,
        result_paper=_result_among(files, instruction.result_file),
    )


def _borrowed(
    dossier: Dossier, files: tuple[DossierFile, ...], command: Command, now: datetime
) -> tuple[Reliance, ...]:
    """What a supplement rests on must stand when it is sent; nothing else is filed here."""
    paused = dossier.clock.paused_at
    if command is not Command.SUPPLEMENT or paused is None:
        return ()
    recent = (file for file in files if file.announced_at >= paused)
    return tuple(relied_on(recent, local(now).date()))


def _result_among(files: tuple[DossierFile, ...], file_id: str) -> FiledPaper | None:
    for file in files:
        if file.file_id == file_id and file.component == RESULT and file.is_handed_in:
            return FiledPaper.of(file)
    return None

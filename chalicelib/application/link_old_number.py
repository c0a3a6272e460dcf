"""An old nine-digit number (CMND) is found to be a person's: what lies under it becomes theirs."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.access import Action, demand, unit_towards
from chalicelib.domain.errors import NotAnIdentityNumber
from chalicelib.domain.identity_numbers import PersonalNumber, compact, is_old_number
from chalicelib.domain.ports import Clock, Dossiers, Ids
from chalicelib.domain.ports_papers import Aliases, Papers, Traces
from chalicelib.domain.principals import Principal
from chalicelib.domain.traces import Sight, Use, Viewer

_PAGE = 100


class OldNumber(BaseModel):
    """As it stands on the old card, or in the code of the new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = Field(min_length=9, max_length=14)


@dataclass(frozen=True, slots=True)
class LinkOldNumber:
    """Only an officer with an open dossier of the person may say so: whoever could say it of themselves could reach
    for a stranger's papers. Safe to repeat: a paper is known by its source.
    """

    dossiers: Dossiers
    papers: Papers
    aliases: Aliases
    traces: Traces
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal, dossier_id: str, old: OldNumber) -> tuple[str, ...]:
        """The codes that the papers bear now. Raises ``NotAnIdentityNumber``, ``OldNumberTaken``."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.LINK_OLD_NUMBER, dossier)
        if not is_old_number(old.number) or PersonalNumber.parse(dossier.owner.number) is None:
            raise NotAnIdentityNumber
        old_ref = self.aliases.link(compact(old.number), dossier.owner.ref)
        codes: list[str] = []
        cursor = ""
        while True:
            page = self.papers.of_owner(old_ref, _PAGE, cursor)
            for paper in page.items:
                moved = paper.model_copy(
                    update={"owner_ref": dossier.owner.ref, "code": "", "object_key": paper.key}
                )
                codes.append(self.papers.store(moved).code)
            cursor = page.cursor
            if not cursor:
                break
        self.traces.record(
            Use(
                id=self.ids.new(),
                owner_ref=dossier.owner.ref,
                at=self.clock.now(),
                what=Sight.OLD_NUMBER_LINKED,
                papers=tuple(codes),
                by=Viewer.of(principal, unit_towards(principal, dossier)),
                purpose="Gắn số CMND cũ với số định danh cá nhân",
                dossier_id=dossier.id,
                dossier_number=dossier.number,
            )
        )
        return tuple(codes)

"""Pull the national catalogue and say how ours differs: what the portal would refuse, and codes we could fill in.

One call for the list, one for each procedure of ours that is published.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.application.own_procedures import own_procedures
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_sync import Together, one_by_one
from chalicelib.domain.published import CatalogueDifference, Published, differences


class NationalCatalogue(Protocol):
    """The catalogue as the portal hands it out."""

    def procedures(self) -> dict[str, str]:
        """The name of every published procedure, by code."""
        ...

    def procedure(self, code: str) -> Published | None:
        """One procedure in full."""
        ...


@dataclass(frozen=True, slots=True)
class CompareCatalogue:
    """Changes nothing: the catalogue is data with sources, and people mend it."""

    ours: CatalogueReader
    theirs: NationalCatalogue
    together: Together = one_by_one

    def __call__(self, on: date, *, ours_only: bool = True) -> tuple[CatalogueDifference, ...]:
        """Every difference on that day; ``ours_only`` leaves out what other agencies publish."""
        ours = {procedure.code: procedure for procedure in own_procedures(self.ours, on)}
        listed = self.theirs.procedures()
        known = [code for code in sorted(ours) if code in listed]
        details = zip(known, self.together(self.theirs.procedure, known), strict=True)
        published = {code: detail or Published(code, listed[code]) for code, detail in details}
        if not ours_only:
            published |= {code: Published(code, name) for code, name in listed.items() if code not in ours}
        return tuple(differences(ours, published))

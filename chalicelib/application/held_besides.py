"""What is held about a person besides papers and dossiers, as an export tells it: delegations, requests to correct."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.delegation import Delegation
from chalicelib.domain.ports_delegations import Delegations
from chalicelib.domain.ports_rectifications import Rectifications

_PAGE = 100
#: The other side's number is the other side's, and fingerprints are ours.
_NOT_TOLD: Any = {"grantor": {"number", "ref"}, "delegate": {"number", "ref"}, "asked": True}


@dataclass(frozen=True, slots=True)
class HeldBesides:
    """A call for each list, and one for each hundred requests."""

    delegations: Delegations
    rectifications: Rectifications

    def __call__(self, owner_ref: str) -> dict[str, list[dict[str, Any]]]:
        """The lists by the names under which they stand in the manifest."""
        return {
            "delegations_given": list(map(_told, self.delegations.given_by(owner_ref))),
            "delegations_held": list(map(_told, self.delegations.held_by(owner_ref))),
            "requests_for_correction": self._asked_by(owner_ref),
        }

    def _asked_by(self, owner_ref: str) -> list[dict[str, Any]]:
        found, cursor = [], ""
        while True:
            page = self.rectifications.of_owner(owner_ref, _PAGE, cursor)
            found += [
                each.model_dump(
                    mode="json", exclude={"owner_ref": True, "asked": True, "answered_by": {"subject"}}
                )
                for each in page.items
            ]
            cursor = page.cursor
            if not cursor:
                return found


def _told(delegation: Delegation) -> dict[str, Any]:
    return delegation.model_dump(mode="json", exclude=_NOT_TOLD)

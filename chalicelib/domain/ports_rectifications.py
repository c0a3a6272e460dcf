"""What requests for correction ask of the world."""

from typing import Protocol

from chalicelib.domain.ports import Page
from chalicelib.domain.rectification import Rectification


class Rectifications(Protocol):
    """Requests for correction: each person's, and the open ones of each unit."""

    def ask(self, wish: Rectification) -> Rectification:
        """Keep a new one; the same request again gets what is kept. Raises ``KeyReusedForAnotherRequest``."""
        ...

    def get(self, rectification_id: str) -> Rectification:
        """Raises ``RectificationNotFound``."""
        ...

    def answer(self, after: Rectification) -> bool:
        """Keep the answer, and take the request off the unit's list; false if it was answered meanwhile."""
        ...

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """A person's own, the newest first."""
        ...

    def open_at(self, unit: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """What a unit has to answer, the most urgent first."""
        ...

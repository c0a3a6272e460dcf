"""Digital signatures on a file as an applicant and an officer are told of them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class FileSignature(BaseModel):
    """One signature of a PDF. ``valid`` is the bottom line; ``problem`` is a code of digitization/reasons.py."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    signer: str
    signed_at: datetime | None
    timestamp_at: datetime | None
    valid: bool
    covers_whole_file: bool
    changed_after: bool
    revoked: bool
    problem: str = ""

    @property
    def holds_for_all(self) -> bool:
        """Whether it proves the file as it lies before us."""
        return self.valid and self.covers_whole_file and not self.changed_after

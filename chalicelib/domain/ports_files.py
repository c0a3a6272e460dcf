"""What is asked about the files of all dossiers together; one dossier's own are in ports.py."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from chalicelib.domain.storage import UploadAddress


class PendingFiles(Protocol):
    """Files that were announced and not read to their end."""

    def pending(self, after: datetime, before: datetime) -> Iterator[tuple[datetime, UploadAddress]]:
        """Those announced between the two instants with when that was, the oldest first."""
        ...

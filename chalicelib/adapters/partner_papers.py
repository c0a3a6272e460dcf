"""Papers in partners' own systems: fetched only from below the address that is registered for the unit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.domain.partner_errors import PaperNotFetched

if TYPE_CHECKING:
    import urllib3

_PIECE = 65_536
NOT_REGISTERED = "no address is registered for the unit (PARTNER_PAPERS)"


class HttpPartnerPapers:
    """Implements ``ports_partners.PartnerPapers``. ``bases``: by unit, each ending in a slash.

    No redirect is followed, so a partner can make us ask nobody but itself.
    """

    def __init__(self, bases: Mapping[str, str], max_bytes: int) -> None:
        self._bases = bases
        self._max_bytes = max_bytes

    def fetch(self, unit: str, path: str) -> bytes:
        """One GET, of no more than the largest file."""
        import urllib3

        base = self._bases.get(unit)
        if base is None:
            raise PaperNotFetched(place=path, problem=NOT_REGISTERED)
        patience = urllib3.Timeout(connect=3, read=10)
        try:
            answer = urllib3.request(
                "GET", base + path, timeout=patience, retries=False, redirect=False, preload_content=False
            )
            data = self._read(answer)
            status = answer.status
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise PaperNotFetched(place=path, problem=type(error).__name__) from error
        if status != 200:
            raise PaperNotFetched(place=path, problem=f"HTTP {status}")
        if not 0 < len(data) <= self._max_bytes:
            raise PaperNotFetched(place=path, problem=f"{len(data)} bytes or more")
        return data

    def _read(self, answer: "urllib3.BaseHTTPResponse") -> bytes:
        """Up to one piece more than is allowed."""
        data = b""
        for piece in answer.stream(_PIECE):
            data += piece
            if len(data) > self._max_bytes:
                break
        return data

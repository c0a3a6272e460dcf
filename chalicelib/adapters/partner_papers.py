"""Papers in partners' own systems: fetched only from below the address that is registered for the unit."""

import time
from collections.abc import Mapping

from chalicelib.domain.partner_errors import PaperNotFetched

_PIECE = 65_536
#: For one paper, however slowly it drips.
PATIENCE_S = 20.0
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
        try:
            status, data = self._asked(base + path)
        except urllib3.exceptions.HTTPError as error:
            raise PaperNotFetched(place=path, problem=type(error).__name__) from error
        if status != 200:
            raise PaperNotFetched(place=path, problem=f"HTTP {status}")
        if not 0 < len(data) <= self._max_bytes:
            raise PaperNotFetched(place=path, problem=f"{len(data)} bytes or more")
        return data

    def _asked(self, address: str) -> tuple[int, bytes]:
        """Status and bytes, up to one piece more than is allowed. Raises ``TimeoutError`` of urllib3 besides."""
        import urllib3

        ends, data = time.monotonic() + PATIENCE_S, bytearray()
        patience = urllib3.Timeout(connect=3, read=10)
        with urllib3.PoolManager(timeout=patience, retries=False) as http:
            answer = http.request("GET", address, redirect=False, preload_content=False)
            for piece in answer.stream(_PIECE):
                data += piece
                if time.monotonic() > ends:
                    raise urllib3.exceptions.TimeoutError("too slow")
                if len(data) > self._max_bytes:
                    break
            answer.close()
            return answer.status, bytes(data)

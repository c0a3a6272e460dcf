"""A file in pieces, for links that break: small enough that one always arrives, in any order, over many days.

An object store's own multipart upload wants parts of at least 5 MiB, which a link that drops every 5 MB never carries;
so pieces are objects of their own, and are put together when all are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.errors import DomainError

PIECE_BYTES = 1024 * 1024
#: For so many pieces addresses are given at a time; they are valid for as long as an upload form.
AT_A_TIME = 100


class PiecesMissing(DomainError):
    """Not every piece has arrived whole."""

    code = "pieces-missing"
    vi = "Còn {count} phần chưa tải lên trọn vẹn, từ phần {first}. Gửi các phần còn thiếu rồi thử lại."
    en = "{count} pieces have not arrived whole, from piece {first}. Ask which, send those, then try again."


class PiecesDoNotFit(DomainError):
    """Put together, the pieces are not the file that was declared."""

    code = "pieces-do-not-fit"
    vi = "Các phần ghép lại không khớp mã SHA-256 đã khai báo. Khai báo và tải lên lần nữa."
    en = "Put together, the pieces do not have the declared SHA-256. Announce and upload the file anew."


class NoSuchPiece(DomainError):
    """The file has fewer pieces."""

    code = "no-such-piece"
    vi = "Tệp này có {total} phần, đánh số từ 1."
    en = "This file has {total} pieces, numbered from 1."


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file of ``whole`` bytes is cut. Pieces are numbered from 1; the last may be shorter."""

    whole: int

    @property
    def total(self) -> int:
        """How many pieces."""
        return -(-self.whole // PIECE_BYTES)

    def length(self, number: int) -> int:
        """The bytes of one piece. Raises ``NoSuchPiece``."""
        if not 1 <= number <= self.total:
            raise NoSuchPiece(total=self.total)
        return min(PIECE_BYTES, self.whole - (number - 1) * PIECE_BYTES)

    def arrived(self, held: Mapping[int, int]) -> tuple[int, ...]:
        """The pieces that are there whole; ``held``: bytes by number."""
        return tuple(n for n in range(1, self.total + 1) if held.get(n) == self.length(n))

    def demand_whole(self, held: Mapping[int, int]) -> None:
        """Raise ``PiecesMissing`` unless every piece is there."""
        missing = sorted(set(range(1, self.total + 1)) - set(self.arrived(held)))
        if missing:
            raise PiecesMissing(count=len(missing), first=missing[0])

"""How long a field may be, and whether its end may be cut off. Checked before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from chalicelib.domain.errors import DomainError


class WireLimit(DomainError):
    """A value is longer than the portal takes, and cutting it would change what it says."""

    code = "portal-field-too-long"
    vi = "Trường {field} dài {length} ký tự, Cổng DVCQG chỉ nhận {limit}. Hãy rút gọn rồi gửi lại."
    en = "Field {field} has {length} characters; the national portal takes {limit}. Shorten it, send again."


@dataclass(frozen=True, slots=True)
class Limit:
    """``may_cut``: free text whose beginning is still true. Codes and links are never cut."""

    length: int
    may_cut: bool = False


#: Lengths seen in production code of two vendors; fields not listed have no known limit.
LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "MaHoSo": Limit(50),
        "MaTTHC": Limit(50),
        "MaLinhVuc": Limit(50),
        "DonViXuLy": Limit(500),
        "TrichYeuHoSo": Limit(1000, may_cut=True),
        "TenTepDinhKem": Limit(4000, may_cut=True),
        "TenGiayTo": Limit(2000, may_cut=True),
        "MaGiayToKetQua": Limit(100),
        "NguoiXuLy": Limit(50, may_cut=True),
    }
)
CUT_MARK = "…"


def fitted(field: str, value: str) -> str:
    """``value`` as the portal takes it: unchanged, cut with a mark where allowed, or ``WireLimit``."""
    limit = LIMITS.get(field)
    if limit is None or len(value) <= limit.length:
        return value
    if not limit.may_cut:
        raise WireLimit(field=field, length=len(value), limit=limit.length)
    return value[: limit.length - len(CUT_MARK)].rstrip() + CUT_MARK

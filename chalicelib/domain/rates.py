"""How many requests one caller may make: a bucket for each caller, held in the memory of one process."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.errors import DomainError
from chalicelib.domain.principals import PrincipalKind

#: Nobody is signed in; such callers are told apart by their network address.
ANONYMOUS = "anonymous"
#: So many callers are remembered; whoever asked longest ago is forgotten first, and starts with a full bucket.
REMEMBERED = 10_000


class TooManyRequests(DomainError):
    """The caller asked more than their share; ``seconds`` until the next request is taken."""

    code = "too-many-requests"
    vi = "Bạn đã gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây; hạn mức ghi tại /v1/limits."
    en = "You sent too many requests. Try again in {seconds} s; /v1/limits tells what is allowed."


@dataclass(frozen=True, slots=True)
class Rate:
    """``per_second`` in the long run, ``burst`` at once."""

    per_second: float
    burst: int

    def times(self, factor: float) -> "Rate":
        """The rate for a stage with more or less room."""
        return Rate(self.per_second * factor, max(1, int(self.burst * factor)))


RATES: Mapping[str, Rate] = {
    ANONYMOUS: Rate(5, 50),
    PrincipalKind.CITIZEN: Rate(10, 100),
    PrincipalKind.OFFICER: Rate(20, 200),
    PrincipalKind.MACHINE: Rate(50, 500),
}


class Shares:
    """Draws requests from the callers' buckets. Makes no call; ``now`` is any clock in seconds that never goes back."""

    def __init__(self, rates: Mapping[str, Rate]) -> None:
        self._rates = rates
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def draw(self, kind: str, caller: str, now: float) -> int:
        """One request of ``caller``: how many more may follow at once. Raises ``TooManyRequests``."""
        rate = self._rates[kind]
        tokens, seen = self._buckets.pop((kind, caller), (float(rate.burst), now))
        tokens = min(rate.burst, tokens + (now - seen) * rate.per_second)
        allowed = tokens >= 1
        self._buckets[kind, caller] = (tokens - allowed, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooManyRequests(seconds=int((1 - tokens) / rate.per_second) + 1)
        return int(tokens - 1)

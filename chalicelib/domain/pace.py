"""How fast and how often we may speak: backoff, circuit breaker and admission, as pure state machines."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubles from ``first`` to ``longest``. ``luck`` in [0, 1) spreads half of it: nobody stampedes."""

    first: timedelta = timedelta(seconds=4)
    longest: timedelta = timedelta(minutes=10)

    def wait(self, attempts: int, luck: float) -> timedelta:
        """How long to wait after so many attempts."""
        whole: timedelta = min(self.first * 2 ** min(attempts, 20), self.longest)
        return whole / 2 + whole / 2 * luck


class Circuit(StrEnum):
    """Closed: calls go through. Open: none do. Half-open: one goes, to see whether the portal is back."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True)
class Breaker:
    """Opens after ``threshold`` troubles in a row; probes after ``rest``, doubling to ``longest_rest``."""

    threshold: int = 5
    rest: timedelta = timedelta(seconds=5)
    longest_rest: timedelta = timedelta(minutes=2)
    circuit: Circuit = Circuit.CLOSED
    troubles: int = 0
    openings: int = 0
    until: datetime | None = None

    def asked(self, now: datetime) -> "tuple[Breaker, bool]":
        """May a call go out now? The one probe of an open circuit turns it half-open."""
        if self.circuit is Circuit.CLOSED:
            return self, True
        if self.circuit is Circuit.OPEN and self.until is not None and now >= self.until:
            return replace(self, circuit=Circuit.HALF_OPEN, until=now + self.rest), True
        if self.circuit is Circuit.HALF_OPEN and self.until is not None and now >= self.until:
            # The probe never came back: its worker died. Let another one try.
            return replace(self, until=now + self.rest), True
        return self, False

    def answered(self, now: datetime, *, well: bool) -> "Breaker":
        """After a call: ``well`` means that the portal itself is well, whatever it said of the dossier."""
        if well:
            return replace(self, circuit=Circuit.CLOSED, troubles=0, openings=0, until=None)
        troubles = self.troubles + 1
        if self.circuit is not Circuit.HALF_OPEN and troubles < self.threshold:
            return replace(self, troubles=troubles)
        rest = min(self.rest * 2 ** min(self.openings, 10), self.longest_rest)
        return replace(
            self, circuit=Circuit.OPEN, troubles=troubles, openings=self.openings + 1, until=now + rest
        )


@dataclass(frozen=True, slots=True)
class Admission:
    """A bucket of ``burst`` calls that refills at ``per_second``. ``tokens`` may be borrowed."""

    per_second: float
    burst: int
    tokens: float
    at: datetime

    @classmethod
    def full(cls, per_second: float, burst: int, now: datetime) -> "Admission":
        """A bucket nobody has drawn from."""
        return cls(per_second, burst, float(burst), now)

    def drawn(self, now: datetime) -> "tuple[Admission, timedelta]":
        """Draw one call, and how long to wait before making it."""
        later = max(now, self.at)
        tokens = min(self.burst, self.tokens + (later - self.at).total_seconds() * self.per_second) - 1
        wait = timedelta(seconds=max(0.0, -tokens / self.per_second))
        return replace(self, tokens=tokens, at=later), wait

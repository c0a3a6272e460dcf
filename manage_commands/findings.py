"""What a check is and what it finds: a fact, whether it is good, and what to do if it is not."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from infra import refusals

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container


T = TypeVar("T")


class Verdict(StrEnum):
    """``BAD`` decides the exit code; a warning leaves it alone."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``todo`` is empty for what is good."""

    about: str
    verdict: Verdict
    found: str
    todo: str = ""

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


#: What a check says: whether a fact is good (``None``: it deserves a look), the fact, and what to do if it is not good.
Facts = Iterator[tuple[bool | None, str, str]]
_VERDICTS = {True: Verdict.GOOD, False: Verdict.BAD, None: Verdict.WARNING}


@dataclass(frozen=True, slots=True)
class Check:
    """``look`` yields findings; if it breaks, that is a finding too, and ``todo`` is what to do.

    ``needs``: checks without which it cannot look; where one of them is bad, that one comes first.
    """

    about: str
    look: "Callable[[Container], Facts]"
    todo: str
    needs: tuple[str, ...] = ()

    def findings(self, container: "Container", bad: Collection[str] = ()) -> Iterator[Finding]:
        """Never raises: a check that cannot look reports why. ``bad``: what earlier checks were about."""
        try:
            for holds, found, todo in self.look(container):
                verdict = _VERDICTS[holds]
                yield Finding(self.about, verdict, found, "" if verdict is Verdict.GOOD else todo)
        except Exception as error:  # whatever stands in the way of looking is what the operator must see
            if first := [name for name in self.needs if name in bad]:
                yield Finding(
                    self.about, Verdict.WARNING, "could not be looked at", f"First mend: {first[0]}"
                )
                return
            advice = refusals.advice(error)
            todo = f"{advice[0].upper()}{advice[1:]}" if advice else self.todo
            yield Finding(self.about, Verdict.BAD, f"{type(error).__name__}: {error}", todo)


def answered(ask: Callable[..., T], **asked: Any) -> T | None:
    """What AWS answers; ``None`` if it has nothing of that name."""
    try:
        return ask(**asked)
    except Exception as error:
        if refusals.code(error) not in refusals.ABSENT:
            raise
        return None


def examined(checks: "Iterable[Check]", container: "Container") -> Iterator[Finding]:
    """What all of them find, in their order."""
    bad: set[str] = set()
    for check in checks:
        for finding in check.findings(container, bad):
            if finding.verdict is Verdict.BAD:
                bad.add(finding.about)
            yield finding

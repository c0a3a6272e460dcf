"""What a check is and what it finds: a fact, whether it is good, and what to do if it is not."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container

#: What botocore raises when it did not get as far as an answer.
UNREACHED = frozenset(
    {"EndpointConnectionError", "ConnectTimeoutError", "NoCredentialsError", "NoRegionError"}
)
LINE = "AWS was not reached: check region, credentials, AWS_ENDPOINT_URL and the line"


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
    """``look`` yields findings; if it breaks, that is a finding too, and ``todo`` is what to do."""

    about: str
    look: "Callable[[Container], Facts]"
    todo: str

    def findings(self, container: "Container") -> Iterator[Finding]:
        """Never raises: a check that cannot look reports why."""
        try:
            for holds, found, todo in self.look(container):
                verdict = _VERDICTS[holds]
                yield Finding(self.about, verdict, found, "" if verdict is Verdict.GOOD else todo)
        except Exception as error:  # whatever stands in the way of looking is what the operator must see
            todo = LINE if type(error).__name__ in UNREACHED else self.todo
            yield Finding(self.about, Verdict.BAD, f"{type(error).__name__}: {error}", todo)

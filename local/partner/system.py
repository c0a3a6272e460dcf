"""What the older system holds, in its own words, and how its connector tells of it: at least once, in no order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

#: The older system's own words for where a dossier stands, and ours.
STATES: Mapping[str, str] = {
    "DA_TIEP_NHAN": "received",
    "TU_CHOI": "refused",
    "DANG_XU_LY": "processing",
    "CHO_BO_SUNG": "supplement-requested",
    "CHO_NOP_PHI": "payment-requested",
    "XIN_RUT": "withdrawal-asked",
    "DUNG_XU_LY": "stopped",
    "CO_KET_QUA": "decided",
    "DA_TRA": "returned",
}
#: Which date of a dossier its older words set.
DATES: Mapping[str, str] = {
    "DA_TIEP_NHAN": "received_at",
    "CO_KET_QUA": "finished_at",
    "DUNG_XU_LY": "finished_at",
    "DA_TRA": "returned_at",
}

Message = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """A line of the older system's journal. ``more``: what our contract wants besides, by its names."""

    at: datetime
    status: str
    officer: str
    note: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OldDossier:
    """A dossier as the older system has it; ``journal`` is everything after its filing, in order."""

    number: str
    unit: str
    procedure: str
    owner: Mapping[str, str]
    filed_at: datetime
    journal: tuple[Entry, ...]

    def told(self, until: int | None = None) -> dict[str, Any]:
        """The dossier after so many lines of its journal, all if not said."""
        lines = self.journal[:until]
        dates = {DATES[line.status]: line.at.isoformat() for line in reversed(lines) if line.status in DATES}
        return {
            "number": self.number,
            "unit": self.unit,
            "procedure": self.procedure,
            "owner": dict(self.owner),
            "channel": 1,
            "filed_at": self.filed_at.isoformat(),
            "changed_at": max((line.at for line in lines), default=self.filed_at).isoformat(),
            **dates,
        }

    def steps(self) -> list[dict[str, Any]]:
        """The journal as steps: the connector counts the lines, which the older system never did."""
        return [
            {
                "step": number,
                "state": STATES[line.status],
                "at": line.at.isoformat(),
                "person": line.officer,
                "reason": line.note,
                **line.more,
            }
            for number, line in enumerate(self.journal, start=1)
        ]

    def messages(self) -> Iterator[Message]:
        """One call for each thing that happened: address and body."""
        yield "/v1/partner/dossiers", {"dossiers": [self.told(0)]}
        for number, step in enumerate(self.steps(), start=1):
            steps = {"unit": self.unit, "steps": [step]}
            yield f"/v1/partner/dossiers/{self.number}/progress", steps
            yield "/v1/partner/dossiers", {"dossiers": [self.told(number)]}


def careless(messages: Iterator[Message], seed: int) -> list[Message]:
    """As a connector sends that repeats whatever got no answer and forgets in which order it began."""
    luck, sent = Random(seed), list(messages)
    sent += luck.sample(sent, len(sent) // 2)
    luck.shuffle(sent)
    return sent

"""One run: dossiers marked as tests, told and asked for, and brought to their end at the end."""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from motcua_partner_kit.api import Api

#: Numbers that begin so are rehearsals: the national portal is never told of them, and they stand on no list.
MARK = "TEST-"
OWNER = {"kind": "citizen", "number": "001085900999", "name": "Người Thử Nghiệm"}
#: From where a dossier goes to its end, and by which states.
WAY_OUT = {
    "submitted": ("refused",),
    "received": ("stopped",),
    "processing": ("stopped",),
    "payment-requested": ("stopped",),
    "supplement-requested": ("withdrawal-asked", "stopped"),
    "withdrawal-asked": ("stopped",),
}


class Failed(Exception):
    """The endpoint answers otherwise than docs/partners.md says."""


def expect(is_so: bool, sentence: str) -> None:
    """Raise ``Failed`` with the sentence unless it is so."""
    if not is_so:
        raise Failed(sentence)


@dataclass
class Run:
    """``opens`` is the instant at which all test dossiers were filed, long enough ago for a few steps."""

    api: Api
    opens: datetime
    unit: str = ""
    procedure: str = ""
    name: str = field(default_factory=lambda: secrets.token_hex(4).upper())
    numbers: list[str] = field(default_factory=list)
    _serial: Any = field(default_factory=lambda: itertools.count(1))

    def new_number(self) -> str:
        """A number that was never told before."""
        self.numbers.append(f"{MARK}{self.name}-{next(self._serial):02d}")
        return self.numbers[-1]

    def dossier(self, number: str, minutes: int = 0, **changes: Any) -> dict[str, Any]:
        """A dossier as it is told; ``minutes`` after the filing it was changed."""
        return {
            "number": number,
            "unit": self.unit,
            "procedure": self.procedure,
            "owner": OWNER,
            "filed_at": self.opens.isoformat(),
            "changed_at": self._after(minutes),
            **changes,
        }

    def step(self, number: int, state: str, **changes: Any) -> dict[str, Any]:
        """A step as it is told, one minute after the one before."""
        told = {"step": number, "state": state, "at": self._after(number), "person": "Cán bộ Thử Nghiệm"}
        return {**told, "reason": "Kiểm thử kết nối", **changes}

    def tell(self, *dossiers: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers, dossier by dossier."""
        reply = self.api.post("/v1/partner/dossiers", {"dossiers": list(dossiers)})
        expect(reply.status == 200, f"dossiers were answered with {reply.status}: {reply.body}")
        rows: list[dict[str, Any]] = reply.body["rows"]
        expect(len(rows) == len(dossiers), "not every dossier was answered")
        return rows

    def tell_steps(self, number: str, *steps: dict[str, Any], unit: str = "") -> dict[str, Any]:
        """The whole answer."""
        path = f"/v1/partner/dossiers/{number}/progress"
        reply = self.api.post(path, {"unit": unit or self.unit, "steps": list(steps)})
        expect(reply.status == 200, f"steps were answered with {reply.status}: {reply.body}")
        expect(len(reply.body["rows"]) == len(steps), "not every step was answered")
        answer: dict[str, Any] = reply.body
        return answer

    def owed(self, number: str, limit: int = 100) -> list[dict[str, Any]]:
        """What the report says is owed for one dossier, walking all of its pages."""
        cursor, found = "", []
        while True:
            reply = self.api.get("/v1/partner/owed", unit=self.unit, limit=limit, cursor=cursor)
            expect(reply.status == 200, f"the report was answered with {reply.status}: {reply.body}")
            found += [
                debt for item in reply.body["items"] if item["number"] == number for debt in item["debts"]
            ]
            cursor = reply.body["next_cursor"]
            if not cursor:
                return found

    def end(self, number: str) -> None:
        """Bring a test dossier to an end and take back whatever of it is refused or waits."""
        stands = self.tell(self.dossier(number, minutes=59))[0]["stands"]
        for state in WAY_OUT.get(stands["state"], ()):
            stands = self.tell_steps(number, self.step(stands["taken_until"] + 1, state))["stands"]
        for _ in range(20):
            steps = {debt["step"] for debt in self.owed(number) if debt["step"]}
            if not steps:
                return
            self.tell_steps(number, self.step(min(steps), "stopped", void=True))

    def _after(self, minutes: int) -> str:
        return (self.opens + timedelta(minutes=minutes)).isoformat()

"""The portal as one object: what it remembers, how it is set up, and who is logged in."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from local.portal.catalogue import Catalogue
from local.portal.clock import Clock
from local.portal.config import Config
from local.portal.faults import Faults
from local.portal.rules import BY_CODE, Refused, Violation, refuse
from local.portal.store import Store


@dataclass(frozen=True)
class Call:
    """One authenticated call: the service asked for, the unit that asks, and the body as sent."""

    service: str
    unit: str
    body: dict[str, Any]
    base: str = ""


class Portal:
    """Everything the services need; changes of configuration are kept and survive a restart."""

    def __init__(self, folder: Path, config: Config, real: Callable[[], float] | None = None) -> None:
        self.store = Store(folder)
        self.clock = Clock(self.store, real) if real else Clock(self.store)
        self.catalogue = Catalogue(self.store)
        self.faults = Faults(self.store, self.clock.elapsed)
        self._late: list[tuple[datetime, Callable[[], object]]] = []
        self._started_with = config
        self._changing = threading.Lock()
        self.config = config.changed(self.store.get("state", "config") or {})

    def change(self, values: dict[str, Any]) -> None:
        """Behave differently from now on; an unknown name or value is a ``ValueError``."""
        with self._changing:
            told = {**(self.store.get("state", "config") or {}), **values}
            self.config = self._started_with.changed(told)
            self.store.put("state", "config", told)

    def forget_everything(self) -> None:
        """Back to the first day: no dossier, no session, no fault, the configuration of the start."""
        self.store.forget_everything()
        self.faults.stop()
        self.config = self._started_with

    # What is still on its way

    def accept_later(self, seconds: float, process: Callable[[], object]) -> None:
        """Carry out a call that nobody waits for any more, so many seconds of the simulated clock from now."""
        with self._changing:
            self._late.append((self.clock.now() + timedelta(seconds=seconds), process))

    def accept_what_is_due(self) -> None:
        """Carry out what was on its way until now, in the order in which it set out."""
        with self._changing:
            now = self.clock.now() if self._late else None
            due = [process for at, process in self._late if now and at <= now]
            self._late = [each for each in self._late if now and each[0] > now]
        for process in due:
            process()

    # Who is speaking

    def log_in(self, username: str, password: str) -> str:
        """A new session; the refusal does not say whether the name or the password is wrong."""
        expected = self.config.agencies.get(username)
        if expected is None or not hmac.compare_digest(expected.encode(), password.encode()):
            raise refuse("login")
        return self.open_session(username)

    def open_session(self, unit: str) -> str:
        """A session for a unit whose credentials were checked."""
        session = secrets.token_hex(16)
        self.store.put("session", session, {"unit": unit, "since": self.clock.elapsed()})
        return session

    def unit_of(self, session: object) -> str:
        """The unit behind a living session."""
        known = self.store.get("session", session) if isinstance(session, str) else None
        if known is None or self.clock.elapsed() - known["since"] >= self.config.session_seconds:
            raise refuse("session")
        return str(known["unit"])

    # Judging

    def enforces(self, rule: str) -> bool:
        """Whether a rule is switched on here."""
        return self.config.rules.get(rule, BY_CODE[rule].on)

    def judge(self, violations: Iterable[Violation], number: str | None = None) -> None:
        """Raise ``Refused`` with every violation of a rule that is switched on."""
        serious = [each for each in violations if self.enforces(each.rule.code)]
        if serious:
            raise Refused(serious, number)

    def stamp(self) -> str:
        """Now, ISO 8601 in the people's zone, for what is kept."""
        return self.clock.now().isoformat(timespec="milliseconds")

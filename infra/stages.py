"""A stage: its section of infra/stages.toml over the defaults."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

STAGES = Path(__file__).with_name("stages.toml")
APP = "motcua"
#: Where Chalice puts new code for a look, and where callers are served.
NEXT, LIVE = "next", "live"


_NAME = re.compile(r"[a-z][a-z0-9]{1,11}")


class StageUnusable(Exception):
    """Its name or its section of infra/stages.toml; the text says what to correct."""


@dataclass(frozen=True, slots=True)
class Stage:
    """``canary_minutes`` of 0: a release goes to everybody at once. ``environment`` holds no secrets.

    ``versions_kept``: of each function and of the layer; what is live and what was before always stay.
    ``readings_at_once``: files that are read at the same time, 2 to 1,000; others wait in the queue.
    """

    name: str
    account: str
    region: str
    alarm_email: str
    budget_usd: int
    requests_per_second: int
    burst: int
    canary_percent: int
    canary_minutes: int
    versions_kept: int
    readings_at_once: int
    web_origins: str
    environment: Mapping[str, str]

    @property
    def is_production(self) -> bool:
        """Its stacks cannot be deleted by mistake."""
        return self.name == "prod"

    @property
    def table(self) -> str:
        """The one table: that of infra/state.yaml, or after a restore the one that ``TABLE_NAME`` names."""
        return self.environment.get("TABLE_NAME", f"{APP}-{self.name}")

    @property
    def at_once(self) -> Mapping[str, int]:
        """How many messages of its queue a function handles at the same time; those not named, as many as come."""
        return {"digitize": self.readings_at_once}

    def function(self, name: str) -> str:
        """Name of a function at AWS, as Chalice makes it: that of all routes together bears no name of its own."""
        return f"{APP}-{self.name}" if name == "api_handler" else f"{APP}-{self.name}-{name}"

    def releases_bucket(self, account: str) -> str:
        """Where the record of what is deployed lies; infra/ground.yaml makes it."""
        return f"{APP}-{self.name}-releases-{account}"


def stage_of(name: str, path: Path = STAGES) -> Stage:
    """Raises StageUnusable."""
    if not _NAME.fullmatch(name):
        raise StageUnusable(f"{name!r} is no name for a stage: two to twelve small letters and digits")
    try:
        told: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise StageUnusable(f"{path.name} cannot be read: {error}") from error
    common, own = told["default"], told.get(name, {})
    known = {field.name for field in fields(Stage)} - {"name"}
    if strange := sorted({*common, *own} - known):
        raise StageUnusable(
            f"{path.name}: nobody knows {', '.join(strange)}; there are {', '.join(sorted(known))}"
        )
    environment = {**common["environment"], **own.get("environment", {})}
    return Stage(name=name, **{**common, **own, "environment": environment})


def emulated() -> bool:
    """Whether AWS is an emulator here: it runs no functions and knows no limits of an account."""
    return "AWS_ENDPOINT_URL" in os.environ

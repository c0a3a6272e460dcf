"""What one installation of the portal may do differently: every open question of the wire is a value here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]

ALLOWED: dict[str, tuple[str, ...]] = {
    "codes": ("string", "int"),
    "batch": ("atomic", "partial"),
    "lookup": ("full", "header", "brief"),
    "reception_date_if_never_received": ("optional", "required", "forbidden"),
    "rest_dossier_id": ("optional", "number"),
    "portal_born_states": ("national", "collapsed"),
    "other_identity_types": ("accept", "refuse"),
    "quota_answer": ("429", "code"),
}


@dataclass(frozen=True, kw_only=True)
class Config:
    """All behaviour that is not fixed by the wire; ``docs/portal-simulator.md`` explains each value.

    Nothing here is a secret of a real system: the defaults are for one machine and the loopback address.
    """

    prefix: str = ""
    dstcode: str = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
    agencies: Mapping[str, str] = field(default_factory=lambda: {"000.00.00.G18": "local-only"})
    #: A ministry's central system numbers dossiers with the competent agency's code (TT 04/2025/TT-VPCP Đ.23).
    speaks_for: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"000.00.00.G18": ("H26",)})
    session_seconds: int = 900

    proxy_prefix: str = "/KetNoiMotCuaQuocGia"
    proxy_tokens: Mapping[str, str] = field(default_factory=lambda: {"local-only": "000.00.00.G18"})
    kho_path: str = "/kho"
    rest_prefix: str = "/rest"
    rest_clients: Mapping[str, str] = field(default_factory=lambda: {"000.00.00.G18": "local-only"})
    control_token: str = "local-only"

    codes: str = "string"
    code_ok: str = "0"
    code_duplicate: str = "3"
    code_failure: str = "-1"
    code_session: str = "-1"

    batch: str = "atomic"
    lookup: str = "full"
    reception_date_if_never_received: str = "optional"
    rest_dossier_id: str = "optional"
    portal_born_states: str = "national"
    other_identity_types: str = "accept"
    fetch_files: bool = False
    fetch_seconds: float = 5.0
    push_url: str = ""
    push_key: str = "local-only"
    push_token: str = ""

    calls_per_minute: int = 0
    calls_per_day: int = 0
    rows_per_call: int = 0
    bytes_per_call: int = 0
    quota_answer: str = "429"

    rules: Mapping[str, bool] = field(default_factory=dict)
    catalogue: str = str(REPOSITORY / "catalogue")
    profile: str = "qd766-2022"

    def __post_init__(self) -> None:
        """Refuse a value that no code path knows, with the ones that are known."""
        for name, allowed in ALLOWED.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}")

    def changed(self, values: Mapping[str, Any]) -> Self:
        """The same installation with some values replaced; an unknown name is a ``ValueError``."""
        unknown = set(values) - {each.name for each in fields(self)}
        if unknown:
            raise ValueError(f"unknown configuration: {', '.join(sorted(unknown))}")
        return replace(self, **values)

    def shown(self) -> dict[str, Any]:
        """Everything but the secrets, for the control endpoint."""
        secrets = {"agencies", "proxy_tokens", "rest_clients", "control_token", "push_key", "push_token"}
        return {name: value for name, value in asdict(self).items() if name not in secrets}


def load(path: Path | None) -> Config:
    """Configuration of a file (YAML or JSON, any subset of the names); without a file the defaults."""
    if path is None:
        return Config()
    values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return Config().changed(values)

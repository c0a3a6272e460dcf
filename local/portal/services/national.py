"""The national databases behind the portal: people by identity number, enterprises by tax code."""

from __future__ import annotations

from typing import Any

from local.portal.portal import Portal

REGISTERS = {"population": "SoDinhDanh", "enterprise": "MaSoDoanhNghiep"}


def tell(portal: Portal, register: str, number: str, entry: dict[str, Any]) -> None:
    """Enter somebody; ``KeyError`` for a register that is none of ours."""
    portal.store.put(register, number, {REGISTERS[register]: number, **entry})


def look_up(portal: Portal, register: str, number: str) -> dict[str, Any]:
    """``{error_code, message, result: [entry]}``; an unknown number is an empty list, not an error."""
    entry = portal.store.get(register, number) if register in REGISTERS else None
    return {"error_code": portal.config.code_ok, "message": "", "result": [entry] if entry else []}

"""The people and machines of local/personas.yaml, and what a token says about each."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "personas.yaml"

POSITIONS = {
    "reception": "Công chức tiếp nhận",
    "specialist": "Chuyên viên",
    "leader": "Lãnh đạo đơn vị",
    "clerk": "Văn thư",
    "auditor": "Thanh tra viên",
    "administrator": "Quản trị hệ thống",
}


@dataclass(frozen=True)
class Persona:
    """``kind`` chooses the issuer (citizen, officer, machine); ``claims`` go into the token as they are."""

    key: str
    kind: str
    label: str
    claims: Mapping[str, Any]
    secret: str = ""

    @property
    def subject(self) -> str:
        """Stable, and tells nothing about the person."""
        return hashlib.sha256(f"motcua-local/{self.key}".encode()).hexdigest()[:24]


@cache
def personas() -> dict[str, Persona]:
    """Everybody, by the name under which they sign in."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    everybody = [*_citizens(data), *_companies(data), *_officers(data), *_machines(data)]
    return {persona.key: persona for persona in everybody}


def _citizens(data: Mapping[str, Any]) -> Iterator[Persona]:
    for key, one in data["citizens"].items():
        claims = {
            "TechID": _tech_id(key),
            "LoaiTaiKhoan": "1",
            "SoDinhDanh": one["number"],
            "HoVaTen": one["name"],
            "NgayThangNamSinh": one["born"].strftime("%Y%m%d"),
            "GioiTinh": one["sex"],
            **_contact(one),
        }
        yield Persona(key, "citizen", one["name"], claims)


def _companies(data: Mapping[str, Any]) -> Iterator[Persona]:
    for key, one in data["companies"].items():
        claims = {
            "TechID": _tech_id(key),
            "LoaiTaiKhoan": "2",
            "MaSoThue": one["tax_code"],
            "MaSoDoanhNghiep": one["tax_code"],
            "TenDoanhNghiep": one["name"],
            "NguoiDaiDien": one["director"],
            **_contact(one),
        }
        yield Persona(key, "citizen", one["name"], claims)


def _contact(one: Mapping[str, Any]) -> dict[str, str]:
    return {"ThuDienTu": one["email"], "SoDienThoai": one["phone"], "DiaChi": one["address"]}


def _officers(data: Mapping[str, Any]) -> Iterator[Persona]:
    for group, office in data["officers"].items():
        for role, name in office["people"].items():
            claims = {"name": name, "position": POSITIONS[role], "roles": [role], "units": [office["unit"]]}
            yield Persona(
                f"{group}.{role}", "officer", f"{name} ({POSITIONS[role]}, {office['unit']})", claims
            )


def _machines(data: Mapping[str, Any]) -> Iterator[Persona]:
    for key, one in data["machines"].items():
        claims = {"name": one["name"], "scope": " ".join(one["scopes"]), "units": one["units"]}
        yield Persona(key, "machine", one["name"], claims, secret=one["secret"])


def _tech_id(key: str) -> str:
    """A UUID-like name of the account, as the portal has one for every account."""
    digest = hashlib.sha256(f"motcua-local/tech/{key}".encode()).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))

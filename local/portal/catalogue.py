"""The portal's catalogue of procedures, units and fields, in the UPPER CASE of its own services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from local.portal.store import Store

PROCEDURE, UNIT, FIELD, SERVICE = "procedure", "unit", "field", "online-service"
KEYS = {PROCEDURE: "MATTHC", UNIT: "MADONVI", FIELD: "MALINHVUC", SERVICE: "MADVC"}


@dataclass(frozen=True)
class Procedure:
    """A published procedure, read from its ``LayThuTuc`` detail."""

    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """TENTTHC, the name every dossier must carry."""
        return str(self.detail["TENTTHC"])

    @property
    def fields(self) -> set[str]:
        """Codes of the fields it belongs to; empty when the catalogue does not say."""
        return set(self._codes("LINHVUCTHUCHIEN", "MALINHVUC"))

    @property
    def components(self) -> set[str]:
        """Codes of the papers of all its cases; empty when the catalogue does not say."""
        cases = self.detail.get("THANHPHANHOSO") or []
        return {
            str(paper["MAGIAYTO"])
            for case in cases
            for paper in case.get("GIAYTO") or []
            if paper.get("MAGIAYTO")
        }

    @property
    def results(self) -> set[str]:
        """Codes of the papers it yields; empty when the catalogue does not say."""
        return set(self._codes("KETQUATHUCHIEN", "MAKETQUA"))

    @property
    def yields_a_paper(self) -> bool:
        """Whether a finished dossier must carry a result."""
        return bool(self.detail.get("KETQUATHUCHIEN"))

    @property
    def fee_lines(self) -> list[str]:
        """SOTIEN of every fee of every channel, as dirty as the catalogue has them."""
        times = [
            time for way in self.detail.get("CACHTHUCTHUCHIEN") or [] for time in way.get("THOIGIAN") or []
        ]
        return [str(fee.get("SOTIEN") or "") for time in times for fee in time.get("PHILEPHI") or []]

    @property
    def maximum_times(self) -> list[tuple[str, str]]:
        """(THOIGIANGIAIQUYET, DONVITINH) of every channel and case."""
        times = [
            time for way in self.detail.get("CACHTHUCTHUCHIEN") or [] for time in way.get("THOIGIAN") or []
        ]
        return [
            (str(time["THOIGIANGIAIQUYET"]), str(time.get("DONVITINH") or ""))
            for time in times
            if time.get("THOIGIANGIAIQUYET")
        ]

    def _codes(self, group: str, key: str) -> Iterable[str]:
        return (str(row[key]) for row in self.detail.get(group) or [] if row.get(key))


class Catalogue:
    """Look-ups over the stored catalogue; procedures with another TRANGTHAI than 1 are not listed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def procedure(self, code: str) -> Procedure | None:
        """A procedure by its national code; also one that is not published any more."""
        detail = self._store.get(PROCEDURE, code)
        return Procedure(detail) if detail else None

    def procedures(self) -> list[Procedure]:
        """Every published procedure, by code."""
        details = self._store.all(PROCEDURE).values()
        return [Procedure(detail) for detail in details if str(detail.get("TRANGTHAI", "1")) == "1"]

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Units, fields or online services as they were told."""
        return list(self._store.all(kind).values())

    def tell(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Keep rows under their code, in place of older ones; ``KeyError`` names a missing code."""
        with self._store.transaction():
            count = 0
            for row in rows:
                self._store.put(kind, str(row[KEYS[kind]]), dict(row))
                count += 1
            return count

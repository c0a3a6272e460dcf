"""What the portal remembers, in one SQLite file that survives a killed process."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS dossiers (
    number TEXT PRIMARY KEY, unit TEXT NOT NULL, version INTEGER NOT NULL,
    received_at TEXT NOT NULL, header TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS versions (
    number TEXT NOT NULL, version INTEGER NOT NULL, received_at TEXT NOT NULL, header TEXT NOT NULL,
    PRIMARY KEY (number, version));
CREATE TABLE IF NOT EXISTS progress (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL,
    received_at TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS progress_of_a_dossier ON progress (number, arrival);
CREATE TABLE IF NOT EXISTS calls (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, service TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS calls_by_time ON calls (at);
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL);
"""
TABLES = ("dossiers", "versions", "progress", "calls", "documents", "files")


@dataclass(frozen=True)
class Dossier:
    """A dossier as the portal holds it: the latest accepted header and which version that is."""

    number: str
    unit: str
    version: int
    received_at: str
    header: dict[str, Any]


@dataclass(frozen=True)
class ProgressRow:
    """One accepted progress row; ``arrival`` orders all rows of all dossiers."""

    arrival: int
    number: str
    received_at: str
    row: dict[str, Any]


class Store:
    """Thread-safe: one connection, one lock, one transaction at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        path = folder / "portal.sqlite3"
        self._sql = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._sql.execute("PRAGMA journal_mode=WAL")
        # A killed process loses nothing; only a machine without power could, and then the day begins anew.
        self._sql.execute("PRAGMA synchronous=OFF")
        self._sql.executescript(SCHEMA)

    def close(self) -> None:
        """Give the file back; a test that opens the same folder again sees everything."""
        with self._lock:
            self._sql.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it joins that one."""
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._sql.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if outermost:
                    self._sql.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._sql.execute("COMMIT")
            finally:
                self._depth -= 1

    def forget_everything(self) -> None:
        """An empty portal, as on its first day."""
        with self.transaction():
            for table in TABLES:
                self._sql.execute(f"DELETE FROM {table}")

    # Dossiers and their progress

    def dossier(self, number: str) -> Dossier | None:
        """The latest accepted header, or None when the number was never created."""
        return next(iter(self._dossiers("WHERE number = ?", number)), None)

    def dossiers(self) -> list[Dossier]:
        """Every dossier, by number."""
        return self._dossiers("ORDER BY number")

    def save_dossier(self, number: str, unit: str, header: dict[str, Any], at: str) -> int:
        """Keep a new version and make it the latest; returns the version, from 1."""
        with self.transaction():
            known = self.dossier(number)
            version = known.version + 1 if known else 1
            body = _text(header)
            self._sql.execute(
                "INSERT OR REPLACE INTO dossiers VALUES (?, ?, ?, ?, ?)", (number, unit, version, at, body)
            )
            self._sql.execute("INSERT INTO versions VALUES (?, ?, ?, ?)", (number, version, at, body))
            return version

    def versions(self, number: str) -> list[dict[str, Any]]:
        """Every accepted header of a dossier, first to last."""
        rows = self._rows(
            "SELECT version, received_at, header FROM versions WHERE number = ? ORDER BY version", number
        )
        return [{"version": v, "received_at": at, "header": json.loads(header)} for v, at, header in rows]

    def add_progress(self, number: str, row: dict[str, Any], at: str) -> None:
        """Keep a row as it came, also when it came before."""
        with self.transaction():
            self._sql.execute(
                "INSERT INTO progress (number, received_at, row) VALUES (?, ?, ?)", (number, at, _text(row))
            )

    def progress(self, number: str | None = None) -> list[ProgressRow]:
        """Rows in order of arrival, of one dossier or of all."""
        where, values = ("WHERE number = ?", (number,)) if number is not None else ("", ())
        rows = self._rows(
            f"SELECT arrival, number, received_at, row FROM progress {where} ORDER BY arrival",
            *values,
        )
        return [ProgressRow(arrival, of, at, json.loads(row)) for arrival, of, at, row in rows]

    # Everything else is a small JSON document

    def get(self, kind: str, key: str) -> Any | None:
        """A document, or None."""
        rows = self._rows("SELECT body FROM documents WHERE kind = ? AND key = ?", kind, key)
        return json.loads(rows[0][0]) if rows else None

    def all(self, kind: str) -> dict[str, Any]:
        """Every document of a kind, by key."""
        rows = self._rows("SELECT key, body FROM documents WHERE kind = ? ORDER BY key", kind)
        return {key: json.loads(body) for key, body in rows}

    def beginning(self, kind: str, prefix: str) -> list[Any]:
        """Every document of a kind whose key begins with ``prefix``, by key."""
        rows = self._rows(
            "SELECT body FROM documents WHERE kind = ? AND substr(key, 1, ?) = ? ORDER BY key",
            kind,
            len(prefix),
            prefix,
        )
        return [json.loads(body) for (body,) in rows]

    def put(self, kind: str, key: str, body: Any) -> None:
        """Keep a document in place of the one before."""
        with self.transaction():
            self._sql.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (kind, key, _text(body)))

    def remove(self, kind: str, key: str | None = None) -> None:
        """Forget one document, or all of a kind."""
        with self.transaction():
            self._sql.execute(
                "DELETE FROM documents WHERE kind = ? AND (? IS NULL OR key = ?)", (kind, key, key)
            )

    def next_value(self, counter: str) -> int:
        """1, 2, 3 …, never the same twice."""
        with self.transaction():
            value = int(self.get("counter", counter) or 0) + 1
            self.put("counter", counter, value)
            return value

    def put_file(self, path: str, name: str, content: bytes) -> None:
        """Keep bytes under a path of the portal's own."""
        with self.transaction():
            self._sql.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, name, content))

    def file(self, path: str) -> tuple[str, bytes] | None:
        """(name, bytes) of a path, or None."""
        rows = self._rows("SELECT name, content FROM files WHERE path = ?", path)
        return (str(rows[0][0]), bytes(rows[0][1])) if rows else None

    def log_call(self, at: str, service: str, entry: dict[str, Any]) -> None:
        """Keep what was asked and what was answered; the caller has removed the secrets."""
        with self.transaction():
            self._sql.execute(
                "INSERT INTO calls (at, service, entry) VALUES (?, ?, ?)", (at, service, _text(entry))
            )

    def calls(self, limit: int, service: str | None = None) -> list[dict[str, Any]]:
        """The newest calls first."""
        rows = self._rows(
            "SELECT arrival, at, service, entry FROM calls WHERE (? IS NULL OR service = ?)"
            " ORDER BY arrival DESC LIMIT ?",
            service,
            service,
            limit,
        )
        return [{"arrival": a, "at": at, "service": name, **json.loads(entry)} for a, at, name, entry in rows]

    def calls_since(self, at: str) -> int:
        """How many calls arrived at or after an instant."""
        return int(self._rows("SELECT COUNT(*) FROM calls WHERE at >= ?", at)[0][0])

    def _dossiers(self, tail: str, *values: object) -> list[Dossier]:
        rows = self._rows(
            f"SELECT number, unit, version, received_at, header FROM dossiers {tail}",
            *values,
        )
        return [Dossier(n, unit, version, at, json.loads(header)) for n, unit, version, at, header in rows]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._sql.execute(query, values).fetchall()


def _text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)

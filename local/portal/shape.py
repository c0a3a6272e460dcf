"""Judges the shape of one entry against its table of fields; knows nothing of what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from local.portal.clock import VIETNAM, read
from local.portal.fields import Field, Kind
from local.portal.rules import Violation, broken

EMPTY: tuple[Any, ...] = (None, "", [])
BOOLEANS: tuple[Any, ...] = (True, False, "True", "False", "true", "false", "0", "1", 0, 1)


def violations(entry: Any, table: Sequence[Field], where: str) -> Iterator[Violation]:
    """Everything wrong with the shape of ``entry``; ``where`` says in a message which entry it is."""
    if not isinstance(entry, Mapping):
        yield broken("bad-list", where=where, name="data")
        return
    known = {field.name for field in table}
    for name in entry:
        if name not in known:
            yield broken("unknown-field", where=where, name=name)
    for field in table:
        value = entry.get(field.name)
        if value in EMPTY:
            if field.required:
                yield broken("missing-field", where=where, name=field.name)
        else:
            yield from CHECKS[field.kind](field, value, where)


def _text(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield broken("not-a-string", where=where, name=field.name)
    elif field.limit is not None and len(value) > field.limit:
        yield broken("too-long", where=where, name=field.name, limit=field.limit)


def _instant(field: Field, value: Any, where: str) -> Iterator[Violation]:
    try:
        read(value if isinstance(value, str) else "")
    except ValueError:
        yield broken("bad-date", where=where, name=field.name)


def _spaced(field: Field, value: Any, where: str) -> Iterator[Violation]:
    try:
        datetime.strptime(str(value), "%Y-%m-%d %H:%M:%S").replace(tzinfo=VIETNAM)
    except ValueError:
        yield broken("bad-date", where=where, name=field.name)


def _iso(field: Field, value: Any, where: str) -> Iterator[Violation]:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        yield broken("bad-date", where=where, name=field.name)


def _numbered(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if isinstance(value, bool) or str(value) not in field.values:
        yield broken("bad-value", where=where, name=field.name, value=value)


def _code(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield broken("not-a-string", where=where, name=field.name)
    if str(value) not in field.values:
        yield broken("bad-value", where=where, name=field.name, value=value)


def _amount(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield broken("not-a-string", where=where, name=field.name)
    yield from _count(field, value, where)


def _count(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if isinstance(value, bool) or not (str(value).isascii() and str(value).isdigit()):
        yield broken("bad-number", where=where, name=field.name)


def _boolean(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if value not in BOOLEANS:
        yield broken("bad-value", where=where, name=field.name, value=value)


def _list(field: Field, value: Any, where: str) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield broken("bad-list", where=where, name=field.name)
        return
    for index, entry in enumerate(value, start=1):
        yield from violations(entry, field.entry, f"{where} {field.name}[{index}]")


def _anything(_field: Field, _value: Any, _where: str) -> Iterator[Violation]:
    yield from ()


CHECKS: dict[Kind, Callable[[Field, Any, str], Iterator[Violation]]] = {
    Kind.TEXT: _text,
    Kind.INSTANT: _instant,
    Kind.SPACED: _spaced,
    Kind.ISO: _iso,
    Kind.NUMBERED: _numbered,
    Kind.CODE: _code,
    Kind.AMOUNT: _amount,
    Kind.COUNT: _count,
    Kind.BOOLEAN: _boolean,
    Kind.LIST: _list,
    Kind.ANY: _anything,
}

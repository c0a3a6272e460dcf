"""Where the bytes of a dossier lie in the object store.

``uploads/<dossier>/<component>/<file>``: as sent, never changed.  ``read/<dossier>/<component>/<file>/…``: what we
read from it.  ``pages/<dossier>/<component>/<file>/<number>``: its pages that are read, until all are.
``entries/<dossier>/<component>/<file>``: what a national database answered.
``pieces/<dossier>/<component>/<file>/<number>``: of an upload that is on its way, for a week.
``imported/<row>/<file>``: papers from before.  ``copies/…``: exports, gone after a day.  ``shared/<share>``: marked
copies, which outlast the longest share by a day.  ``retention/<day>/<id>``: papers that are due to be erased.
No part may hold a slash, and none is personal data.
"""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote_plus

UPLOADS = "uploads"
READINGS = "read"
ENTRIES = "entries"
IMPORTED = "imported"
COPIES = "copies"
SHARED = "shared"
PIECES = "pieces"
PAGES = "pages"
RETENTION = "retention"


class UploadAddress(NamedTuple):
    """The parts of an upload key."""

    dossier_id: str
    component: str
    file_id: str


def upload_key(dossier_id: str, component: str, file_id: str) -> str:
    """Where the original lies."""
    return "/".join([UPLOADS, dossier_id, component, file_id])


def reading_key(dossier_id: str, component: str, file_id: str, name: str) -> str:
    """Where a by-product of reading lies: ``reading.json``, ``searchable.pdf``, …"""
    return "/".join([READINGS, dossier_id, component, file_id, name])


def page_key(dossier_id: str, component: str, file_id: str, number: int | None = None) -> str:
    """Where a page lies while others are read; without ``number``: what the keys of all its pages begin with."""
    return "/".join([PAGES, dossier_id, component, file_id, "" if number is None else f"{number:04d}.json"])


def is_reading(key: str) -> bool:
    """Whether only we ever read it: what was read of a paper as JSON, of which nobody is given a link."""
    return key.startswith((f"{READINGS}/", f"{PAGES}/")) and key.endswith(".json")


def entry_key(dossier_id: str, component: str, file_id: str) -> str:
    """Where the answer of a national database lies that stands for a paper."""
    return "/".join([ENTRIES, dossier_id, component, file_id])


def imported_key(row_hash: str, sha256: str) -> str:
    """Where an imported paper lies; nothing in it says whose it is."""
    return "/".join([IMPORTED, row_hash, sha256])


def piece_key(dossier_id: str, component: str, file_id: str, number: int | None = None) -> str:
    """Where a piece of an upload lies; without ``number``: what the keys of all its pieces begin with."""
    return "/".join([PIECES, dossier_id, component, file_id, "" if number is None else f"{number:05d}"])


def copy_key(*parts: str) -> str:
    """Where something lies that was made to be fetched once."""
    return "/".join([COPIES, *parts])


def shared_key(share_id: str) -> str:
    """Where the marked copy of a shared paper lies; the id is the hash of a secret, and says nothing."""
    return "/".join([SHARED, share_id])


def retention_key(day: date, report_id: str) -> str:
    """Where a report of papers lies that outlived their period; reports sort by day."""
    return "/".join([RETENTION, day.isoformat(), report_id])


def notification_of(address: UploadAddress) -> dict[str, Any]:
    """What the store says when an upload arrives: what reads it is told of it in no other way."""
    return {"Records": [{"s3": {"object": {"key": quote_plus(upload_key(*address), safe="/")}}}]}


def parse_upload_key(key: str) -> UploadAddress | None:
    """The parts of an upload key, or ``None`` for any other object."""
    match key.split("/"):
        case [prefix, dossier_id, component, file_id] if prefix == UPLOADS:
            return UploadAddress(dossier_id, component, file_id)
        case _:
            return None

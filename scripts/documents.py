"""Write the documents that the code itself can tell, or compare them with what is committed (--check)."""

import sys
from collections.abc import Callable
from pathlib import Path

from local.portal.document import portal_simulator
from scripts.telling.addresses import addresses
from scripts.telling.client_types import client_types
from scripts.telling.digitize_schema import digitize_schema
from scripts.telling.errors import errors
from scripts.telling.flows import flows
from scripts.telling.log_events import log_events
from scripts.telling.openapi import openapi
from scripts.telling.states import states
from scripts.telling.table import table

ROOT = Path(__file__).resolve().parent.parent

#: Every generated document and what writes it.
DOCUMENTS: dict[str, Callable[[], str]] = {
    "chalicelib/api/addresses.py": addresses,
    "docs/flows.md": flows,
    "docs/table.md": table,
    "docs/states.md": states,
    "docs/errors.md": errors,
    "docs/log-events.md": log_events,
    "docs/openapi.json": openapi,
    "docs/digitize.schema.json": digitize_schema,
    "clients/python/motcua_client/types.py": client_types,
    "docs/portal-simulator.md": portal_simulator,
}


def main(check: bool) -> int:
    """Return 1 when a committed document no longer tells what the code does."""
    stale = 0
    for name, write in DOCUMENTS.items():
        path, text = ROOT / name, write()
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{name} is out of date: run make docs and look at the difference\n")
            stale = 1
    return stale


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv[1:]))

"""``python -m local.portal --port P --state DIR [--config FILE]``: the portal on the loopback address."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from waitress import serve

from local.portal.app import App
from local.portal.config import load
from local.portal.portal import Portal
from local.portal.published import load_catalogue


def main() -> None:
    """Serve until told to stop; what was accepted is on disk before each answer."""
    parser = argparse.ArgumentParser(prog="python -m local.portal", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder of the portal's memory")
    parser.add_argument("--config", type=Path, help="YAML or JSON; see docs/portal-simulator.md")
    parser.add_argument("--threads", type=int, default=16)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    portal = Portal(asked.state, load(asked.config))
    kept = load_catalogue(portal)
    logging.getLogger(__name__).info("catalogue: %s", kept)
    serve(App(portal), host="127.0.0.1", port=asked.port, threads=asked.threads, ident="portal")


if __name__ == "__main__":
    main()

"""How soon the portal knows: from the answer to an officer's command until the portal shows its row.

``python -m local.demo.freshness`` beside a running ``make run``; the portal takes 50 ms for every call.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import urllib3

from local.demo.client import Client
from local.demo.story import STORY
from local.demo.walk import Walk, Walked
from local.environment import Place, url
from local.event_sources.timer import SimulatedClock
from local.papers.forms import Form

LATENCY_MS = 50
TIMES = 20
#: An officer may ask for a fee and record it as often as the law needs it: each is an event and a row.
COMMANDS: tuple[tuple[str, dict[str, int]], ...] = (
    ("request-payment", {"amount": 500_000}),
    ("record-payment", {}),
)


def main() -> None:
    """One dossier, filed and received, then ``TIMES`` events one after another."""
    place = Place.from_environ()
    _portal(place, "POST", "faults", {"latency_ms": LATENCY_MS})
    try:
        seconds = list(_measured(place, Client(place)))
    finally:
        _portal(place, "POST", "faults", {})
    sys.stdout.write(f"median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s\n")


def _measured(place: Place, client: Client) -> Iterator[float]:
    sample = next(each for each in STORY if each.key == "with a fee")
    number, dossier = _received(place, client, replace(sample, forms=(Form.BORN_DIGITAL,)))
    known = _rows(place, number, more_than=1)
    for turn in range(TIMES):
        command, said = COMMANDS[turn % len(COMMANDS)]
        client.post(f"{sample.office}.reception", f"/v1/dossiers/{dossier}/commands/{command}", said)
        began = time.monotonic()
        known = _rows(place, number, more_than=known)
        yield time.monotonic() - began


def _received(place: Place, client: Client, sample: Any) -> tuple[str, str]:
    walk, walked = Walk(client, SimulatedClock(place.clock), _quietly, (sample,)), Walked(sample)
    walk.open(0, walked)
    for step in sample.steps[:2]:
        walk.take(walked, step)
    return client.get(sample.persona, f"/v1/dossiers/{walked.dossier_id}")["number"], walked.dossier_id


def _quietly(line: str) -> None:
    """Nobody is told of the steps."""


def _rows(place: Place, number: str, more_than: int, within_s: float = 60) -> int:
    """How many progress rows the portal shows, as soon as there are more; ``TimeoutError`` if none comes."""
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        shown = _portal(place, "GET", f"dossiers/{number}").get("progress", [])
        if len(shown) > more_than:
            return len(shown)
        time.sleep(0.02)
    raise TimeoutError(f"the portal was told nothing of {number} within {within_s:g} s")


def _portal(place: Place, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    headers = {"Authorization": "Bearer local-only", "Content-Type": "application/json"}
    sent = json.dumps(body).encode() if body is not None else None
    answer = urllib3.request(method, f"{url(place.ports.portal)}/control/{path}", body=sent, headers=headers)
    return answer.json() if answer.status < 400 else {}


if __name__ == "__main__":
    main()

"""``python -m local.wake NAME…``: the running machine calls scheduled functions now instead of when they are due."""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from local.environment import Place

LOOK_EVERY_S, PATIENCE_S = 0.1, 120.0


def order_of(place: Place, name: str) -> Path:
    """Where an order for one function stands until it was carried out."""
    return place.folder("orders") / name


def wake(place: Place, names: Sequence[str], within_s: float = PATIENCE_S) -> list[str]:
    """Order these functions and wait; returns those that did not succeed in time, whose orders are taken back."""
    orders = {name: order_of(place, name) for name in names}
    for order in orders.values():
        order.touch()
    ends = time.monotonic() + within_s
    while (waiting := _standing(orders.values())) and time.monotonic() < ends:
        time.sleep(LOOK_EVERY_S)
    for order in waiting:
        order.unlink(missing_ok=True)
    return [order.name for order in waiting]


def _standing(orders: Iterable[Path]) -> list[Path]:
    return [order for order in orders if order.exists()]


def schedules() -> list[str]:
    """The functions of app.py that a schedule calls."""
    from chalice.app import ScheduledEventConfig

    from app import app

    return sorted(source.name for source in app.event_sources if isinstance(source, ScheduledEventConfig))


def main() -> int:
    """Exit code 1 if one of them did not succeed; what it said stands in the logs of the machine."""
    from local.machine import is_open

    known = schedules()
    parser = argparse.ArgumentParser(prog="python -m local.wake", description=__doc__)
    parser.add_argument("names", nargs="+", choices=known, metavar="NAME", help=", ".join(known))
    names, place = parser.parse_args().names, Place.from_environ()
    if not is_open(place.ports.api):
        sys.stderr.write(f"no machine answers on port {place.ports.api}: start it with make run\n")
        return 1
    failed = wake(place, names)
    if failed:
        sys.stderr.write(f"not done: {', '.join(failed)}. See {place.data / 'logs' / 'events-poller.log'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

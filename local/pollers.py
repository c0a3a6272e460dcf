"""Drive the event sources of app.py as Lambda would: one thread for each queue, stream and schedule."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from multiprocessing.process import BaseProcess
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

from chalicelib.bootstrap.aws import named
from infra.deploy_state import chalice_config, timeout_s
from local import calls
from local.environment import Place
from local.event_sources.function import Invoke, keep_going
from local.event_sources.queue import QueuePoller
from local.event_sources.stream import LOOK_EVERY_S, Checkpoints, StreamPoller
from local.event_sources.timer import ScheduleTimer, SimulatedClock
from local.schedules import parse
from local.wake import order_of

log = logging.getLogger(__name__)
SECOND = 1.0
MEMORY_MB = 512

#: One round of an event source, and how long to rest (s) after a round that found nothing.
Driver = tuple[Callable[[], int], float]


def invoker(app: Chalice, name: str, stage: str) -> Invoke:
    """The function's real Lambda entry, given a fresh context each time."""
    function, timeout_ms = app.handler_map[name], 1000 * timeout_s(chalice_config(), stage, name)

    def invoke(event: dict[str, Any]) -> Any:
        with calls.function(name):
            return function(event, LambdaContext(name, MEMORY_MB, timeout_ms))

    return invoke


def drivers(
    app: Chalice, place: Place, wanted: Callable[[str], bool], stage: str = "local"
) -> dict[str, Driver]:
    """Name of each wanted event source and what drives it. Raises KeyError for a kind we cannot drive."""
    return {
        source.name: DRIVE[type(source).__name__](source, place, invoker(app, source.name, stage))
        for source in app.event_sources
        if wanted(source.name)
    }


def _queue(source: Any, place: Place, invoke: Invoke) -> Driver:
    import boto3

    queue = source.queue or source.queue_arn.rsplit(":", 1)[1]
    return QueuePoller(boto3.client("sqs", config=named()), queue, source.batch_size or 10, invoke).step, 0


def _stream(source: Any, place: Place, invoke: Invoke) -> Driver:
    import boto3

    checkpoints = Checkpoints(place.folder("checkpoints") / f"{source.name}.json")
    client = boto3.client("dynamodbstreams", config=named())
    poller = StreamPoller(client, source.stream_arn, source.batch_size or 100, checkpoints, invoke)
    return poller.step, LOOK_EVERY_S


def _schedule(source: Any, place: Place, invoke: Invoke) -> Driver:
    expression = source.schedule_expression
    text = expression if isinstance(expression, str) else expression.to_string()
    timer = ScheduleTimer(parse(text), SimulatedClock(place.clock), invoke, order_of(place, source.name))
    return timer.step, SECOND


DRIVE: dict[str, Callable[[Any, Place, Invoke], Driver]] = {
    "SQSEventConfig": _queue,
    "DynamoDBEventConfig": _stream,
    "ScheduledEventConfig": _schedule,
}


def run(driven: dict[str, Driver], stopped: threading.Event) -> None:
    """Keep all going until told to stop, then let each finish what it has begun."""
    threads = [
        threading.Thread(target=keep_going, args=(step, rest_s, stopped), name=name)
        for name, (step, rest_s) in driven.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def choice(arguments: Iterable[str]) -> Callable[[str], bool]:
    """``only a b``: these event sources; ``except a b``: all others; nothing: all."""
    how, *names = [*arguments] or ["except"]
    return (lambda name: name in names) if how == "only" else (lambda name: name not in names)


def serve(app: Chalice, place: Place, wanted: Callable[[str], bool]) -> None:
    """Drive the wanted event sources until SIGTERM."""
    calls.note_calls(place.folder("calls"))
    driven = drivers(app, place, wanted, os.environ["STAGE"])
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    log.info("driving %s", ", ".join(driven) or "nothing")
    run(driven, stopped)


def serve_apart(app: Chalice, place: Place, wanted: Callable[[str], bool]) -> None:
    """The same with a process for each function, as on Lambda: what one remembers spares no other a call.

    What all of them import is imported once, before they part.
    """
    names = [source.name for source in app.event_sources if wanted(source.name)]
    for module in ("boto3", *(f"chalicelib.workers.{name}" for name in names)):
        import_module(module)
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=serve, args=(app, place, name.__eq__)) for name in names]
    for child in children:
        child.start()
    signal.signal(signal.SIGTERM, lambda *_: end(children))
    for child in children:
        child.join()


def end(children: Iterable[BaseProcess]) -> None:
    """Each finishes what it has begun."""
    for child in children:
        child.terminate()


def main() -> None:
    """``python -m local.pollers [only|except NAME...]``."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(threadName)s %(levelname)s %(message)s")
    logging.getLogger("botocore").setLevel(logging.WARNING)
    from app import app

    how = serve_apart if calls.are_noted() else serve
    how(app, Place.from_environ(), choice(sys.argv[1:]))


if __name__ == "__main__":
    main()

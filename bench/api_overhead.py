"""What our layer costs beside a bare Chalice route, and what checking a token costs, in CPU time of one process."""

import contextlib
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.harness import Figure, Watch, benchmark, figure

ROUNDS = 400
TOKENS = 2000


@benchmark("api_overhead")
def api_overhead(watch: Watch) -> Iterator[Figure]:
    """A write and a read by a signed-in citizen whose store answers at once, beside a route that only echoes."""
    import tests.conftest  # noqa: F401 - the environment of a stage of its own, before app.py is imported
    from tests.app.world import AN, an_open_world

    with Path(os.devnull).open("w") as silent, contextlib.redirect_stdout(silent), an_open_world() as world:
        token = world.token(AN)
        dossier = world.filed()
        container, dossiers = world.container, world.container.dossiers
        container.dossiers = _Kept(dossiers, dossiers.get_with_files(dossier["id"]))
        container.__dict__.pop("views", None)
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        ours, bare = _handler(world.app), _handler(_bare())
        path = f"/v1/dossiers/{dossier['id']}"
        answered = ours("GET", path, headers)
        assert answered["statusCode"] == 200, answered
        whole = _median(watch, lambda: ours("GET", path, headers), "our route")
        least = _median(watch, lambda: bare("GET", "/bare/" + dossier["id"], headers), "bare route")
        files = len(container.dossiers.found[1])
        how = f"median of {ROUNDS}: parse, verify the token, authorise, answer {files} files, log; store in memory"
        yield figure("our layer beside a bare route", whole - least, "ms CPU", how, at_most=1.5)
        yield figure("bare Chalice route", least, "ms CPU", how)
        check = container.tokens.principal
        once = _median(watch, lambda: check(f"Bearer {token}"), "token", TOKENS)
        yield figure(
            "token check, warm", once, "ms CPU", f"median of {TOKENS}, RS256, 2048 bits", at_most=0.3
        )
        container.dossiers = dossiers
        yield from _encryption(watch, container)


def _encryption(watch: Watch, container: Any) -> Iterator[Figure]:
    """What keeping people's data encrypted adds to reading a dossier with fifteen files, and to writing two items."""
    from chalicelib.adapters import items
    from chalicelib.adapters.encrypted_items import encrypted, opened
    from tests.factories import a_draft, a_file

    head = items.wire(items.head_item(a_draft()[0]))
    written = [head, *(items.wire(items.file_item(a_file(f"f{number}", "A"))) for number in range(15))]
    stored = [encrypted(item, container.cipher) for item in written]
    reading = _median(watch, lambda: [opened(item, container.cipher) for item in stored], "opening")
    writing = _median(
        watch, lambda: [encrypted(item, container.cipher) for item in written[:2]], "encrypting"
    )
    yield figure("opening a dossier with 15 files", reading, "ms CPU", f"median of {ROUNDS}", at_most=0.5)
    yield figure("encrypting a head and an event", writing, "ms CPU", f"median of {ROUNDS}", at_most=0.1)


class _Kept:
    """A store that has one dossier in its memory: what is measured is our layer, not the network."""

    def __init__(self, store: Any, found: Any) -> None:
        self._store = store
        self.found = found

    def get_with_files(self, _: str) -> Any:
        return self.found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def _bare() -> Any:
    from chalice.app import Chalice, Response

    app = Chalice(app_name="bare", configure_logs=False)

    @app.route("/bare/{name}", methods=["GET"])
    def bare(name: str) -> Response:
        return Response(json.dumps({"name": name}), headers={"Content-Type": "application/json"})

    return app


def _handler(app: Any) -> Callable[[str, str, dict[str, str]], Any]:
    """Call the Lambda handler with the event that API Gateway sends."""
    from chalice.config import Config
    from chalice.local import LambdaContext, LocalGateway

    gateway = LocalGateway(app, Config())

    def call(method: str, path: str, headers: dict[str, str]) -> Any:
        context = LambdaContext("bench", 256)
        event = gateway.event_converter.create_lambda_event(method, path, headers, b"")
        return app(event, context)

    return call


def _median(watch: Watch, call: Callable[[], object], label: str, rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU per call, after a warm-up."""
    for _ in range(50):
        call()
    spent = []
    for _ in watch.track(range(rounds), rounds, label):
        before = time.process_time_ns()
        call()
        spent.append((time.process_time_ns() - before) / 1e6)
    return statistics.median(spent)

"""The partners' contract test kit against the application: it passes here, and fails where a promise is broken."""

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from chalice.config import Config

from local.gateway import Gateway
from tests.app.partner_world import PROVINCE, owed

KIT = Path(__file__).parents[2] / "clients/partner_kit"
MORNING = "2026-10-02"  # the working day before the one on which every test begins


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        """Silent."""


@contextmanager
def served(world, claims=PROVINCE, spoiled: Callable[[bytes], bytes] = bytes) -> Iterator[str]:
    """The application over a socket, with an issuer of tokens beside it; ``spoiled`` alters what it answers."""
    gateway = Gateway(world.app, Config.create(chalice_stage="test"))

    def serve(environ, start_response):
        if environ["PATH_INFO"] == "/machines/token":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"access_token": world.token(claims)}).encode()]
        query = environ.get("QUERY_STRING", "")
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = Body(environ["wsgi.input"].read(size))
        target = environ["PATH_INFO"] + ("?" + query if query else "")
        kept = []
        answer = gateway(
            {**environ, "REQUEST_URI": target, "wsgi.input": body}, lambda *told: kept.append(told)
        )
        data = spoiled(b"".join(answer))
        status, headers = kept[0]
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*others, ("Content-Length", str(len(data)))])
        return [data]

    with make_server("127.0.0.1", 0, serve, Server, Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Body:
    """A request's body that ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data


@pytest.fixture
def kit(monkeypatch):
    monkeypatch.syspath_prepend(str(KIT))
    from motcua_partner_kit.__main__ import main

    def run(url: str, *more: str):
        out = io.StringIO()
        told = {
            "url": url,
            "token-url": f"{url}/machines/token",
            "client": "c",
            "secret": "s",
            "day": MORNING,
        }
        arguments = [part for name, value in told.items() for part in (f"--{name}", value)]
        code = main([*arguments, *more], out)
        return code, out.getvalue()

    yield run
    for name in [name for name in sys.modules if name.startswith("motcua_partner_kit")]:
        del sys.modules[name]


def test_every_promise_holds_and_nothing_is_left_owed(world, kit):
    with served(world) as url:
        code, told = kit(url, "--json", "--procedure", "1.014101")
    found = json.loads(told)
    assert [each for each in found["checks"] if not each["ok"]] == []
    assert (code, found["ok"], found["unit"]) == (0, True, "L-SYT-01")
    assert len(found["checks"]) >= 15
    assert [number for number in owed(world) if number.startswith("TEST-")] == []


def test_a_table_is_printed_for_people_and_a_broken_promise_ends_with_1(world, kit):
    with served(
        world, spoiled=lambda data: data.replace(b'"reception":"known"', b'"reception":"taken"')
    ) as url:
        code, told = kit(url, "--only", "told again")
    lines = told.splitlines()
    assert code == 1
    assert "✗  The same dossier told again is known" in told
    assert "expected taken, known; got taken, taken" in told
    assert lines[0].startswith("✓  The credentials give a token")
    assert lines[-1].endswith(f"hold for c at {url}")


def test_credentials_without_the_scope_are_told_so(world, kit):
    with served(world, claims={**PROVINCE, "scope": "dossier.read"}) as url:
        code, told = kit(url)
    assert code == 1
    assert "the token's scopes are dossier.read, not partner.push" in told


def test_silence_ends_with_2(kit):
    code, told = kit("http://127.0.0.1:9")
    assert (code, len(told.splitlines())) == (2, 2)

"""What only a socket shows: a time-out breaks the connection, and the rest still comes through."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from waitress.server import create_server

from local.portal.app import App
from local.portal.portal import Portal
from tests.unit.portal_simulator.conftest import DSTCODE, UNIT


@pytest.fixture
def port(portal: Portal) -> Iterator[int]:
    server: Any = create_server(App(portal), host="127.0.0.1", port=0, threads=2)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.close()
    thread.join(timeout=5)


def log_in(port: int) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        body = json.dumps({"username": UNIT, "password": "local-only"})
        connection.request("POST", "/mapi/login", body, {"dstcode": DSTCODE})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_a_call_over_the_wire(port: int) -> None:
    assert log_in(port)["error_code"] == "0"


def test_a_time_out_is_a_connection_that_breaks(portal: Portal, port: int) -> None:
    portal.faults.plan({"faults": [{"kind": "timeout_after", "times": 1}]})
    with pytest.raises(http.client.IncompleteRead):
        log_in(port)
    assert log_in(port)["error_code"] == "0"

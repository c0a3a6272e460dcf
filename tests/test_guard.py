"""The guard of the test run itself."""

import socket

import pytest


def test_no_test_leaves_this_machine() -> None:
    with pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)

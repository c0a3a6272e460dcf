"""The whole application against moto: real tables, real tokens, the real handlers."""

import pytest

from tests.app.world import World, an_open_world


@pytest.fixture(scope="session")
def world() -> World:
    """One world for all tests of a process; every test brings dossiers of its own."""
    with an_open_world() as opened:
        yield opened

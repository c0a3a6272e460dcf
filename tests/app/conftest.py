"""The whole application against the emulator: real tables, real tokens, the real handlers."""

import pytest

from tests.app.world import OFFICE_MORNING, World, an_open_world


@pytest.fixture(scope="session")
def world() -> World:
    """One world for all tests of a process; every test brings dossiers of its own."""
    with an_open_world() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _a_morning(request):
    """Whatever a test did to the clock, the next one begins on the same morning."""
    if "world" in request.fixturenames:
        request.getfixturevalue("world").set_clock(OFFICE_MORNING)

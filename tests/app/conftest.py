"""The whole application against the emulator: real tables, real tokens, the real handlers."""

import pytest

from tests.app.world import OFFICE_MORNING, World, an_open_world


@pytest.fixture(scope="session")
def world() -> World:
    """One world for all tests of a process; every test brings dossiers of its own."""
    with an_open_world() as opened:
        yield opened


#: What speaks to the portal. A test may put a portal of its own there, and leaves none behind.
SPEAKERS = ("portal", "sync_batch", "catch_up", "reconcile")


@pytest.fixture(autouse=True)
def _a_morning(request):
    """Whatever a test did to the clock or put in the portal's place, the next one begins like the first."""
    if "world" not in request.fixturenames:
        yield
        return
    world = request.getfixturevalue("world")
    world.set_clock(OFFICE_MORNING)
    yield
    for speaker in SPEAKERS:
        world.container.__dict__.pop(speaker, None)

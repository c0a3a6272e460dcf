"""The guard of all tests: a stage of our own, an AWS that cannot be the real one, no way out by accident."""

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

WORLD = Path(__file__).parent / "app"

# Set before any import of the application: Chalice reads stage and region while app.py is imported.
os.environ.update(
    STAGE="test",
    AWS_DEFAULT_REGION="ap-southeast-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_CONFIG_FILE=os.devnull,
    # boto3 would put the account number into host names, which moto does not know.
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
)
for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ROLE_ARN"):
    os.environ.pop(name, None)

# The same examples every time, so that a change is judged by what it changed; --hypothesis-profile=default explores.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

#: What goes through all dossiers of the world: the fewer there are yet, the sooner it is done.
GOES_THROUGH_ALL = ("test_stuck", "test_sync", "test_sync_state", "test_take_in", "test_partners")
#: What takes longest of the tests of the world.
LONG = ("test_contract", "test_authorisation_matrix")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _stay_on_this_machine(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: a test that opens a connection to anywhere else fails at once, and says where to."""
    if event != "socket.connect":
        return
    address = args[1]
    if isinstance(address, tuple) and address[0] not in LOOPBACK:
        raise PermissionError(f"a test tried to leave this machine: {address[0]}:{address[1]}")


sys.addaudithook(_stay_on_this_machine)


#: What comes first, as it takes longest, and which modules share what one worker makes for all of them. Told while
#: collecting: xdist reads groups before any hook of ours may reorder. Every other module is a group of its own.
SHARING = {
    "tests/e2e/": "machine",
    "tests/infra/test_package": "package",
    "tests/infra/test_rehearsal": "package",
    "tests/infra/test_deployed_journey": "deployed",
    "tests/unit/papers/test_papers": "papers",
    "tests/infra/test_state_template": "template",
    "tests/adapters/test_catalogue": "catalogue",
    "tests/app/test_restore": "restore",
}


def pytest_make_parametrize_id(val: object) -> str | None:
    """Files are made with the time of their making, and each worker must give a test the same name."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_itemcollected(item: pytest.Item) -> None:
    own = f"{item.path.parent.name}.{item.path.stem}"
    item.add_marker(pytest.mark.xdist_group(_shared(item) or own))


def _shared(item: pytest.Item) -> str | None:
    return next((group for place, group in SHARING.items() if item.nodeid.startswith(place)), None)


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What was collected stays to the end; looking through it again and again would be for nothing."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order: what takes longest first, and last the world of tests/app, to whose emulator boto3 speaks from then on."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if WORLD not in item.path.parents:
        return 0 if _shared(item) else 1
    return 2 if item.path.stem in GOES_THROUGH_ALL else 3 if item.path.stem in LONG else 4

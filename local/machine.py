"""Everything on one machine: started in order, waited for, kept up, and ended without a trace."""

import argparse
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from local.children import Child, ChildEnded, Children
from local.environment import HOST, KEYS, REGION, ROOT, STAGE, Place, inherited, url
from local.trust_files import BUNDLE_KEY, trust_bundle

EMULATOR_PYTHON = ROOT / ".venv-emulator" / "bin" / "python"
READY_WITHIN_S = 60.0
LOOK_EVERY_S = 0.05
#: How a machine is told to end.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

#: Recognizing text keeps a processor busy, so it has a process of its own beside all other event sources.
POLLERS = {"digitize": ("only", "digitize"), "events": ("except", "digitize")}


class CannotStart(Exception):
    """Something outside of us is in the way; the text says what, and what to do."""


class Machine:
    """The parts of one local machine and the order in which they depend on each other."""

    def __init__(self, place: Place, children: Children, told: Callable[[str], None]) -> None:
        self._place, self._children, self._told = place, children, told

    def start(self) -> None:
        """Bring everything up; afterwards our own environment is that of the application."""
        self._check_ports()
        ports = self._place.ports
        emulator = self._start("emulator", ["local.emulator_server"], emulator_environment(self._place))
        identity = self._start("identity", ["local.identity"], {})
        state = str(self._place.folder("portal"))
        portal = self._start("portal", ["local.portal", "--port", str(ports.portal), "--state", state], {})
        self._wait(emulator, ports.emulator)
        os.environ.update(self._place.aws())
        application = self._place.application(create_stack())
        os.environ.update(application)
        store_trust(self._place, application["FILES_BUCKET"])
        self._told("infrastructure  from infra/state.yaml")
        api = self._start("api", ["local.gateway", str(ports.api)], application)
        for name, which in POLLERS.items():
            self._start(f"{name}-poller", ["local.pollers", *which], application)
        for child, port in ((identity, ports.identity), (portal, ports.portal), (api, ports.api)):
            self._wait(child, port)

    def _start(self, name: str, module: Sequence[str], environment: Mapping[str, str]) -> Child:
        python = EMULATOR_PYTHON if name == "emulator" else Path(sys.executable)
        place = {"MOTCUA_DATA": str(self._place.data), "MOTCUA_PORT": str(self._place.ports.base)}
        command: list[str | Path] = [python, "-m", "local.tethered", *module]
        return self._children.start(name, command, {**inherited(), **place, **environment})

    def _check_ports(self) -> None:
        for name, port in self._place.ports.by_name().items():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError:
                    advice = f"Stop what uses it, or: make run PORT={self._place.ports.base + 100}"
                    raise CannotStart(f"Port {port} (for the {name}) is in use. {advice}") from None

    def _wait(self, child: Child, port: int) -> None:
        began = time.monotonic()
        while not is_open(port):
            child.check()
            if time.monotonic() - began > READY_WITHIN_S:
                raise CannotStart(f"{child.name} does not answer on port {port}; see {child.log}")
            time.sleep(LOOK_EVERY_S)
        self._told(f"{child.name:<15} {url(port)}")


def emulator_environment(place: Place) -> dict[str, str]:
    """Listens on 127.0.0.1 and nowhere else, and keeps everything in our folder."""
    return {
        **KEYS,
        "GATEWAY_PORT": str(place.ports.emulator),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.folder("emulator")),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.folder("emulator/s3")),
        "TMPDIR": str(place.folder("emulator/tmp")),
    }


def is_open(port: int) -> bool:
    """Does somebody listen there?"""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def create_stack() -> dict[str, str]:
    """The stack of production in the emulator, and what the emulator leaves out of the template."""
    import boto3

    from infra.deploy_state import deploy

    outputs = deploy(boto3.client("cloudformation"), STAGE)
    dynamodb = boto3.client("dynamodb")
    for table in (outputs["TableName"], outputs["OnceTableName"]):
        told = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        if told["TimeToLiveStatus"] == "DISABLED":
            dynamodb.update_time_to_live(
                TableName=table,
                TimeToLiveSpecification={"AttributeName": "expires_at", "Enabled": True},
            )
    dynamodb.update_continuous_backups(
        TableName=outputs["TableName"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    return outputs


def store_trust(place: Place, bucket: str) -> None:
    """Whose signatures count, where the application looks for it."""
    import boto3

    bundle = trust_bundle(place.folder("trust")).read_bytes()
    boto3.client("s3").put_object(Bucket=bucket, Key=BUNDLE_KEY, Body=bundle)


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Hold the folder: two machines on one store would spoil it. Raises CannotStart."""
    with (place.folder(".") / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(f"A machine is already running on {place.data}. Stop it first.") from None
        yield


def stay_up(children: Children) -> None:
    """Until Ctrl-C; raises ChildEnded as soon as a part is gone."""
    while True:
        children.check()
        time.sleep(0.5)


def run(command: str, console: Console) -> int:
    """``up``: start and stay. ``run``: the sample dossiers besides. ``demo``: these, then end. Exit code."""
    place = Place.from_environ()
    with alone(place):
        children = Children(place.folder("logs"))
        try:
            began = time.monotonic()
            Machine(place, children, lambda text: console.print(f"  [green]✓[/] {text}")).start()
            console.print(f"Ready after {time.monotonic() - began:.1f} s; logs in {place.data / 'logs'}")
            holds = command == "up" or tell_the_story(place, console)
            if command != "demo":
                console.print("Ctrl-C ends it.")
                stay_up(children)
            return 0 if holds else 1
        except KeyboardInterrupt:
            console.print("Ending.")
            return 0
        finally:
            for number in ENDINGS:
                signal.signal(number, signal.SIG_IGN)
            children.stop()


def tell_the_story(place: Place, console: Console) -> bool:
    """Walk the sample dossiers through; True if the portal confirmed every claim."""
    from local import demo

    return bool(demo.run(place, console))


def main() -> int:
    """``python -m local.machine up|run|demo``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("up", "run", "demo"))
    command = parser.parse_args().command
    for number in ENDINGS:
        signal.signal(number, signal.default_int_handler)  # a shell's background job would not hear Ctrl-C
    console = Console(highlight=False)
    try:
        return run(command, console)
    except (CannotStart, ChildEnded) as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())

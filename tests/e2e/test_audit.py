"""The journal on a whole machine: every event of the sample dossiers went through the stream and is proven."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]


def manage(machine, *arguments):
    """``python manage.py …`` against the machine: exit code and what it says."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"STAGE", "AWS_ENDPOINT_URL"}},
        "MOTCUA_DATA": str(machine.place.data),
        "MOTCUA_PORT": str(machine.place.ports.base),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def proven(machine):
    """The verdict, once the stream has carried everything: lines arrive within seconds of their events."""
    ends = time.monotonic() + 30
    while True:
        code, said = manage(machine, "audit", "verify", "--json")
        found = json.loads(said)
        if found["whole"] or time.monotonic() > ends:
            return code, found
        time.sleep(1)


def test_every_link_holds_and_a_forged_event_is_named(machine):
    code, found = proven(machine)
    assert (code, found) == (0, {"whole": True, "breaks": []})

    table = boto3.resource(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{machine.place.ports.emulator}",
        region_name="ap-southeast-1",
    ).Table("motcua-local")
    (dossier, *_) = machine.client.all("an", "/v1/dossiers")
    key = {"PK": f"DOSSIER#{dossier['id']}", "SK": "EVENT#00000001"}
    before = table.get_item(Key=key)["Item"]
    body = bytes(before["body"])
    table.put_item(Item={**before, "body": body[:-1] + bytes([body[-1] ^ 1])})
    try:
        code, found = manage(machine, "audit", "verify", "--json")
        assert code == 1
        assert f"{dossier['id']} 1" in {each["where"] for each in json.loads(found)["breaks"]}
    finally:
        table.put_item(Item=before)
    assert proven(machine)[0] == 0

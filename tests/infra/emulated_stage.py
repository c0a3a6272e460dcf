"""A whole stage in an emulated AWS that runs functions: stacks, layer, code by its SAM template, and its gateway."""

import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import urllib3

from infra import gateway, packaging, project, release, sam
from infra.stages import LIVE, Stage, stage_of
from local.children import Children
from local.environment import HOST, PORTAL_ACCOUNT, REGION, STAGE, Place, inherited, url
from local.machine import create_stack, is_open, store_trust
from tests.emulated import aws_environment, emulator

ACCOUNT, STACK, CODE, FAILURES, SECRETS = (
    "000000000000",
    "motcua-local-code",
    "code-of-all",
    "motcua-local-relay-failed",
    "motcua/local",
)
PATIENCE_S = 120
#: What the emulator decided about permissions, below the data of the place.
DECISIONS = "decisions.txt"


class EmulatedStage:
    """A place whose API answers on its usual port, although functions in the emulator do the work."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place, self._folder, self.ground = place, folder, _ground(place)
        store_trust(place, self.ground.outputs["FilesBucket"])
        self.api = ""

    def bring_code(self, **environment: str) -> None:
        """The stack with the code as it stands; nobody is led there yet."""
        self.api = _bring_code(self.place, self._folder, self.ground, environment)

    def lead_to_newest(self) -> None:
        """Versions of all functions; callers, queues and the stream are led to them, as `make deploy` does it."""
        functions, gateways = boto3.client("lambda"), boto3.client("apigateway")
        release.carry_out(functions, release.to_newest(self._standings(publish=True)))
        api_handler = next(
            arn for arn in self._functions() if arn.endswith(f":{self.function('api_handler')}")
        )
        gateway.lead_to_live(gateways, functions, self.api, api_handler)
        gateway.open_stage(gateways, self.api, uuid4().hex)
        for source in functions.list_event_source_mappings()["EventSourceMappings"]:
            arn = ":".join(source["FunctionArn"].split(":")[:7])
            functions.update_event_source_mapping(UUID=source["UUID"], FunctionName=f"{arn}:{LIVE}")

    def roll_back(self) -> None:
        """Everybody to the version before, as `make rollback` does it."""
        release.carry_out(boto3.client("lambda"), release.back(self._standings(publish=False)))
        gateway.go_back(boto3.client("apigateway"), self.api)

    def function(self, name: str) -> str:
        """What a function of app.py is called here: the template lets CloudFormation choose."""
        logical = "APIHandler" if name == "api_handler" else "".join(part.title() for part in name.split("_"))
        (found,) = (arn for arn in self._functions() if f":{STACK}-{logical}-" in arn)
        return found.rsplit(":", 1)[1]

    def lines_of(self, name: str) -> str:
        """All that a function has logged."""
        events = boto3.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{self.function(name)}")
        return "\n".join(each["message"] for each in events["events"])

    def _standings(self, *, publish: bool) -> list[release.Standing]:
        names = [arn.rsplit(":", 1)[1] for arn in self._functions()]
        return release.standings(boto3.client("lambda"), names, publish=publish)

    def _functions(self) -> list[str]:
        pages = boto3.client("lambda").get_paginator("list_functions").paginate()
        return [each["FunctionArn"] for page in pages for each in page["Functions"]]


@contextmanager
def emulated_stage(place: Place, folder: Path) -> Iterator[EmulatedStage]:
    """Emulator, identity provider and portal in processes of their own; everything else deployed."""
    children = Children(place.folder("logs"))
    try:
        with emulator(place.data, place.ports, 3600, place.data / DECISIONS), aws_environment(place):
            _start(children, place, "identity", place.ports.identity, "local.identity")
            _start(
                children, place, "portal", place.ports.portal,
                "local.portal", "--port", str(place.ports.portal), "--state", str(place.folder("portal")),
            )  # fmt: skip
            stage = EmulatedStage(place, folder)
            stage.bring_code()
            address = f"{url(place.ports.emulator)}/_aws/execute-api/{stage.api}/{LIVE}"
            with _forwarded(place.ports.api, address):
                yield stage
    finally:
        children.stop()


def _start(children: Children, place: Place, name: str, port: int, *module: str) -> None:
    own = {"MOTCUA_DATA": str(place.data), "MOTCUA_PORT": str(place.ports.base)}
    child = children.start(name, [sys.executable, "-m", "local.tethered", *module], {**inherited(), **own})
    ends = time.monotonic() + PATIENCE_S
    while not is_open(port):
        child.check()
        assert time.monotonic() < ends, f"{name} does not answer"
        time.sleep(0.05)


def _ground(place: Place) -> project.Ground:
    """What the code stands on: state, the secrets, the queue of what was given up, the layer."""
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=CODE, CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("sqs").create_queue(QueueName=FAILURES)
    secrets = {"hash_key": place.hash_key, "portal_password": PORTAL_ACCOUNT["PORTAL_PASSWORD"]}
    boto3.client("secretsmanager").create_secret(Name=SECRETS, SecretString=json.dumps(secrets))
    outputs = {
        **create_stack(),
        "SecretsName": SECRETS,
        "RelayFailuresArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{FAILURES}",
    }
    for bucket in (outputs["FilesBucket"], outputs["AuditBucket"]):
        s3.delete_bucket_policy(Bucket=bucket)  # it refuses plain HTTP, and the emulator speaks nothing else
    return project.Ground(ACCOUNT, outputs, _layer(s3))


def _bring_code(place: Place, folder: Path, ground: project.Ground, environment: Mapping[str, str]) -> str:
    """Zip and stack of the code; the identifier of its API."""
    stage = _stage(place, ground.outputs, environment)
    light = packaging.fetched(packaging.LIGHT)
    made = project.put_together(stage, ground, folder / "project", light)
    written = sam.packaged(made, stage, ground.outputs["RelayFailuresArn"], folder / "packed")
    template, key = json.loads(written.read_text("utf-8")), packaging.fingerprint(made)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": CODE, "Key": f"{key}.zip"}
    s3 = boto3.client("s3")
    s3.upload_file(str(written.with_name("deployment.zip")), CODE, f"{key}.zip")
    s3.put_object(Bucket=CODE, Key=f"{key}.json", Body=json.dumps(template).encode())
    return _stack(f"{url(place.ports.emulator)}/{CODE}/{key}.json")


def _stage(place: Place, stack: Mapping[str, str], environment: Mapping[str, str]) -> Stage:
    """The stage as functions are to see it; their credentials are the emulator's business, keys and secrets AWS's."""
    own = {
        name: value
        for name, value in place.application(stack).items()
        if name not in ("STAGE", "HASH_KEY", "FIELD_KEY", "PORTAL_PASSWORD", "CERTIFICATION_KEY")
        and not name.startswith("AWS_")
    }
    return replace(stage_of(STAGE), environment={**own, **environment})


def _layer(s3: Any) -> str:
    light = packaging.fetched(packaging.LIGHT)
    zipped = packaging.layer(packaging.fetched(packaging.HEAVY, without=light))
    s3.upload_file(str(zipped), CODE, zipped.name)
    content = {"S3Bucket": CODE, "S3Key": zipped.name}
    told = boto3.client("lambda").publish_layer_version(LayerName="reading", Content=content)  # type: ignore[arg-type]
    return told["LayerVersionArn"]


def _stack(address: str) -> str:
    client = boto3.client("cloudformation")
    wanted: Any = {
        "StackName": STACK, "TemplateURL": address, "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }  # fmt: skip
    try:
        client.create_stack(**wanted)
        done = "stack_create_complete"
    except client.exceptions.AlreadyExistsException:
        client.update_stack(**wanted)
        done = "stack_update_complete"
    client.get_waiter(done).wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": PATIENCE_S})  # type: ignore[call-overload]
    (told,) = client.describe_stacks(StackName=STACK)["Stacks"]
    return next(each["OutputValue"] for each in told["Outputs"] if each["OutputKey"] == "RestAPIId")


@contextmanager
def _forwarded(port: int, address: str) -> Iterator[None]:
    """The API under the address that callers know, as a custom domain leads to a gateway's stage."""
    pool = urllib3.PoolManager(maxsize=16, timeout=PATIENCE_S)

    class Domain(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            answer = pool.request(
                self.command, address + self.path, body=body, headers=told, redirect=False, retries=False
            )
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            self.wfile.write(answer.data)

        do_POST = do_DELETE = do_PUT = do_GET

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer((HOST, port), Domain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        pool.clear()

"""A small world around the application: an emulated AWS, an issuer of tokens, a clock that is turned by hand."""

import hashlib
import json
import os
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import jwt
from chalice.config import Config
from cryptography.hazmat.primitives.asymmetric import rsa

from local.environment import Place
from local.gateway import local_gateway
from tests.emulated import aws_environment, emulator, free_ports
from tests.factories import a_file
from tests.pdfs import a_pdf

CITIZEN_ISSUER, OFFICER_ISSUER = "https://issuer.test/citizens", "https://issuer.test/officers"
MACHINE_ISSUER = "https://issuer.test/machines"
OFFICE_MORNING = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)  # Monday 09:00 in Vietnam
PROCEDURE, UNIT = "1.013874", "L-PB"
AN = {
    "sub": "an",
    "TechID": "tech-an",
    "LoaiTaiKhoan": "1",
    "SoDinhDanh": "001185900101",
    "HoVaTen": "Nguyễn Thị Thử An",
}
BINH = {
    "sub": "binh",
    "TechID": "tech-binh",
    "LoaiTaiKhoan": "1",
    "SoDinhDanh": "038078900102",
    "HoVaTen": "Trần Văn Mẫu Bình",
}


def officer(role: str, unit: str = UNIT) -> dict[str, Any]:
    """The claims of an officer in one role."""
    return {
        "sub": f"{unit}.{role}",
        "name": f"Cán bộ {role}",
        "position": role,
        "roles": [role],
        "units": [unit],
    }


@dataclass
class Reply:
    """An answer of the API."""

    status: int
    body: Any
    headers: Mapping[str, str]


class World:
    """Calls the API as the local gateway does, and plays the store's and the queues' part by hand."""

    def __init__(self, app: Any, clock_file: Path, key: rsa.RSAPrivateKey) -> None:
        self.app = app
        self._gateway = local_gateway(app, Config())
        self._clock_file = clock_file
        self._key = key
        self._serial = 0
        self._signed = cache(lambda told: self.sign(json.loads(told)))  # of one minute: signing is dear

    @property
    def container(self) -> Any:
        from chalicelib.bootstrap import container

        return container()

    def set_clock(self, at: datetime) -> None:
        offset = (at - datetime.now(UTC)).total_seconds()
        self._clock_file.write_text(json.dumps({"offset": offset}))

    def token(self, claims: Mapping[str, Any], **changes: Any) -> str:
        kinds = {"roles": OFFICER_ISSUER, "scope": MACHINE_ISSUER}
        issuer = next((kinds[name] for name in kinds if name in claims), CITIZEN_ISSUER)
        minute = int(time.time()) // 60 * 60
        told = {"iss": issuer, "aud": "motcua-api", "iat": minute, "exp": minute + 660, **claims, **changes}
        return self._signed(json.dumps(told))

    def sign(self, claims: Mapping[str, Any], **header: str) -> str:
        """A token with exactly these claims; ``header`` may name another key or algorithm."""
        named = header or {"kid": "test"}
        return jwt.encode(dict(claims), self._key, algorithm=named.get("alg", "RS256"), headers=named)

    @property
    def public_key(self) -> rsa.RSAPublicKey:
        """The key that everybody may know."""
        return self._key.public_key()

    def call(
        self,
        method: str,
        path: str,
        claims: Mapping[str, Any] | None = None,
        body: Any = None,
        **headers: str,
    ) -> Reply:
        if body is None:
            return self.send(method, path, claims, b"", **headers)
        return self.send(method, path, claims, json.dumps(body).encode(), **headers)

    def send(
        self, method: str, path: str, claims: Mapping[str, Any] | None, data: bytes, **headers: str
    ) -> Reply:
        """A request with a body that need not be JSON."""
        sent = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if claims is not None:
            sent["authorization"] = f"Bearer {self.token(claims)}"
        sent.setdefault("content-type", "application/json")
        answer = self._gateway.handle_request(method, path, sent, data)
        text = answer["body"]
        parsed = json.loads(text) if text else None
        return Reply(answer["statusCode"], parsed, answer["headers"])

    def invoke(
        self, method: str, resource: str, path_values: Mapping[str, str], claims: Mapping[str, Any]
    ) -> Reply:
        """A request as Lambda is given it, its path values already decoded."""
        context = {"httpMethod": method, "resourcePath": resource, "path": resource, "requestId": "r"}
        event = {
            "requestContext": context,
            "headers": {"authorization": f"Bearer {self.token(claims)}"},
            "pathParameters": dict(path_values),
            "multiValueQueryStringParameters": None,
            "stageVariables": None,
            "body": None,
            "isBase64Encoded": False,
        }
        answer = self.app(event, None)
        return Reply(answer["statusCode"], json.loads(answer["body"]), answer["headers"])

    def draft(self, claims: Mapping[str, Any] = AN, **wish: Any) -> Any:
        reply = self.call("POST", "/v1/dossiers", claims, {"procedure": PROCEDURE, "unit": UNIT, **wish})
        assert reply.status == 201, reply.body
        return reply.body

    def upload(
        self, dossier_id: str, component: str, claims: Mapping[str, Any] = AN, data: bytes | None = None
    ) -> Any:
        """Announce, put the bytes where the form would put them, and let the worker read them."""
        self._serial += 1
        data = a_pdf(f"Giấy tờ số {self._serial}") if data is None else data
        reply = self.call("POST", f"/v1/dossiers/{dossier_id}/files", claims, announcement(component, data))
        assert reply.status == 201, reply.body
        self.container.s3.put_object(
            Bucket=self.container.settings.files_bucket, Key=reply.body["upload"]["fields"]["key"], Body=data
        )
        self.notify(reply.body["upload"]["fields"]["key"])
        return reply.body["file"]

    def notify(self, key: str) -> Any:
        """The store tells the queue, the queue tells the worker."""
        body = {"Records": [{"s3": {"object": {"key": key}}}]}
        return self.app.handler_map["digitize"](sqs_event(body), None)

    def complete_draft(self, claims: Mapping[str, Any] = AN, **wish: Any) -> Any:
        """A draft with every required paper."""
        draft = self.draft(claims, **wish)
        for component in draft["components"]:
            if component["required"]:
                self.upload(draft["id"], component["code"], claims)
        return draft

    def prepare(self, partition: str) -> Any:
        """What the items of a partition await is made: stream, relay, queue, worker."""
        found = self.container.dynamodb.query(
            TableName=self.container.settings.table,
            KeyConditionExpression="PK = :pk",
            FilterExpression="attribute_exists(awaits)",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )["Items"]
        records = [{"eventName": "MODIFY", "dynamodb": {"NewImage": item}} for item in found]
        self.app.handler_map["relay"]({"Records": records}, None)
        orders = self.drained("prepare_queue")
        return (
            self.app.handler_map["prepare"](sqs_event(*orders), None) if orders else {"batchItemFailures": []}
        )

    def drained(self, queue: str) -> list[Any]:
        """Every message of a queue, by the name of its setting, taken out."""
        url = self.container.sqs.get_queue_url(QueueName=getattr(self.container.settings, queue))["QueueUrl"]
        ask = {"QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 0}
        bodies = []
        while messages := self.container.sqs.receive_message(**ask).get("Messages"):
            for message in messages:
                bodies.append(json.loads(message["Body"]))
                self.container.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def put_ready(self, dossier_id: str, component: str, count: int = 1, **changes: Any) -> list[str]:
        """Files as they stand after they were read, written straight into the table: their ids."""
        from chalicelib.adapters.identity import TimeSortedIds
        from chalicelib.adapters.items import file_item

        values = {"dossier_id": dossier_id, "announced_at": self.container.clock.now()} | changes
        ids = [TimeSortedIds().new() for _ in range(count)]
        self.put_items(file_item(a_file(id_, component, **values)) for id_ in ids)
        return ids

    def put_items(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Write items as they are, 25 at a time: one transaction for each would take long."""
        from chalicelib.adapters.items import wire

        self._batch([{"PutRequest": {"Item": wire(item)}} for item in found])

    def take_out(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Of what was put as it is stored, every item again."""
        keys = ({"PK": {"S": item["PK"]}, "SK": {"S": item["SK"]}} for item in items)
        self._batch([{"DeleteRequest": {"Key": key}} for key in keys])

    def forget(self, dossier_ids: Iterable[str]) -> None:
        """Take dossiers out again, so that the tests after a large one stay fast."""
        from chalicelib.adapters import keys

        for id_ in dossier_ids:
            self.forget_all_of(keys.dossier(id_))

    def forget_all_of(self, partition: str) -> None:
        """Take out every item of one partition."""
        pages = self.container.dynamodb.get_paginator("query").paginate(
            TableName=self.container.settings.table,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
            ProjectionExpression="PK, SK",
        )
        found = [item for page in pages for item in page["Items"]]
        self._batch([{"DeleteRequest": {"Key": key}} for key in found])

    def _batch(self, requests: list[dict[str, Any]]) -> None:
        for start in range(0, len(requests), 25):
            part = requests[start : start + 25]
            self.container.dynamodb.batch_write_item(RequestItems={self.container.settings.table: part})

    def ready_draft(self, claims: Mapping[str, Any] = AN, **wish: Any) -> Any:
        """A draft with every required paper, of which none was really read."""
        draft = self.draft(claims, **wish)
        for component in draft["components"]:
            if component["required"]:
                self.put_ready(draft["id"], component["code"])
        return draft

    def filed(self, claims: Mapping[str, Any] = AN, **wish: Any) -> Any:
        """A submitted dossier whose papers were not really read."""
        reply = self.call("POST", f"/v1/dossiers/{self.ready_draft(claims, **wish)['id']}/submit", claims)
        assert reply.status == 200, reply.body
        return reply.body

    def submitted(self, claims: Mapping[str, Any] = AN) -> Any:
        draft = self.complete_draft(claims)
        reply = self.call("POST", f"/v1/dossiers/{draft['id']}/submit", claims)
        assert reply.status == 200, reply.body
        return reply.body

    def order(
        self, dossier: Mapping[str, Any], command: str, role: str, /, unit: str = UNIT, **instruction: Any
    ) -> Reply:
        path = f"/v1/dossiers/{dossier['id']}/commands/{command}"
        return self.call("POST", path, officer(role, unit), instruction)

    def processing(self) -> Any:
        dossier = self.filed()
        for command, role in (("receive", "reception"), ("start-processing", "specialist")):
            reply = self.order(dossier, command, role)
            assert reply.status == 200, reply.body
        return reply.body

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """The AWS calls made inside, by operation."""
        calls: Counter[str] = Counter()
        clients = [self.container.dynamodb, self.container.s3, self.container.sqs]

        def count(model: Any, **_: Any) -> None:
            calls[model.name] += 1

        for client in clients:
            client.meta.events.register("before-call", count, unique_id="budget")
        yield calls
        for client in clients:
            client.meta.events.unregister("before-call", unique_id="budget")


def announcement(component: str, data: bytes, **changes: Any) -> dict[str, Any]:
    """The body that announces ``data``."""
    return {
        "component": component,
        "name": "giay-to.pdf",
        "media_type": "application/pdf",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        **changes,
    }


def sqs_event(*bodies: Any, queue: str = "motcua-test-digitize") -> dict[str, Any]:
    """What Lambda is given for messages of a queue."""
    return {
        "Records": [
            {
                "messageId": f"m-{number}",
                "receiptHandle": "r",
                "body": json.dumps(body),
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:ap-southeast-1:123456789012:{queue}",
                "awsRegion": "ap-southeast-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


@contextmanager
def an_open_world() -> Iterator[World]:
    """Tables, bucket, catalogue, issuer and clock, and the application started among them."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with _issuer(key) as jwks_url, tempfile.TemporaryDirectory() as folder, _emulated(Path(folder)):
        clock_file = Path(folder) / "clock.json"
        issuers = [
            {"issuer": CITIZEN_ISSUER, "jwks_url": jwks_url, "kind": "citizen"},
            {"issuer": OFFICER_ISSUER, "jwks_url": jwks_url, "kind": "officer"},
            {"issuer": MACHINE_ISSUER, "jwks_url": jwks_url, "kind": "machine"},
        ]
        os.environ |= {
            "IDENTITY_ISSUERS": json.dumps(issuers),
            "HASH_KEY": "00" * 32,
            "MOTCUA_CLOCK_FILE": str(clock_file),
            "FILES_BUCKET": "motcua-test-files-000000000000",
        }
        from chalicelib.bootstrap import container
        from chalicelib.settings import settings

        settings.cache_clear()
        container.cache_clear()
        _furnish()
        import app as entry

        world = World(entry.app, clock_file, key)
        world.set_clock(OFFICE_MORNING)
        yield world


@contextmanager
def _emulated(folder: Path) -> Iterator[None]:
    """An emulator of our own: unlike moto it does not copy the whole table for every transaction."""
    place = Place(folder / "machine", free_ports())
    with emulator(place.data, place.ports, save_every_s=3600), aws_environment(place):
        yield


def _furnish() -> None:
    from chalicelib.adapters.catalogue import DynamoCatalogueWriter
    from chalicelib.application.load_catalogue import load_catalogue
    from infra.deploy_state import deploy
    from tests.fakes_catalogue import CATALOGUE_FOLDER

    with warnings.catch_warnings():  # moto says which of the resources it does not know
        warnings.simplefilter("ignore", UserWarning)
        deploy(boto3.client("cloudformation"), "test")
    load_catalogue(CATALOGUE_FOLDER, DynamoCatalogueWriter(boto3.client("dynamodb"), "motcua-test"))


@contextmanager
def _issuer(key: rsa.RSAPrivateKey) -> Iterator[str]:
    """An issuer that publishes one key on the loopback address."""
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    document = json.dumps({"keys": [{**jwk, "kid": "test", "use": "sig", "alg": "RS256"}]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/jwks"
    server.shutdown()
    server.server_close()
    thread.join()

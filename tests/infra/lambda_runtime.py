"""A packaged zip under the runtime client of Lambda, with nothing around it but what Lambda has: no docker needed."""

import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
import zipfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from infra import packaging, project
from infra.building import built_once
from infra.stages import Stage, stage_of

RUNTIME = ("awslambdaric==4.2.2", "boto3==1.44.5")
PATIENCE_S = 60
LOOK_EVERY_S = 0.02
#: What the stacks would have made; the zip does not depend on it.
OUTPUTS = {
    "TableStreamArn": "arn:aws:dynamodb:ap-southeast-1:000000000000:table/motcua-zip/stream/now",
    "FilesBucket": "motcua-zip-files-000000000000",
    "AuditBucket": "motcua-zip-audit-000000000000",
    "AuditKeyArn": "arn:aws:kms:ap-southeast-1:000000000000:key/audit",
    "FieldKeyArn": "arn:aws:kms:ap-southeast-1:000000000000:key/fields",
    "KeyArn": "arn:aws:kms:ap-southeast-1:000000000000:key/files",
    "SecretsName": "",
    "RelayFailuresArn": "arn:aws:sqs:ap-southeast-1:000000000000:motcua-zip-relay-failed",
}


def runtime() -> Path:
    """What Lambda brings besides Python: its client and boto3. Fetched once."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), *RUNTIME]
        subprocess.run(command, check=True, stdout=sys.stderr)

    name = hashlib.sha256(" ".join([*RUNTIME, packaging.python_version()]).encode()).hexdigest()[:16]
    return built_once(packaging.BUILD / f"runtime-{name}", build)


def our_zip(folder: Path) -> tuple[Stage, Path]:
    """The zip that `chalice deploy` would send, made in ``folder``."""
    stage = stage_of("zip")
    ground = project.Ground("000000000000", OUTPUTS, "arn:aws:lambda:layer")
    light = packaging.fetched(packaging.LIGHT)
    made = project.put_together(stage, ground, folder / "project", light)
    packed = folder / "package"
    project.run_chalice(made, stage.region, "package", "--stage", stage.name, str(packed))
    return stage, packed / "deployment.zip"


def unpacked(archive: Path, folder: Path) -> Path:
    """The zip as Lambda lays it out; many environments may start from one folder, they write nothing there."""
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder


def environment(stage: Stage) -> dict[str, str]:
    """As the function would have it, with a secret of its own instead of the store's."""
    ground = project.Ground("000000000000", OUTPUTS, "")
    return {**project.environment(stage, ground), "HASH_KEY": "00" * 32}


class _Server(ThreadingHTTPServer):
    """Ends with its process; an environment that is killed leaves its call unanswered, and that is no fault."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionResetError | BrokenPipeError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Lambda(AbstractContextManager["Lambda"]):
    """One execution environment around an unpacked zip. ``began``: when its process was started."""

    def __init__(
        self, code: Path, handler: str, variables: Mapping[str, str], layer: Path | None = None
    ) -> None:
        self._asked: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._answers: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._server = _Server(("127.0.0.1", 0), _api(self._asked, self._answers))
        threading.Thread(target=self._server.serve_forever, args=(LOOK_EVERY_S,), daemon=True).start()
        paths = [str(code), *([str(layer)] if layer else []), str(runtime())]
        start = f"import sys; sys.path[:0] = {paths!r}; sys.argv = ['ric', {handler!r}]\n" + (
            "from awslambdaric.__main__ import main; main(sys.argv)"
        )
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            # As on Lambda, no byte code is written beside the sources.
            [sys.executable, "-I", "-S", "-B", "-c", start],
            cwd=code,
            env={
                "PATH": os.environ["PATH"],
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
                "LAMBDA_TASK_ROOT": str(code),
                "AWS_REGION": "ap-southeast-1",
                "AWS_LAMBDA_FUNCTION_NAME": "motcua",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_ACCESS_KEY_ID": "x",
                "AWS_SECRET_ACCESS_KEY": "x",
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
                "AWS_MAX_ATTEMPTS": "1",
                "_HANDLER": handler,
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def invoke(self, event: Any) -> tuple[str, Any]:
        """``response`` or ``error`` (of the call, or of its start), and what was answered."""
        self._asked.put((str(uuid.uuid4()), event))
        return self._answers.get(timeout=PATIENCE_S)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._server.shutdown()
        self._server.server_close()


def _api(asked: "queue.Queue[tuple[str, Any]]", answers: "queue.Queue[tuple[str, Any]]") -> Any:
    class RuntimeApi(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536

        def do_GET(self) -> None:
            request, event = asked.get()
            self._send(
                200,
                json.dumps(event).encode(),
                {
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": request,
                    "Lambda-Runtime-Deadline-Ms": str(int((time.time() + PATIENCE_S) * 1000)),
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:ap-southeast-1:0:function:motcua",
                },
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answers.put((self.path.rsplit("/", 1)[1], json.loads(body) if body else None))
            self._send(202, b"{}", {})

        def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return RuntimeApi


def api_event(path: str) -> dict[str, Any]:
    """A GET as API Gateway passes it on."""
    return {
        "resource": path,
        "path": path,
        "httpMethod": "GET",
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": None,
        "requestContext": {
            "resourcePath": path,
            "httpMethod": "GET",
            "path": f"/live{path}",
            "requestId": "r",
            "identity": {"sourceIp": "127.0.0.1"},
            "stage": "live",
        },
    }

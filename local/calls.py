"""Which AWS calls each function really makes, as the permissions they need: noted while the machine runs.

``tests/e2e/test_permissions.py`` holds infra/permissions.py against them. On only with ``MOTCUA_NOTE_CALLS`` set.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SWITCH = "MOTCUA_NOTE_CALLS"
_inside = threading.local()
#: Functions that were called so far. A thread that one of them starts bears its name and a number.
_called: set[str] = set()


@contextmanager
def function(name: str) -> Iterator[None]:
    """Within this, the calls of this thread are those of that function."""
    _inside.name = name
    _called.add(name)
    try:
        yield
    finally:
        _inside.name = None


def function_of_thread() -> str | None:
    """Whose calls this thread makes; ``None`` for those of the machine itself."""
    starter = threading.current_thread().name.rpartition("_")[0]
    return getattr(_inside, "name", None) or (starter if starter in _called else None)


def are_noted() -> bool:
    """Whether this machine notes its calls at all."""
    return SWITCH in os.environ


def note_calls(folder: Path, function_of: Callable[[], str | None] = function_of_thread) -> None:
    """From now on, write every new (function, permission, resource) into ``folder``."""
    if not are_noted():
        return
    import boto3

    noted: set[str] = set()
    file = folder / f"{os.getpid()}.txt"

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        name = function_of()
        service = model.service_model.service_name
        for action, resource in needed(service, model.name, params) if name else ():
            line = f"{name} {service}:{action} {resource}\n"
            if line not in noted:
                noted.add(line)
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(line)

    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("before-parameter-build", note)


def needed(service: str, operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The permissions that a call asks for, each with its resource: a table, an index, a key's first part, a queue."""
    return RESOURCES[service](operation, params)


def _dynamodb(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "TransactWriteItems":
        for write in params["TransactItems"]:
            for kind, asked in write.items():
                yield TRANSACTED[kind], asked["TableName"]
    elif "RequestItems" in params:
        for table in params["RequestItems"]:
            yield operation, table
    else:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        yield operation, params["TableName"] + index


TRANSACTED = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


def _s3(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    action = S3_ACTIONS.get(operation, operation)
    for each in params.get("Delete", {}).get("Objects", [params]):
        # A list is of the bucket; its prefix is a condition, not a resource.
        resource = f"{params['Bucket']}/{each['Key'].split('/')[0]}/*" if "Key" in each else params["Bucket"]
        if "VersionId" in each:
            yield f"{action}Version", resource
        if "VersionId" not in each or operation == "DeleteObjects":  # which wants this permission always
            yield action, resource


S3_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteObjects": "DeleteObject",
    "HeadObject": "GetObject",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjectsV2": "ListBucket",
    "UploadPart": "PutObject",
}


def _sqs(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = params.get("QueueName") or params["QueueUrl"].rsplit("/", 1)[1]
    yield operation.removesuffix("Batch"), name


RESOURCES: dict[str, Callable[[str, Mapping[str, Any]], Iterator[tuple[str, str]]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "sqs": _sqs,
}

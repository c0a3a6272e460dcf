"""What each function may do, and nothing else: one table, from which one policy file per function is written.

``tests/e2e/test_permissions.py`` compares it with the calls that the functions really make.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.stages import Stage


@dataclass(frozen=True, slots=True)
class Grant:
    """``actions`` of one ``service`` on resources named by their kind in ``RESOURCES`` and the rest of their name."""

    service: str
    actions: tuple[str, ...]
    on: tuple[str, ...]


def _table(*actions: str) -> Grant:
    return Grant("dynamodb", actions, ("table/{stage}",))


def _index(name: str) -> Grant:
    return Grant("dynamodb", ("Query",), (f"table/{{stage}}/index/{name}",))


def _files(action: str, *prefixes: str) -> Grant:
    return Grant("s3", (action,), tuple(f"files/{prefix}/*" for prefix in prefixes))


def _erase(*prefixes: str) -> Grant:
    """By version. Amazon's page of DeleteObjects wants the first permission always, the second for versions."""
    places = tuple(f"files/{prefix}/*" for prefix in prefixes)
    return Grant("s3", ("DeleteObject", "DeleteObjectVersion"), places)


def _journal(action: str, *parts: str) -> Grant:
    return Grant("s3", (action,), tuple(f"journal/{part}/*" for part in parts))


_ONCE = Grant("dynamodb", ("GetItem", "PutItem"), ("table/{stage}-once",))
_HEAD = _table("GetItem", "PutItem", "Query")
#: A ledger, and the note of news that it takes off.
_ACCOUNTS = _table("GetItem", "PutItem", "DeleteItem", "Query")

#: The data keys of personal data, opened once in some minutes; who writes first makes the first.
_FIELDS = Grant("kms", ("Decrypt", "GenerateDataKey"), ("field-key/",))

#: What the code of each function asks of AWS. ``api_handler`` is Chalice's name for all routes together.
CODE: dict[str, tuple[Grant, ...]] = {
    "api_handler": (
        _table("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem", "Query"),
        _index("work_queue"),
        _index("by_owner"),
        _index("unsynced"),
        _ONCE,
        _FIELDS,
        _files("GetObject", "uploads", "read", "entries", "imported", "copies", "shared"),
        _files("PutObject", "uploads", "entries", "copies"),
        Grant("sqs", ("GetQueueUrl", "SendMessage"), ("queue/{stage}-digitize",)),
        _journal("PutObject", "lines"),
        _files("GetObject", "pieces"),
        _files("PutObject", "pieces"),
        _files("DeleteObject", "pieces"),
        _files("AbortMultipartUpload", "uploads", "copies"),
        Grant("s3", ("ListBucket",), ("bucket/",)),
    ),
    "digitize": (
        _HEAD,
        _FIELDS,
        _files("GetObject", "uploads", "read", "pages", "trust"),
        _files("PutObject", "read", "pages"),
        _erase("pages"),
        Grant("s3", ("ListBucket", "ListBucketVersions"), ("bucket/",)),
        Grant("sqs", ("GetQueueUrl", "SendMessage"), ("queue/{stage}-digitize",)),
    ),
    "relay": (
        Grant(
            "sqs",
            ("GetQueueUrl", "SendMessage"),
            tuple(
                f"queue/{{stage}}-{name}" for name in ("portal.fifo", "archive", "prepare", "webhooks.fifo")
            ),
        ),
        _journal("PutObject", "lines"),
        _table("PutItem"),
    ),
    "archive": (
        _table("BatchGetItem", "GetItem", "PutItem", "Query"),
        _FIELDS,
        _files("GetObject", "read"),
        _erase("uploads"),
        Grant("s3", ("ListBucketVersions",), ("bucket/",)),
    ),
    "prepare": (
        _table("GetItem", "PutItem", "Query"),
        _index("by_owner"),
        _index("work_queue"),
        _FIELDS,
        _files("GetObject", "uploads", "read", "entries", "imported", "trust"),
        _files("PutObject", "read", "copies", "shared"),
        _files("AbortMultipartUpload", "copies"),
        Grant("s3", ("ListBucket",), ("bucket/",)),
    ),
    "tell_subscribers": (_HEAD, _FIELDS),
    "retry_webhooks": (_HEAD, _FIELDS, _index("unsynced")),
    "sync": (_ACCOUNTS, _FIELDS),
    "catch_up": (
        _ACCOUNTS,
        _FIELDS,
        _index("unsynced"),
        Grant(
            "sqs",
            ("GetQueueUrl", "SendMessage"),
            ("queue/{stage}-archive", "queue/{stage}-webhooks.fifo"),
        ),
    ),
    "seal": (
        _journal("GetObject", "lines", "seals"),
        _journal("PutObject", "seals"),
        Grant("s3", ("ListBucket",), ("journal-bucket/",)),
        Grant("kms", ("Sign",), ("audit-key/",)),
    ),
    "take_in": (
        _table("GetItem", "PutItem", "DeleteItem", "ConditionCheckItem", "Query"),
        _index("unsynced"),
        _FIELDS,
        _files("PutObject", "uploads"),
    ),
    "erase_drafts": (
        _table("GetItem", "Query", "DeleteItem"),
        _index("work_queue"),
        Grant("kms", ("Decrypt",), ("field-key/",)),
        _erase("uploads", "entries", "read"),
        Grant("s3", ("ListBucketVersions",), ("bucket/",)),
    ),
    "check_integrity": (
        _table("UpdateItem", "Query"),
        _index("integrity"),
        Grant("kms", ("Decrypt",), ("field-key/",)),
        _files("GetObject", "uploads", "imported"),
        _files("GetObjectVersion", "uploads", "imported"),
        _files("PutObject", "uploads", "imported", "retention"),
        Grant("s3", ("ListBucketVersions",), ("bucket/",)),
    ),
    "find_stuck": (
        _table("GetItem", "Query"),
        _index("work_queue"),
        _index("unsynced"),
        Grant("kms", ("Decrypt",), ("field-key/",)),
        _files("GetObject", "uploads"),
        Grant("s3", ("ListBucket",), ("bucket/",)),
    ),
    "reconcile": (_table("GetItem", "PutItem", "Query"), _FIELDS, _index("work_queue")),
}

#: Functions that read secrets: the key under which numbers are hashed, or the portal's password.
KNOWS_SECRETS = frozenset(
    {"api_handler", "archive", "digitize", "prepare", "sync", "catch_up", "take_in", "reconcile", "seal"}
    | {"tell_subscribers", "retry_webhooks", "erase_drafts", "find_stuck", "check_integrity"}
)
#: What Lambda does in a function's name to feed it.
FED_BY: dict[str, str] = {
    "digitize": "queue/{stage}-digitize",
    "archive": "queue/{stage}-archive",
    "prepare": "queue/{stage}-prepare",
    "sync": "queue/{stage}-portal.fifo",
    "tell_subscribers": "queue/{stage}-webhooks.fifo",
    "relay": "table/{stage}/stream/*",
}
_FEEDING = {
    "queue": ("sqs", ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility")),
    "table": ("dynamodb", ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")),
}
#: What gives up on an event puts it here.
SENDS_FAILURES = frozenset(
    {"relay", "catch_up", "retry_webhooks", "seal", "take_in", "reconcile", "check_integrity", "erase_drafts"}
    | {"find_stuck"}
)
#: Functions that write to people, where the stage has an address to write from.
WRITES_LETTERS = frozenset({"tell_subscribers", "retry_webhooks"})
#: IAM knows no resource for these actions, so they are the only ones that name none.
WITHOUT_RESOURCE = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")


def policies(stage: Stage, account: str, outputs: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The policy of every function. ``outputs``: of infra/state.yaml and infra/ground.yaml."""
    return {
        name: {"Version": "2012-10-17", "Statement": list(_statements(name, grants, stage, account, outputs))}
        for name, grants in CODE.items()
    }


def _statements(
    name: str, grants: Sequence[Grant], stage: Stage, account: str, outputs: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    place = f"{stage.region}:{account}"
    logs = f"arn:aws:logs:{place}:log-group:/aws/lambda/{stage.function(name)}"
    for grant in (*grants, *_fed(name)):
        yield _allow(
            [f"{grant.service}:{action}" for action in grant.actions],
            [_arn(each, stage, place, outputs) for each in grant.on],
        )
    yield _allow(["logs:CreateLogGroup"], [logs])
    yield _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [f"{logs}:*"])
    yield _allow(["kms:Decrypt", "kms:GenerateDataKey"], [outputs["KeyArn"]])
    if name in KNOWS_SECRETS:
        # AWS puts six characters of its own behind a secret's name.
        secret = f"arn:aws:secretsmanager:{place}:secret:{outputs['SecretsName']}-??????"
        yield _allow(["secretsmanager:GetSecretValue"], [secret])
    if name == "prepare" and (key := stage.environment.get("CERTIFICATION_KEY")):
        yield _allow(["kms:Sign"], [key])
    if name in WRITES_LETTERS and (sender := stage.environment.get("NOTICES_FROM")):
        places = [f"arn:aws:ses:{place}:identity/{each}" for each in (sender, sender.rpartition("@")[2])]
        yield _allow(["ses:SendEmail"], places)
    if name in SENDS_FAILURES:
        yield _allow(["sqs:SendMessage"], [outputs["RelayFailuresArn"]])
    yield _allow(list(WITHOUT_RESOURCE), ["*"])


def _fed(name: str) -> Iterator[Grant]:
    if name in FED_BY:
        service, actions = _FEEDING[FED_BY[name].split("/")[0]]
        yield Grant(service, actions, (FED_BY[name],))


def _arn(resource: str, stage: Stage, place: str, outputs: Mapping[str, str]) -> str:
    kind, name = resource.format(stage=f"motcua-{stage.name}").split("/", 1)
    if kind == "table":
        table, *part = name.split("/", 1)
        name = "/".join([stage.table if table == f"motcua-{stage.name}" else table, *part])
    return {
        "table": f"arn:aws:dynamodb:{place}:table/{name}",
        "queue": f"arn:aws:sqs:{place}:{name}",
        "bucket": f"arn:aws:s3:::{outputs['FilesBucket']}",
        "journal-bucket": f"arn:aws:s3:::{outputs['AuditBucket']}",
        "journal": f"arn:aws:s3:::{outputs['AuditBucket']}/{name}",
        "audit-key": outputs["AuditKeyArn"],
        "field-key": outputs["FieldKeyArn"],
        "files": f"arn:aws:s3:::{outputs['FilesBucket']}/{name}",
    }[kind]


def _allow(actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}

"""What `doctor` looks at, in the order in which one thing needs the other."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from manage_commands.findings import Check, Facts, answered

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

    from chalicelib.bootstrap import Container

#: Promises reach this far ahead (days) for the longest usual procedures; less calendar than that is worth a warning.
CALENDAR_AHEAD_DAYS = 90
#: catch_up comes every minute, so a dossier that was due this long ago shows that it does not come.
CATCH_UP_LATE = timedelta(minutes=10)
HTTP_TIMEOUT_S = 5
MIN_HASH_KEY_BYTES = 32
#: Signatures older than five minutes are refused; a minute is worth a look.
CLOCK_OFF, CLOCK_REFUSED = timedelta(minutes=1), timedelta(minutes=5)


def _deploy(container: "Container") -> str:
    """What brings a part that infra/state.yaml names, ready to be copied."""
    from chalicelib.settings import REHEARSALS

    stage = container.settings.stage
    return "make run" if stage in REHEARSALS else f"make deploy STAGE={stage}"


def _aws(container: "Container") -> Facts:
    import boto3

    yield from aws_facts(boto3.client("sts", region_name=container.settings.region))


def aws_facts(sts: "STSClient") -> Facts:
    """Whose credentials these are, and how far the clock is off: AWS tells the time with every answer."""
    answer = sts.get_caller_identity()
    yield True, f"credentials of account {answer['Account']}", ""
    told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    if told:
        off = abs(datetime.now(UTC) - parsedate_to_datetime(told))
        yield (
            (off < CLOCK_OFF or None) if off < CLOCK_REFUSED else False,
            f"this machine's clock is {off.total_seconds():.0f} s from that of AWS",
            f"Set it: timedatectl set-ntp true. From {CLOCK_REFUSED} on AWS refuses every call",
        )


def _settings(container: "Container") -> Facts:
    settings = container.settings
    yield True, f"stage {settings.stage}, region {settings.region}", ""
    secrets = answered(lambda: container.secrets)
    if secrets is None:
        yield (
            False,
            f"the secret {settings.secrets_name} is missing",
            "If it was deleted, bring the same one back: aws secretsmanager restore-secret --secret-id"
            f" {settings.secrets_name}. A new one would hash personal numbers otherwise, and nobody would find their"
            f" dossiers; only a stage without any may get one by {_deploy(container)}",
        )
        return
    key = bytes.fromhex(secrets.hash_key.get_secret_value())
    yield (
        len(key) >= MIN_HASH_KEY_BYTES,
        f"HASH_KEY has {len(key)} bytes",
        f"Set HASH_KEY to at least {MIN_HASH_KEY_BYTES} random bytes, hexadecimal; keep it for ever, and rotate by"
        " LATER_HASH_KEYS and `manage.py papers rekey`",
    )
    kinds = sorted(issuer.kind for issuer in settings.issuers)
    yield bool(kinds), f"tokens are taken from {', '.join(kinds) or 'nobody'}", "Set IDENTITY_ISSUERS"


def _keys(container: "Container") -> Facts:
    import boto3

    settings = container.settings
    for name, key in (("FIELD_KEY", settings.field_key), ("AUDIT_KEY", settings.audit_key)):
        if key.startswith("arn:"):
            kms = boto3.client("kms", region_name=settings.region)
            told = answered(kms.describe_key, KeyId=key)
            state = told["KeyMetadata"]["KeyState"] if told else "not there"
            yield (
                state == "Enabled",
                f"{name} is {state}",
                f"Without it nobody can read what it protects: aws kms cancel-key-deletion --key-id {key}, then"
                f" aws kms enable-key --key-id {key}; if it is of another stage, correct {name}",
            )


def _tables(container: "Container") -> Facts:
    from chalicelib.adapters.keys import Index

    settings = container.settings
    described: dict[str, Any] = {}
    for name in (settings.table, settings.once_table):
        told = answered(container.dynamodb.describe_table, TableName=name)
        described[name] = told["Table"] if told else {"TableStatus": "missing"}
        status = described[name]["TableStatus"]
        lost = f"{_deploy(container)}. Were there dossiers in it? Then first: python manage.py restore plan INSTANT"
        yield status == "ACTIVE", f"{name} is {status}", lost if status == "missing" else "Wait for it"
    table = described[settings.table]
    if table["TableStatus"] == "missing":
        return
    missing = set(Index) - {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])}
    yield not missing, f"indexes missing: {', '.join(sorted(missing)) or 'none'}", _deploy(container)
    stream = table.get("LatestStreamArn", "")
    ours = stream == settings.stream_arn
    yield ours, "the stream is the one we listen to" if ours else "we listen to another stream", (
        f"Set TABLE_STREAM_ARN={stream} and deploy again; until then nothing is told to the portal"
    )  # fmt: skip


def _buckets(container: "Container") -> Facts:
    settings = container.settings
    for name in (settings.files_bucket, settings.audit_bucket):
        there = answered(container.s3.head_bucket, Bucket=name) is not None
        yield (
            there,
            f"{name} answers" if there else f"the bucket {name} is missing",
            f"Correct FILES_BUCKET, or: {_deploy(container)}. A lost bucket comes back from its replica only",
        )
        if not there:
            return
    told = container.s3.get_bucket_notification_configuration(Bucket=settings.files_bucket)
    wired = bool(told.get("QueueConfigurations"))
    yield wired, "uploads are announced" if wired else "uploads are announced to nobody", _deploy(container)
    trust = settings.trust_store
    if trust and not trust.startswith("/"):
        look = answered(container.s3.head_object, Bucket=settings.files_bucket, Key=trust)
        yield (
            look is not None,
            f"trust store {trust}" if look else f"the trust store {trust} is missing: no file can be read",
            f"aws s3 cp BUNDLE.pem s3://{settings.files_bucket}/{trust}, or take TRUST_STORE away",
        )


def _queues(container: "Container") -> Facts:
    settings = container.settings
    for name in (
        settings.digitize_queue,
        settings.portal_queue,
        settings.archive_queue,
        settings.prepare_queue,
        settings.webhooks_queue,
    ):
        failed = name.removesuffix(".fifo") + "-failed" + ".fifo" * name.endswith(".fifo")
        waiting, dead = _messages(container, name), _messages(container, failed)
        for queue, count in ((name, waiting), (failed, dead)):
            if count is None:
                yield False, f"the queue {queue} is missing", _deploy(container)
        if waiting is not None:
            yield True, f"{name}: {waiting} waiting", ""
        if dead is not None:
            yield (
                dead == 0,
                f"{failed}: {dead} failed for good",
                "Look for ERROR lines of its function, mend the cause, then: python manage.py dead replay",
            )


def _messages(container: "Container", queue: str) -> int | None:
    """How many wait there; ``None`` if there is no such queue."""
    wanted: Any = ["ApproximateNumberOfMessages"]

    def ask() -> int:
        url = container.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        told = container.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)
        return int(told["Attributes"]["ApproximateNumberOfMessages"])

    return answered(ask)


def _catalogue(container: "Container") -> Facts:
    today = container.today()
    count = len(container.catalogue.procedures(today, limit=100_000).procedures)
    yield count > 0, f"{count} procedures in force", "python manage.py catalogue load"
    rules = container.catalogue.rules_on(today)
    yield (
        True,
        f"{len(container.catalogue.units().versions)} versions of units; rules of {rules.valid_from}",
        "",
    )
    until = container.catalogue.calendar().covered_to
    ahead = (until - today).days
    yield (
        (ahead >= CALENDAR_AHEAD_DAYS or None) if ahead >= 0 else False,
        f"calendar until {until}, {ahead} days ahead",
        "Add what the Government has announced to catalogue/calendar.csv, then: python manage.py catalogue load."
        " A deadline beyond it is refused, not guessed",
    )


def _issuers(container: "Container") -> Facts:
    import json

    from chalicelib.adapters.tokens import fetch_keys

    for issuer in container.settings.issuers:
        keys = json.loads(fetch_keys(issuer.jwks_url))["keys"]
        yield (
            bool(keys),
            f"{issuer.kind}: {len(keys)} key(s) at {issuer.jwks_url}",
            "Ask the identity provider",
        )


def _portal(container: "Container") -> Facts:
    import urllib3

    url = container.settings.portal.base_url
    if not url:
        yield (
            False,
            "no address",
            "Set PORTAL_BASE_URL and the other PORTAL_ settings; nothing reaches the portal",
        )
        return
    answer = urllib3.request("GET", url, timeout=HTTP_TIMEOUT_S, retries=False)
    yield answer.status < 500, f"{url} answers {answer.status}", "Wait; dossiers are kept and told later"


def _sync(container: "Container") -> Facts:
    from chalicelib.domain.ports_sync import Standing

    now = container.clock.now()
    parked = container.ledgers.standing(Standing.PARKED, now, limit=1).items
    late = container.ledgers.standing(Standing.WAITING, now - CATCH_UP_LATE, limit=1).items
    yield (
        None if parked else True,
        "dossiers need a person" if parked else "no dossier needs a person",
        "python manage.py sync stuck",
    )
    yield (
        not late,
        f"a dossier is due for more than {CATCH_UP_LATE}" if late else "catch_up keeps up",
        "Look for lines of catch_up: it comes every minute, or its schedule is off",
    )


def _api(container: "Container") -> Facts:
    import urllib3

    url = f"{container.settings.public_base_url}/v1/health"
    answer = urllib3.request("GET", url, timeout=HTTP_TIMEOUT_S, retries=False)
    yield answer.status == 200, f"{url} answers {answer.status}", "Look for API_BROKE in the logs of the API"


ANYTHING = ("AWS", "settings", "keys", "tables")
CHECKS = (
    Check("AWS", _aws, "Check region, credentials, AWS_ENDPOINT_URL and the line"),
    Check("settings", _settings, "Compare the environment with docs/operating.md", ("AWS",)),
    Check("keys", _keys, "Compare FIELD_KEY and AUDIT_KEY with the outputs of infra/state.yaml", ("AWS",)),
    Check("tables", _tables, "Deploy infra/state.yaml", ("AWS", "settings", "keys")),
    Check("files", _buckets, "Deploy infra/state.yaml", ("AWS",)),
    Check("queues", _queues, "Deploy infra/state.yaml", ("AWS",)),
    Check("catalogue", _catalogue, "python manage.py catalogue load", ANYTHING),
    Check("sign-in", _issuers, "Check IDENTITY_ISSUERS and that the provider is up: nobody can sign in"),
    Check("api", _api, "Start or deploy the API, or correct PUBLIC_BASE_URL"),
    Check("portal", _portal, "Check PORTAL_BASE_URL and the line; filing goes on, dossiers are told later"),
    Check("sync", _sync, "python manage.py sync status", ANYTHING),
)

"""What `doctor` looks at, in the order in which one thing needs the other."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from manage_commands.findings import Check, Facts

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container

#: Promises reach this far ahead (days) for the longest usual procedures; less calendar than that is worth a warning.
CALENDAR_AHEAD_DAYS = 90
#: catch_up comes every minute, so a dossier that was due this long ago shows that it does not come.
CATCH_UP_LATE = timedelta(minutes=10)
HTTP_TIMEOUT_S = 5
MIN_HASH_KEY_BYTES = 32


def _settings(container: "Container") -> Facts:
    settings = container.settings
    key = bytes.fromhex(container.secrets.hash_key.get_secret_value())
    yield True, f"stage {settings.stage}, region {settings.region}", ""
    yield (
        len(key) >= MIN_HASH_KEY_BYTES,
        f"HASH_KEY has {len(key)} bytes",
        f"Set HASH_KEY to at least {MIN_HASH_KEY_BYTES} random bytes, hexadecimal; keep it for ever, and rotate by"
        " LATER_HASH_KEYS and `manage.py papers rekey`",
    )
    kinds = sorted(issuer.kind for issuer in settings.issuers)
    yield bool(kinds), f"tokens are taken from {', '.join(kinds) or 'nobody'}", "Set IDENTITY_ISSUERS"


def _tables(container: "Container") -> Facts:
    from chalicelib.adapters.keys import Index

    table = container.dynamodb.describe_table(TableName=container.settings.table)["Table"]
    yield (
        table["TableStatus"] == "ACTIVE",
        f"{container.settings.table} is {table['TableStatus']}",
        "Wait for it",
    )
    missing = set(Index) - {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])}
    deploy = "Deploy infra/state.yaml: python -m infra.deploy_state STAGE"
    yield not missing, f"indexes missing: {', '.join(sorted(missing)) or 'none'}", deploy
    stream = table.get("LatestStreamArn", "")
    ours = stream == container.settings.stream_arn
    yield ours, "the stream is the one we listen to" if ours else "we listen to another stream", (
        f"Set TABLE_STREAM_ARN={stream} and deploy again; until then nothing is told to the portal"
    )  # fmt: skip
    once = container.dynamodb.describe_table(TableName=container.settings.once_table)["Table"]
    yield once["TableStatus"] == "ACTIVE", f"{container.settings.once_table} is {once['TableStatus']}", deploy


def _bucket(container: "Container") -> Facts:
    name = container.settings.files_bucket
    container.s3.head_bucket(Bucket=name)
    told = container.s3.get_bucket_notification_configuration(Bucket=name)
    wired = bool(told.get("QueueConfigurations"))
    yield True, f"{name} answers", ""
    yield (
        wired,
        "uploads are announced" if wired else "uploads are announced to nobody",
        "Deploy infra/state.yaml",
    )


def _queues(container: "Container") -> Facts:
    import json

    settings = container.settings
    queues = (
        settings.digitize_queue,
        settings.portal_queue,
        settings.archive_queue,
        settings.prepare_queue,
        settings.webhooks_queue,
    )
    for name in queues:
        attributes = _attributes(container, name)
        waiting = attributes["ApproximateNumberOfMessages"]
        failed = json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"].rsplit(":", 1)[1]
        dead = int(_attributes(container, failed)["ApproximateNumberOfMessages"])
        yield True, f"{name}: {waiting} waiting", ""
        yield (
            dead == 0,
            f"{failed}: {dead} failed for good",
            "Look for ERROR lines of its function, mend the cause, then: python manage.py dead replay",
        )


def _attributes(container: "Container", queue: str) -> dict[str, str]:
    url = container.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    wanted: Any = ["ApproximateNumberOfMessages", "RedrivePolicy"]
    return dict(container.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"].items())


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


CHECKS = (
    Check("settings", _settings, "Compare the environment with docs/operating.md"),
    Check("tables", _tables, "Deploy infra/state.yaml: python -m infra.deploy_state STAGE"),
    Check("files", _bucket, "Deploy infra/state.yaml and set FILES_BUCKET to its output"),
    Check("queues", _queues, "Deploy infra/state.yaml: python -m infra.deploy_state STAGE"),
    Check("catalogue", _catalogue, "python manage.py catalogue load"),
    Check("sign-in", _issuers, "Check IDENTITY_ISSUERS and that the provider is up: nobody can sign in"),
    Check("api", _api, "Start or deploy the API, or correct PUBLIC_BASE_URL"),
    Check("portal", _portal, "Check PORTAL_BASE_URL and the line; filing goes on, dossiers are told later"),
    Check("sync", _sync, "python manage.py sync status"),
)

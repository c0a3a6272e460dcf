"""What `doctor` says of a broken place: every part that is missing is named, with what to do about it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from chalicelib.bootstrap import Container
from manage_commands import checks
from manage_commands.findings import Check, Verdict, examined

STANDING = [each for each in checks.CHECKS if each.about not in ("sign-in", "api", "portal")]


def broken(world, **changes: Any) -> Container:
    """The same world, as settings that lead somewhere else see it."""
    return Container(world.container.settings.model_copy(update=changes))


def bad(container: Any, about: str = "", looked_at: Any = STANDING) -> dict[str, str]:
    """What is bad, with what to do."""
    found = [each for each in examined(looked_at, container) if each.verdict is Verdict.BAD]
    assert all(each.todo for each in found)
    return {each.found: each.todo for each in found if about in each.about}


def test_missing_tables_are_named_once_and_what_needs_them_waits(world):
    container = broken(world, table_name="motcua-lost")
    (said,) = [found for found in bad(container) if "motcua-lost" in found]
    assert said == "motcua-lost is missing"
    assert "restore plan" in bad(container)[said]
    waiting = [each for each in examined(STANDING, container) if each.todo == "First mend: tables"]
    assert {each.about for each in waiting} == {"catalogue", "sync"}


def test_a_missing_bucket_is_named(world):
    found = bad(broken(world, files_bucket="motcua-files-lost"), "files")
    assert list(found) == ["the bucket motcua-files-lost is missing"]
    assert "replica" in found["the bucket motcua-files-lost is missing"]


def test_every_missing_queue_is_named_with_its_dead_letters(world):
    found = bad(broken(world, stage="lost", table_name=world.container.settings.table), "queues")
    assert "the queue motcua-lost-portal.fifo is missing" in found
    assert "the queue motcua-lost-portal-failed.fifo is missing" in found
    assert len(found) == 10
    assert all("make deploy" in todo for todo in found.values())


def test_a_missing_secret_is_never_to_be_replaced_by_a_new_one(world):
    found = bad(broken(world, secrets_name="motcua/lost"), "settings")
    assert list(found) == ["the secret motcua/lost is missing"]
    assert "restore-secret" in found["the secret motcua/lost is missing"]


def test_a_key_that_is_gone_is_named_by_its_setting(world):
    gone = "arn:aws:kms:ap-southeast-1:000000000000:key/00000000-0000-4000-8000-000000000000"
    found = bad(broken(world, field_key=gone), "keys")
    assert list(found) == ["FIELD_KEY is not there"]


def test_a_trust_store_that_is_not_in_the_bucket_stops_all_reading_and_is_named(world):
    found = bad(broken(world, trust_store="trust/lost.pem"), "files")
    assert "the trust store trust/lost.pem is missing: no file can be read" in found


def test_a_portal_that_nobody_reaches_is_named(world):
    settings = world.container.settings
    portal = settings.portal.model_copy(update={"base_url": "http://127.0.0.1:9"})
    (said,) = bad(broken(world, portal=portal), "portal", checks.CHECKS).items()
    assert "Check PORTAL_BASE_URL and the line" in said[1]


@pytest.mark.parametrize(
    ("error", "todo"),
    [
        (ClientError({"Error": {"Code": "ExpiredToken", "Message": "expired"}}, "Any"), "sign in"),
        (
            ClientError({"Error": {"Code": "InvalidSignatureException", "Message": "old"}}, "Any"),
            "clock is wrong",
        ),
        (NoCredentialsError(), "no usable credentials"),
    ],
)
def test_credentials_that_are_not_taken_are_one_trouble_and_not_ten(world, error, todo):
    def refuse(_: Any) -> Any:
        raise error
        yield

    looked_at = [Check(each.about, refuse, each.todo, each.needs) for each in STANDING]
    (said,) = bad(world.container, "", looked_at).values()
    assert todo in said


@pytest.mark.parametrize(
    ("off", "verdict"),
    [
        (timedelta(seconds=5), Verdict.GOOD),
        (timedelta(minutes=2), Verdict.WARNING),
        (timedelta(minutes=6), Verdict.BAD),
    ],
)
def test_a_clock_that_is_wrong_is_seen_before_aws_refuses_everything(off, verdict):
    headers = {"date": format_datetime(datetime.now(UTC) - off)}
    identity = {"Account": "1", "ResponseMetadata": {"HTTPHeaders": headers}}
    facts = SimpleNamespace(get_caller_identity=lambda: identity)
    check = Check("AWS", lambda _: checks.aws_facts(facts), "-")  # type: ignore[arg-type]
    *_, clock = check.findings(SimpleNamespace())  # type: ignore[arg-type]
    assert clock.verdict is verdict

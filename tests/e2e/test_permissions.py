"""What every function may do, against what it really did while the sample dossiers went their way."""

import pytest

from infra.permissions import CODE, Grant
from local.environment import STAGE

pytestmark = pytest.mark.e2e

#: Permissions that no sample dossier needs, each with what does need it.
RARELY: dict[str, dict[str, str]] = {
    "api_handler": {
        "dynamodb:UpdateItem {stage}": "a request made for somebody else; a look at an identity card",
        "dynamodb:BatchGetItem {stage}": "suggesting papers of which one has several versions",
        "dynamodb:ConditionCheckItem {stage}": "a consent that is used while it may be taken back",
        "dynamodb:GetItem {stage}-once": "a request that is repeated",
        "dynamodb:Query {stage}/index/by_owner": "a list of one's own dossiers",
        "dynamodb:Query {stage}/index/work_queue": "an officer's list",
        "dynamodb:Query {stage}/index/unsynced": "how many dossiers a subscriber is still to be told of",
        "s3:GetObject files/uploads/*": "a link to a file",
        "s3:GetObject files/read/*": "words and pages shown to an officer",
        "s3:GetObject files/entries/*": "a paper that a national database stood for",
        "s3:GetObject files/imported/*": "a paper from before, imported in bulk",
        "s3:GetObject files/copies/*": "an export",
        "s3:GetObject files/shared/*": "a marked copy of a shared paper",
        "s3:PutObject files/copies/*": "the same",
        "s3:PutObject files/read/*": "an officer's correction of a reading",
        "s3:PutObject files/entries/*": "a paper taken from a national database",
        "s3:GetObject files/pieces/*": "an upload in pieces",
        "s3:PutObject files/pieces/*": "the same",
        "s3:DeleteObject files/pieces/*": "the same",
        "s3:AbortMultipartUpload files/uploads/*": "the same, given up",
        "s3:AbortMultipartUpload files/copies/*": "an export that is too large to wait for",
        "s3:ListBucket files": "the same: which pieces are there",
        "sqs:GetQueueUrl {stage}-digitize": "photos that were joined are read once more",
        "sqs:SendMessage {stage}-digitize": "the same",
    },
    "digitize": {
        "s3:GetObject files/read/*": "a reading that is gone on with",
        "s3:GetObject files/pages/*": "the same: its pages so far",
        "s3:GetObject files/trust/*": "signatures, where the stage has a trust store",
        "s3:ListBucket files": "AWS says 404 instead of 403 to who may list",
        "sqs:GetQueueUrl {stage}-digitize": "a reading that is not finished",
        "sqs:SendMessage {stage}-digitize": "the same",
    },
    "tell_subscribers": {
        "dynamodb:GetItem {stage}": "somebody who is told: in the story nobody subscribes",
        "dynamodb:PutItem {stage}": "the same",
    },
    "prepare": {
        "dynamodb:Query {stage}": "an export that is too large to wait for",
        "dynamodb:Query {stage}/index/by_owner": "the same",
        "dynamodb:Query {stage}/index/work_queue": "the same",
        "s3:GetObject files/entries/*": "the same",
        "s3:GetObject files/imported/*": "the same",
        "s3:PutObject files/copies/*": "the same",
        "s3:AbortMultipartUpload files/copies/*": "the same, broken off",
        "s3:GetObject files/read/*": "a certified copy",
        "s3:PutObject files/read/*": "the same",
        "s3:GetObject files/trust/*": "the same: the chain of its certificate",
        "s3:ListBucket files": "AWS says 404 instead of 403 to who may list",
    },
    "relay": {
        "dynamodb:PutItem {stage}": "a request made for somebody else",
    },
    "archive": {
        "dynamodb:GetItem {stage}": "bytes that are held already",
        "s3:DeleteObject files/uploads/*": "the same: the second copy is erased",
        "s3:DeleteObjectVersion files/uploads/*": "the same",
        "s3:ListBucketVersions files": "the same",
    },
}
#: One machine wraps its data keys by a secret of its own, so KMS is never asked there.
ELSEWHERE = frozenset({"kms:Decrypt field-key/", "kms:GenerateDataKey field-key/"})
#: Functions that the sample dossiers do not wake: schedules of nights and hours, or for when the portal failed.
ASLEEP = frozenset(
    {
        "check_integrity",
        "seal",
        "reconcile",
        "take_in",
        "catch_up",
        "erase_drafts",
        "find_stuck",
        "retry_webhooks",
    }
)


def made(machine) -> dict[str, set[str]]:
    """Function to the permissions that its calls asked for."""
    found: dict[str, set[str]] = {}
    for file in (machine.place.data / "calls").glob("*.txt"):
        for line in file.read_text(encoding="utf-8").splitlines():
            function, action, resource = line.split(" ")
            found.setdefault(function, set()).add(_named(action, resource))
    return found


def _named(action: str, resource: str) -> str:
    """As the table of grants has it. A form for an upload is signed without a call, under another operation's name."""
    name = resource.replace(f"motcua-{STAGE}-files-000000000000", "files")
    name = name.replace(f"motcua-{STAGE}-audit-000000000000", "journal")
    if action == "s3:CreateBucket":
        return "s3:PutObject files/uploads/*"
    return f"{action} {name.replace(f'motcua-{STAGE}', '{stage}')}"


def granted(name: str) -> set[str]:
    return {
        f"{grant.service}:{action} {_resource(grant, each)}"
        for grant in CODE[name]
        for action in grant.actions
        for each in grant.on
    }


def _resource(grant: Grant, name: str) -> str:
    kind, rest = name.split("/", 1)
    if grant.service in ("dynamodb", "sqs"):
        return rest
    return {"bucket": "files", "journal-bucket": "journal"}.get(kind, name)


def test_no_function_asks_for_more_than_it_may(machine):
    missing = {name: asked - granted(name) for name, asked in made(machine).items()}
    assert {name: found for name, found in missing.items() if found} == {}


@pytest.mark.parametrize("name", sorted(CODE.keys() - ASLEEP))
def test_no_function_may_do_what_it_never_does(machine, name):
    assert granted(name) - made(machine)[name] - RARELY.get(name, {}).keys() - ELSEWHERE == set()


@pytest.mark.parametrize("name", sorted(RARELY))
def test_what_is_said_to_be_needed_rarely_is_granted(name):
    assert RARELY[name].keys() <= granted(name)

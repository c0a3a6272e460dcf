"""What every function may do, against what it really did: in the story of the sample dossiers and on a tour besides.

While calls are noted each function has a process of its own, as on Lambda, where nobody's cache spares another a call.
"""

from functools import partial

import pytest

from infra.permissions import CODE, Grant
from local.environment import STAGE
from tests.e2e.test_audit import manage
from tests.e2e.tour import Tour

pytestmark = pytest.mark.e2e

#: What neither the sample dossiers nor the tour can bring about, each with what needs it.
RARELY: dict[str, dict[str, str]] = {
    "digitize": {
        "s3:GetObject files/pages/*": "a reading gone on with after five minutes (tests/app/test_digitizing.py)",
        "sqs:GetQueueUrl {stage}-digitize": "the same: it is put into the queue again",
        "sqs:SendMessage {stage}-digitize": "the same",
    },
    "prepare": {
        "s3:AbortMultipartUpload files/copies/*": "an export that is broken off (tests/app/test_exports.py)",
        "s3:ListBucket files": "no call: to who may list AWS says 404 for what is not there, to others 403",
    },
    "check_integrity": {
        "dynamodb:Query {stage}": "papers past their legal period: the catalogue knows no period yet",
        "s3:PutObject files/retention/*": "the same: the list of them",
    },
    "find_stuck": {
        "s3:ListBucket files": "the same: a file that was never sent",
    },
    "take_in": {
        "dynamodb:ConditionCheckItem {stage}": "one who filed at the portal adds a paper from the repository here",
    },
}
#: One machine wraps its data keys by a secret of its own and seals with a key of its own: KMS is never asked there.
ELSEWHERE = frozenset({"kms:Decrypt field-key/", "kms:GenerateDataKey field-key/", "kms:Sign audit-key/"})


@pytest.fixture(scope="module")
def calls(machine, tmp_path_factory):
    """Function to the permissions that its calls asked for, in the story and on the tour."""
    Tour(machine.place, partial(manage, machine), tmp_path_factory.mktemp("tour"))()
    return made(machine)


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


def test_no_function_asks_for_more_than_it_may(calls):
    missing = {name: asked - granted(name) for name, asked in calls.items()}
    assert {name: found for name, found in missing.items() if found} == {}


@pytest.mark.parametrize("name", sorted(CODE))
def test_no_function_may_do_what_it_never_does(calls, name):
    assert granted(name) - calls[name] - ELSEWHERE == RARELY.get(name, {}).keys()

"""The operator's command line against the small world: what it says, and with which exit code."""

import dataclasses
import json
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from typer.testing import CliRunner

import manage
from chalicelib.bootstrap import Container
from manage_commands.checks import CATCH_UP_LATE, CHECKS
from manage_commands.dossier import is_whole
from manage_commands.findings import Verdict, examined
from scripts.documents import ROOT
from tests.app.world import AN
from tests.fakes_catalogue import CATALOGUE_FOLDER


def run(*arguments: str):
    return CliRunner().invoke(manage.app, list(arguments))


def answered(*arguments: str):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", manage.COMMANDS)
def test_every_command_on_the_contents_page_can_be_described(command):
    result = run(command, "--help")
    assert result.exit_code == 0, result.output


def test_the_contents_page_loads_nothing_heavy():
    script = (
        "import sys, manage\n"
        "try: manage.app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'boto3', 'pikepdf', 'tesserocr', 'PIL', 'chalice', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_loading_the_catalogue_again_changes_nothing(world):
    report = answered("catalogue", "load")
    for counts in report["counts"].values():
        assert counts["new"] == counts["changed"] == 0
        assert counts["unchanged"] > 0
    assert report["refused"] == []


def test_a_bad_row_is_named_by_file_and_line_and_spoils_the_exit_code(tmp_path):
    folder = shutil.copytree(CATALOGUE_FOLDER, tmp_path / "catalogue")
    units = folder / "units.csv"
    lines = units.read_text(encoding="utf-8").splitlines()
    units.write_text("\n".join([*lines, "nonsense"]) + "\n", encoding="utf-8")
    result = run("catalogue", "load", "--check", "--folder", str(folder))
    assert result.exit_code == 1
    assert f"units.csv:{len(lines) + 1}" in result.stdout


def test_a_folder_without_a_catalogue_is_told_in_one_sentence(tmp_path):
    result = run("catalogue", "load", "--check", "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "Name the folder of the catalogue" in result.stderr
    assert "Traceback" not in result.output


def test_the_loaded_catalogue_is_shown(world):
    shown = answered("catalogue", "show")
    assert len(shown["procedures"]) >= 40
    assert answered("catalogue", "show", "1.013874")["code"] == "1.013874"
    assert "1.013874" in run("catalogue", "show", "1.013874").stdout


def test_a_procedure_that_does_not_exist_is_told_in_one_sentence(world):
    result = run("catalogue", "show", "9.999999")
    assert result.exit_code == 1
    assert "9.999999" in result.stderr


@pytest.fixture(scope="module")
def dossier(world):
    return world.submitted()


def test_a_dossier_is_shown_without_the_person(world, dossier):
    for key in ("number", "id"):
        told = (
            run("dossier", "show", dossier[key], "--json").output
            + run("dossier", "show", dossier[key]).output
        )
        assert "submitted" in told
        for personal in (AN["SoDinhDanh"], AN["HoVaTen"], "giay-to.pdf"):
            assert personal not in told


def test_personal_data_are_shown_only_when_asked_for_and_the_viewer_is_told_so(world, dossier):
    result = run("dossier", "show", dossier["number"], "--personal", "--json")
    assert json.loads(result.stdout)["dossier"]["owner_number"] == AN["SoDinhDanh"]
    assert "look only with a reason" in result.stderr


def test_an_unknown_dossier_is_told_in_one_sentence(world):
    result = run("dossier", "show", "G18-261005-9999")
    assert result.exit_code == 1
    assert "No such dossier" in result.stderr


def test_a_changed_or_missing_event_breaks_the_chain(world, dossier):
    dossiers = world.container.dossiers
    head, events = dossiers.get(dossier["id"]), dossiers.events(dossier["id"])
    first, *rest = events
    assert is_whole(head, events)
    assert not is_whole(head, events[:-1])
    assert not is_whole(head, tuple(rest))
    assert not is_whole(head, (first.model_copy(update={"reason": "another"}), *rest))


def test_the_doctor_says_what_to_do_about_everything_bad(world):
    result = run("doctor", "--json")
    report = json.loads(result.stdout)
    bad = [finding for finding in report["findings"] if finding["verdict"] == "bad"]
    assert result.exit_code == 1
    assert not report["good"]
    assert {finding["about"] for finding in bad} >= {
        "tables",
        "portal",
    }  # another stream; no portal in this world
    assert all(finding["todo"] for finding in bad)
    assert run("doctor").exit_code == 1


def queue_arn(world, name):
    url = world.container.sqs.get_queue_url(QueueName=name)["QueueUrl"]
    told = world.container.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return told["Attributes"]["QueueArn"]


@pytest.fixture
def healthy(world):
    """The same world with what moto leaves out of the template, its stream, and something in the portal's place."""
    settings = world.container.settings
    table = world.container.dynamodb.describe_table(TableName=settings.table)["Table"]
    notification = {"QueueArn": queue_arn(world, settings.digitize_queue), "Events": ["s3:ObjectCreated:*"]}
    world.container.s3.put_bucket_notification_configuration(
        Bucket=settings.files_bucket, NotificationConfiguration={"QueueConfigurations": [notification]}
    )
    answers = settings.issuers[0].jwks_url
    portal = settings.portal.model_copy(update={"base_url": answers})
    return Container(
        settings.model_copy(
            update={"stream_arn": table["LatestStreamArn"], "portal": portal, "public_base_url": answers}
        )
    )


def findings(container):
    return list(examined(CHECKS, container))


def test_nothing_is_bad_about_a_healthy_world(healthy):
    assert [finding for finding in findings(healthy) if finding.verdict is Verdict.BAD] == []


def test_one_dead_message_is_bad(healthy):
    queue = healthy.sqs.get_queue_url(QueueName=f"{healthy.settings.archive_queue}-failed")["QueueUrl"]
    healthy.sqs.send_message(QueueUrl=queue, MessageBody="{}")
    (bad,) = [finding for finding in findings(healthy) if finding.verdict is Verdict.BAD]
    healthy.sqs.purge_queue(QueueUrl=queue)
    assert bad.about == "queues"
    assert "1 failed for good" in bad.found


def test_a_dossier_that_is_long_due_shows_that_catch_up_does_not_come(world, healthy, dossier):
    due = world.container.clock.now() - CATCH_UP_LATE - timedelta(seconds=1)
    ledger = world.container.ledgers.account(dossier["id"]).ledger
    late = world.container.ledgers.write(ledger.model_copy(update={"next_attempt": due}))
    (bad,) = [finding for finding in findings(healthy) if finding.verdict is Verdict.BAD]
    assert world.container.ledgers.write(late.model_copy(update={"next_attempt": None}))
    assert bad.about == "sync"


def test_a_check_that_cannot_look_is_a_finding_and_not_a_fault(healthy):
    def breaks(_):
        raise ConnectionError("refused")
        yield

    (finding,) = dataclasses.replace(CHECKS[0], look=breaks).findings(healthy)
    assert finding.verdict is Verdict.BAD
    assert finding.todo == CHECKS[0].todo


def test_a_new_key_version_writes_and_what_was_written_before_is_read(world):
    """How everything is brought under the latest one is for tests/adapters/test_encryption.py."""
    before = world.draft()
    versions = answered("keys", "status")["versions"]
    assert answered("keys", "reencrypt")["unreadable"] == []
    assert answered("keys", "rotate")["version"] == versions[-1] + 1
    after = world.draft()
    for draft in (before, after):
        assert world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["owner"]["name"] == AN["HoVaTen"]
    assert f"Version {versions[-1] + 1} writes" in run("keys", "status").output

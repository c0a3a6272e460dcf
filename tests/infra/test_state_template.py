"""The template of what holds state: what the law and the design ask of it, read from it and made from it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from app import app
from chalicelib.domain.storage import COPIES, PAGES, PIECES, SHARED
from infra.deploy_state import (
    FUNCTION_BY_VISIBILITY,
    TEMPLATE,
    chalice_config,
    deploy,
    parameters,
    timeout_s,
)
from tests.aws_in_memory import aws_in_memory

# moto knows no policies of queues and buckets; the template's own are read below.
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse AWS")

STAGES = ("local", "test", "prod")


class CloudFormationLoader(yaml.SafeLoader):
    """Reads short forms such as ``!Ref X`` as ``{"Ref": "X"}``."""


def short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    constructors = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: loader.construct_sequence,
        yaml.MappingNode: loader.construct_mapping,
    }
    return {suffix: constructors[type(node)](node)}


CloudFormationLoader.add_multi_constructor("!", short_form)
RESOURCES = yaml.load(TEMPLATE.read_text(encoding="utf-8"), CloudFormationLoader)["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == kind}


QUEUES = of_type("AWS::SQS::Queue")
WORK_QUEUES = {name: each for name, each in QUEUES.items() if "DeadLetters" not in name}


@pytest.fixture(scope="module")
def outputs() -> Iterator[dict[str, str]]:
    with aws_in_memory():
        yield deploy(boto3.client("cloudformation"), "test")


def test_the_stack_can_be_made_twice_and_says_the_same(outputs: dict[str, str]) -> None:
    assert deploy(boto3.client("cloudformation"), "test") == outputs


def test_every_name_derives_from_the_stage(outputs: dict[str, str]) -> None:
    assert outputs["TableName"] == "motcua-test"
    assert outputs["OnceTableName"] == "motcua-test-once"
    assert outputs["FilesBucket"] == "motcua-test-files-123456789012"
    queues = [url.rsplit("/", 1)[1] for url in boto3.client("sqs").list_queues()["QueueUrls"]]
    assert sorted(queues) == [
        "motcua-test-archive",
        "motcua-test-archive-failed",
        "motcua-test-digitize",
        "motcua-test-digitize-failed",
        "motcua-test-portal-failed.fifo",
        "motcua-test-portal.fifo",
        "motcua-test-prepare",
        "motcua-test-prepare-failed",
        "motcua-test-webhooks-failed.fifo",
        "motcua-test-webhooks.fifo",
    ]


def test_the_table_has_a_stream_with_both_images(outputs: dict[str, str]) -> None:
    table = boto3.client("dynamodb").describe_table(TableName=outputs["TableName"])["Table"]
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert table["LatestStreamArn"] == outputs["TableStreamArn"]


def test_indexes_are_those_that_the_key_grammar_names(outputs: dict[str, str]) -> None:
    from chalicelib.adapters.keys import Index

    table = boto3.client("dynamodb").describe_table(TableName=outputs["TableName"])["Table"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == set(Index)


@pytest.mark.parametrize("name", WORK_QUEUES)
def test_every_queue_gives_up_after_five_attempts_into_a_queue_of_its_own_kind(name: str) -> None:
    redrive = WORK_QUEUES[name]["RedrivePolicy"]
    target = QUEUES[redrive["deadLetterTargetArn"]["GetAtt"].removesuffix(".Arn")]
    assert redrive["maxReceiveCount"] == 5
    assert target.get("FifoQueue") == WORK_QUEUES[name].get("FifoQueue")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", WORK_QUEUES)
def test_a_message_stays_hidden_longer_than_its_function_may_take(name: str, stage: str) -> None:
    parameter = WORK_QUEUES[name]["VisibilityTimeout"]["Ref"]
    timeout = timeout_s(chalice_config(), stage, FUNCTION_BY_VISIBILITY[parameter])
    assert int(parameters(stage)[parameter]) == (1 if parameter == "PrepareVisibility" else 6) * timeout


def test_the_function_of_each_queue_is_the_one_that_app_py_puts_behind_it() -> None:
    function_by_queue = {
        queue["QueueName"]["Sub"].replace("${Stage}", "test"): FUNCTION_BY_VISIBILITY[
            queue["VisibilityTimeout"]["Ref"]
        ]
        for queue in WORK_QUEUES.values()
    }
    sources = [each for each in app.event_sources if type(each).__name__ == "SQSEventConfig"]
    assert {source.queue: source.name for source in sources} == function_by_queue


def test_every_function_with_a_time_out_of_its_own_exists() -> None:
    functions = chalice_config()["lambda_functions"]
    assert isinstance(functions, dict)
    assert set(functions) <= {source.name for source in app.event_sources}


def test_a_time_out_of_one_stage_wins_over_the_common_one() -> None:
    config = {
        "lambda_timeout": 10,
        "lambda_functions": {"digitize": {"lambda_timeout": 100}},
        "stages": {"prod": {"lambda_functions": {"digitize": {"lambda_timeout": 200}}}},
    }
    assert timeout_s(config, "prod", "digitize") == 200
    assert timeout_s(config, "test", "digitize") == 100
    assert timeout_s(config, "test", "sync") == 10


def test_nobody_reaches_the_files_from_outside() -> None:
    for bucket in of_type("AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    policies = of_type("AWS::S3::BucketPolicy").values()
    assert len(policies) == len(of_type("AWS::S3::Bucket"))
    for policy in policies:
        assert [each["Effect"] for each in policy["PolicyDocument"]["Statement"]] == ["Deny"]


def test_nobody_changes_the_journal_before_its_time_is_over() -> None:
    journal = of_type("AWS::S3::Bucket")["Audit"]
    assert journal["ObjectLockEnabled"] is True
    assert journal["VersioningConfiguration"] == {"Status": "Enabled"}
    retention = journal["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention["Mode"]["If"] == ["IsProduction", "COMPLIANCE", "GOVERNANCE"]
    assert retention["Days"]["If"][1] >= 10 * 365


def test_what_citizens_entrusted_to_us_survives_the_stack() -> None:
    keepers = {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::DynamoDB::Table"}
    kept = {name for name, each in RESOURCES.items() if "Retain" in str(each.get("DeletionPolicy"))}
    assert kept == {name for name, each in RESOURCES.items() if each["Type"] in keepers} - {"OnceTable"}


def test_everything_at_rest_is_encrypted() -> None:
    for table in of_type("AWS::DynamoDB::Table").values():
        assert table["SSESpecification"]["SSEType"] == "KMS"
    for queue in QUEUES.values():
        assert queue["SqsManagedSseEnabled"] is True
    for bucket in of_type("AWS::S3::Bucket").values():
        assert "aws:kms" in json.dumps(bucket["BucketEncryption"])


def test_only_our_own_bucket_may_write_into_the_queue_of_uploads() -> None:
    (policy,) = of_type("AWS::SQS::QueuePolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    bucket = of_type("AWS::S3::Bucket")["Files"]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Condition"]["ArnEquals"]["aws:SourceArn"]["Sub"].endswith(bucket["BucketName"]["Sub"])


def test_the_bucket_tells_only_of_uploads() -> None:
    bucket = of_type("AWS::S3::Bucket")["Files"]
    (told,) = bucket["NotificationConfiguration"]["QueueConfigurations"]
    assert told["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "uploads/"}]


def test_what_is_kept_for_a_while_goes_by_itself_and_not_before_its_last_message() -> None:
    rules = of_type("AWS::S3::Bucket")["Files"]["LifecycleConfiguration"]["Rules"]
    by_prefix = {rule["Prefix"].rstrip("/"): rule for rule in rules if "Prefix" in rule}
    assert set(by_prefix) == {PIECES, PAGES, COPIES, SHARED}
    assert all(rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1} for rule in by_prefix.values())
    days = QUEUES["DigitizeQueue"]["MessageRetentionPeriod"] / 86_400
    assert by_prefix[PAGES]["ExpirationInDays"] > days


def test_the_template_fits_into_one_call() -> None:
    assert len(Path(TEMPLATE).read_bytes()) < 51_200

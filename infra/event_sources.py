"""What Chalice cannot say about event sources: what comes back, what is given up, and whom they lead to."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from infra.stages import LIVE

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient

#: A stream record is tried for so long (s), then only named in the queue of failures; the stream forgets after a day.
STREAM_PATIENCE_S = 6 * 3600
#: A schedule comes again anyway, so a call that failed or is late is not made up for.
SCHEDULED: dict[str, Any] = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}


def manner(resource_type: str, failures_arn: str) -> dict[str, Any]:
    """How an event source treats failures, as UpdateEventSourceMapping wants it."""
    return {
        "sqs_event": {"FunctionResponseTypes": ["ReportBatchItemFailures"]},
        "dynamodb_event": {
            "BisectBatchOnFunctionError": True,
            "MaximumRecordAgeInSeconds": STREAM_PATIENCE_S,
            "DestinationConfig": {"OnFailure": {"Destination": failures_arn}},
        },
    }[resource_type]


def teach(client: "LambdaClient", resources: Iterable[Mapping[str, Any]], failures_arn: str) -> list[str]:
    """Give every event source its manners and lead it to what is live; returns those that had to be changed."""
    changed = []
    for each in resources:
        if each["resource_type"] in ("sqs_event", "dynamodb_event"):
            wanted = manner(each["resource_type"], failures_arn)
            live = f"{each['lambda_arn']}:{LIVE}"
            found: Mapping[str, Any] = client.get_event_source_mapping(UUID=each["event_uuid"])  # type: ignore[assignment]
            if found["FunctionArn"] != live or any(
                found.get(name) != value for name, value in wanted.items()
            ):
                client.update_event_source_mapping(UUID=each["event_uuid"], FunctionName=live, **wanted)
                changed.append(each["name"])
    return changed


def lead_schedules(
    rules: "EventBridgeClient",
    functions: "LambdaClient",
    resources: Iterable[Mapping[str, Any]],
    failures_arn: str,
) -> None:
    """Let every schedule call what is live. Chalice leads it back to the newest code each time, so it is set each time."""
    for each in resources:
        if each["resource_type"] == "cloudwatch_event":
            live = f"{each['lambda_arn']}:{LIVE}"
            rule = rules.describe_rule(Name=each["rule_name"])["Arn"]
            allow(functions, live, "events.amazonaws.com", rule)
            rules.put_targets(Rule=each["rule_name"], Targets=[{"Id": "1", "Arn": live}])
            functions.put_function_event_invoke_config(
                FunctionName=each["lambda_arn"].rsplit(":", 1)[1],
                Qualifier=LIVE,
                DestinationConfig={"OnFailure": {"Destination": failures_arn}},
                **SCHEDULED,
            )


def allow(client: "LambdaClient", alias_arn: str, principal: str, source_arn: str) -> None:
    """Let a service call an alias; it may have been allowed before."""
    function, alias = alias_arn.rsplit(":", 1)
    try:
        client.add_permission(
            FunctionName=function,
            Qualifier=alias,
            StatementId=f"{principal.split('.')[0]}-calls-{alias}",
            Action="lambda:InvokeFunction",
            Principal=principal,
            SourceArn=source_arn,
        )
    except client.exceptions.ResourceConflictException:
        return

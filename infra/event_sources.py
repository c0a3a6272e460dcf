"""What Chalice cannot say about event sources: what comes back, what is given up, and whom they lead to."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from infra.stages import LIVE

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient

#: A stream record is tried for so long (s), then only named in the queue of failures; the stream forgets after a day.
STREAM_PATIENCE_S = 6 * 3600
#: A schedule comes again anyway, so a call that failed or is late is not made up for.
SCHEDULED: dict[str, Any] = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}


#: Kinds of event sources that Lambda polls for us.
FED = frozenset({"sqs_event", "dynamodb_event"})


def manner(resource_type: str, failures_arn: str) -> dict[str, Any]:
    """How an event source treats failures, as UpdateEventSourceMapping wants it."""
    manners: dict[str, dict[str, Any]] = {
        "sqs_event": {"FunctionResponseTypes": ["ReportBatchItemFailures"]},
        "dynamodb_event": {
            "BisectBatchOnFunctionError": True,
            "MaximumRecordAgeInSeconds": STREAM_PATIENCE_S,
            "DestinationConfig": {"OnFailure": {"Destination": failures_arn}},
        },
    }
    return manners[resource_type]


def limit(function: str, at_once: Mapping[str, int]) -> dict[str, Any]:
    """How many of a function may run for its queue, as UpdateEventSourceMapping wants it; else as many as come.

    Unlike a limit on the function itself, this lets messages wait in the queue without using up their attempts.
    """
    return {"ScalingConfig": {"MaximumConcurrency": at_once[function]}} if function in at_once else {}


def teach(
    client: "LambdaClient",
    resources: Iterable[Mapping[str, Any]],
    arn_of: Callable[[str], str],
    failures_arn: str,
    at_once: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Give every event source its manners and lead it to what is live; returns Chalice's notes brought up to that.

    Chalice compares its notes with what there is: an event source that leads elsewhere it would make a second time.
    """
    noted = []
    for each in resources:
        if each["resource_type"] in FED:
            told = client.update_event_source_mapping(
                UUID=each["event_uuid"],
                FunctionName=f"{arn_of(function_of(each))}:{LIVE}",
                **manner(each["resource_type"], failures_arn),
                **limit(function_of(each), at_once),
            )
            each = {**each, "lambda_arn": told["FunctionArn"]}
        noted.append(dict(each))
    return noted


def still_led(made: Iterable[Mapping[str, Any]], before: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Chalice's new notes, with what was noted before about event sources that it left where they were."""
    led = {each["event_uuid"]: each["lambda_arn"] for each in before if each["resource_type"] in FED}
    return [
        {**each, "lambda_arn": led[each["event_uuid"]]} if each.get("event_uuid") in led else dict(each)
        for each in made
    ]


def function_of(resource: Mapping[str, Any]) -> str:
    """The function that app.py puts behind an event source, from the name that Chalice gives to the latter."""
    return re.sub(r"-(sqs-event-source|dynamodb-event-source|event)$", "", resource["name"])


def lead_schedules(
    rules: "EventBridgeClient",
    functions: "LambdaClient",
    resources: Iterable[Mapping[str, Any]],
    arn_of: Callable[[str], str],
    failures_arn: str,
) -> None:
    """Let every schedule call what is live. Set each time, because Chalice leads it back to the newest code."""
    for each in resources:
        if each["resource_type"] == "cloudwatch_event":
            function = arn_of(function_of(each))
            live = f"{function}:{LIVE}"
            rule = rules.describe_rule(Name=each["rule_name"])["Arn"]
            allow(functions, live, "events.amazonaws.com", rule)
            rules.put_targets(Rule=each["rule_name"], Targets=[{"Id": "1", "Arn": live}])
            functions.put_function_event_invoke_config(
                FunctionName=function.rsplit(":", 1)[1],
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

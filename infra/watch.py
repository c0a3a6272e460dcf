"""The stack that follows the code: alarms that name their page, a dashboard, a budget; one table, one template."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.application.partner_debts import PATIENCE
from infra.stages import Stage

GUIDE = "docs/operating.md"


#: What our own functions measure of work that does not move (chalicelib/workers/catch_up.py), and how much is too much.
STUCK = {
    "ParkedDossiers": 0,
    "OldestWaitingSeconds": 3600,
    "PortalSilentSeconds": 1800,
    "NewsFoundByCatchUp": 0,
}


@dataclass(frozen=True)
class Alarm:
    """``statistic`` of ``metric`` above ``threshold`` for ``periods`` of ``period_s``; ``page`` says what to do."""

    name: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    threshold: float
    period_s: int
    periods: int
    page: str
    #: A release is taken back by itself when this rings while it is tried on a few.
    stops_a_release: bool = False

    @property
    def runbook(self) -> str:
        """The place in the guide that tells what to do."""
        return f"{GUIDE}#{self.page}"


def alarms(stage: Stage, functions: Mapping[str, int], queues: Sequence[str]) -> Iterator[Alarm]:
    """Every alarm of a stage. ``functions``: time-out (s) by name; ``queues``: work queues whose dead letters count."""
    for name, timeout_s in functions.items():
        function = (("FunctionName", stage.function(name)),)
        yield Alarm(
            f"{name}-errors", "AWS/Lambda", "Errors", function, "Sum", 0, 300, 1, "alarm-errors", True
        )
        yield Alarm(
            f"{name}-throttles", "AWS/Lambda", "Throttles", function, "Sum", 0, 300, 2, "alarm-throttles"
        )
        yield Alarm(
            f"{name}-slow",
            "AWS/Lambda",
            "Duration",
            function,
            "Maximum",
            900.0 * timeout_s,
            300,
            1,
            "alarm-slow",
        )
    for queue in queues:
        failed = queue.replace(".fifo", "") + "-failed" + (".fifo" if queue.endswith(".fifo") else "")
        yield Alarm(
            f"{_short(queue, stage.name)}-dead", "AWS/SQS", "ApproximateNumberOfMessagesVisible",
            (("QueueName", failed),), "Maximum", 0, 300, 1, "alarm-dead",
        )  # fmt: skip
        yield Alarm(
            f"{_short(queue, stage.name)}-late", "AWS/SQS", "ApproximateAgeOfOldestMessage",
            (("QueueName", queue),), "Maximum", 3600, 300, 2, "alarm-late",
        )  # fmt: skip
    relay = (("FunctionName", stage.function("relay")),)
    yield Alarm(
        "stream-late", "AWS/Lambda", "IteratorAge", relay, "Maximum", 300_000, 300, 1, "alarm-stream-late"
    )
    yield Alarm(
        "relay-dead", "AWS/SQS", "ApproximateNumberOfMessagesVisible",
        (("QueueName", f"motcua-{stage.name}-relay-failed"),), "Maximum", 0, 300, 1, "alarm-relay-dead",
    )  # fmt: skip
    api = (("ApiName", "motcua"), ("Stage", "live"))
    yield Alarm("api-broken", "AWS/ApiGateway", "5XXError", api, "Sum", 0, 60, 2, "alarm-errors", True)
    yield Alarm("api-slow", "AWS/ApiGateway", "Latency", api, "p95", 3000, 300, 2, "alarm-slow", True)
    ours = (("service", "motcua"),)
    for metric, threshold in STUCK.items():
        yield Alarm(metric.lower(), "Motcua", metric, ours, "Maximum", threshold, 300, 3, "alarm-stuck")
    for metric, page in (("StuckFiles", "alarm-file-stuck"), ("StillDossiers", "alarm-still")):
        yield Alarm(metric.lower(), "Motcua", metric, ours, "Maximum", 0, 3600, 1, page)
    overlong = PATIENCE.total_seconds()
    yield Alarm(
        "partnersowe", "Motcua", "PartnersOldestDebtSeconds", ours, "Maximum", overlong, 3600, 1,
        "alarm-partners",
    )  # fmt: skip
    yield Alarm("papersdue", "Motcua", "PapersDue", ours, "Sum", 0, 86_400, 1, "alarm-retention")
    yield Alarm("webhookspaused", "Motcua", "WebhooksPaused", ours, "Sum", 0, 300, 1, "alarm-webhooks")
    yield Alarm(
        "table-throttled", "AWS/DynamoDB", "ThrottledRequests", (("TableName", stage.table),),
        "Sum", 0, 300, 2, "alarm-throttles",
    )  # fmt: skip


def _short(queue: str, stage: str) -> str:
    return queue.removeprefix(f"motcua-{stage}-").removesuffix(".fifo")


def template(stage: str, found: Sequence[Alarm], bell: str, budget_usd: int) -> dict[str, Any]:
    """The stack as CloudFormation. ``bell``: ARN of the topic. ``budget_usd``: per month; nothing is switched off."""
    resources: dict[str, Any] = {_logical(each.name): _alarm(stage, each, bell) for each in found}
    resources["Dashboard"] = {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": f"motcua-{stage}",
            "DashboardBody": {"Fn::Sub": json.dumps(_dashboard(found))},
        },
    }
    resources["Budget"] = {
        "Type": "AWS::Budgets::Budget",
        "Properties": {
            "Budget": {
                "BudgetName": f"motcua-{stage}",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": budget_usd, "Unit": "USD"},
            },
            "NotificationsWithSubscribers": [
                {
                    "Notification": {
                        "NotificationType": kind,
                        "ComparisonOperator": "GREATER_THAN",
                        "Threshold": percent,
                    },
                    "Subscribers": [{"SubscriptionType": "SNS", "Address": bell}],
                }
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        },
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Alarms, dashboard and budget of Motcua. Written by infra/watch.py.",
        "Resources": resources,
    }


def _logical(name: str) -> str:
    return "Alarm" + "".join(part.title() for part in name.split("-"))


def _alarm(stage: str, alarm: Alarm, bell: str) -> dict[str, Any]:
    extended = alarm.statistic.startswith("p")
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": f"motcua-{stage}-{alarm.name}",
            "AlarmDescription": f"What to do: {alarm.runbook}",
            "Namespace": alarm.namespace,
            "MetricName": alarm.metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in alarm.dimensions],
            "ExtendedStatistic" if extended else "Statistic": alarm.statistic,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": alarm.threshold,
            "Period": alarm.period_s,
            "EvaluationPeriods": alarm.periods,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [bell],
            "OKActions": [bell],
        },
    }


def _dashboard(found: Sequence[Alarm]) -> dict[str, Any]:
    """One picture for each kind of metric, with everybody whom it is measured of as a line."""
    by_metric: dict[tuple[str, str], list[Alarm]] = {}
    for each in found:
        by_metric.setdefault((each.namespace, each.metric), []).append(each)
    return {
        "widgets": [
            {
                "type": "metric",
                "width": 12,
                "height": 6,
                "properties": {
                    "title": f"{namespace.removeprefix('AWS/')}: {metric}",
                    "region": "${AWS::Region}",
                    "period": lines[0].period_s,
                    "stat": lines[0].statistic,
                    "metrics": [
                        [namespace, metric, *(part for pair in line.dimensions for part in pair)]
                        for line in lines
                    ],
                },
            }
            for (namespace, metric), lines in by_metric.items()
        ]
    }

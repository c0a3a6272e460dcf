"""How many files are read at once is said in one place, and Lambda is told so without costing messages attempts."""

from typing import Any

import pytest

from infra.event_sources import teach
from infra.sam import additions
from infra.stages import stage_of

QUEUE = {
    "resource_type": "sqs_event",
    "event_uuid": "u1",
    "name": "digitize-sqs-event-source",
    "lambda_arn": "x",
}
OTHER = {
    "resource_type": "sqs_event",
    "event_uuid": "u2",
    "name": "archive-sqs-event-source",
    "lambda_arn": "x",
}


class Told:
    """Remembers what Lambda was told of its event sources."""

    def __init__(self) -> None:
        self.by_source: dict[str, dict[str, Any]] = {}

    def update_event_source_mapping(self, **told: Any) -> dict[str, Any]:
        self.by_source[told["UUID"]] = told
        return {"FunctionArn": told["FunctionName"]}


def test_the_reading_of_files_is_limited_and_nothing_else() -> None:
    client, stage = Told(), stage_of("prod")
    teach(client, [QUEUE, OTHER], lambda name: f"arn:{name}", "arn:failures", stage.at_once)  # type: ignore[arg-type]
    assert client.by_source["u1"]["ScalingConfig"] == {"MaximumConcurrency": stage.readings_at_once}
    assert "ScalingConfig" not in client.by_source["u2"]


def test_a_template_says_the_same() -> None:
    stage = stage_of("test")
    functions = additions("arn:failures", stage)["Resources"]
    source = functions["Digitize"]["Properties"]["Events"]["DigitizeSqsEventSource"]["Properties"]
    assert source["ScalingConfig"] == {"MaximumConcurrency": stage.readings_at_once}
    assert "ScalingConfig" not in str(functions["Archive"])


@pytest.mark.parametrize("stage", ["prod", "test"])
def test_it_is_a_number_that_lambda_takes(stage: str) -> None:
    assert 2 <= stage_of(stage).readings_at_once <= 1000

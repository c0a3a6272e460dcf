"""The code as one CloudFormation template (SAM), for whoever deploys by stacks: Chalice's, and what Chalice cannot say.

``make deploy`` goes another way (Chalice's own, with versions and a way back); this one is what the rehearsal on an
emulator runs, functions and all. Both have the same project, policies and manners of event sources.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra import gateway_errors, project
from infra.event_sources import SCHEDULED, limit, manner
from infra.permissions import FED_BY, SENDS_FAILURES
from infra.stages import Stage


def packaged(made: Path, stage: Stage, failures_arn: str, target: Path) -> Path:
    """``chalice package`` of the project ``made`` into ``target``: ``deployment.zip`` and the ``sam.json`` returned."""
    merged = made / ".chalice" / "manners.json"
    merged.write_text(json.dumps(additions(failures_arn, stage)), encoding="utf-8")
    project.run_chalice(
        made, stage.region, "package", "--stage", stage.name, "--merge-template", str(merged), str(target)
    )
    return target / "sam.json"


def additions(failures_arn: str, stage: Stage) -> dict[str, Any]:
    """What is merged into Chalice's template: partial failures, giving up by name, answers of the gateway itself."""
    functions = {_logical(name): {"Properties": told} for name, told in _manners(failures_arn, stage)}
    return {"Resources": {**functions, "RestAPI": {"Properties": {"GatewayResponses": _answers()}}}}


def _manners(failures_arn: str, stage: Stage) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, source in FED_BY.items():
        kind, event = ("sqs_event", "Sqs") if source.startswith("queue/") else ("dynamodb_event", "Dynamodb")
        told = {**manner(kind, failures_arn), **limit(name, stage.at_once)}
        if "DestinationConfig" in told:
            told["DestinationConfig"] = {"OnFailure": {"Type": "SQS", "Destination": failures_arn}}
        yield name, {"Events": {f"{_logical(name)}{event}EventSource": {"Properties": told}}}
    for name in sorted(SENDS_FAILURES - FED_BY.keys()):
        config = {
            "MaximumRetryAttempts": SCHEDULED["MaximumRetryAttempts"],
            "MaximumEventAgeInSeconds": SCHEDULED["MaximumEventAgeInSeconds"],
            "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": failures_arn}},
        }
        yield name, {"EventInvokeConfig": config}


def _answers() -> dict[str, Any]:
    return {
        kind: {
            "StatusCode": str(status),
            "ResponseTemplates": dict.fromkeys(gateway_errors.MEDIA_TYPES, body),
            "ResponseParameters": {"Headers": gateway_errors.quoted_headers(status)},
        }
        for kind, status, body in gateway_errors.templates()
    }


def _logical(name: str) -> str:
    """Chalice's name of a function in a template: ``catch_up`` is ``CatchUp``."""
    return "".join(part.title() for part in name.split("_"))

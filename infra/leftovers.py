"""What a deployment that was broken off left at AWS: Chalice writes its notes down only at its very end.

What it finds by name (functions, roles, rules) it goes on with. An event source or an API without a note it would
make once more: the first is refused for ever, the second is one more address that nobody knows.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from infra.permissions import FED_BY
from infra.stages import APP, NEXT, Stage

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_lambda import LambdaClient

Notes = Mapping[str, Any]


def completed(notes: Notes, found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Chalice's ``notes`` with what was found and does not stand in them, instead of any other note of that name."""
    noted = {_identifier(each) for each in notes.get("resources", ())}
    missing = {each["name"]: dict(each) for each in found if _identifier(each) not in noted}
    if not missing:
        return dict(notes)
    kept = [each for each in notes.get("resources", ()) if each["name"] not in missing]
    return {"schema_version": "2.0", "backend": "api", **notes, "resources": [*kept, *missing.values()]}


def _identifier(note: Mapping[str, Any]) -> str:
    return str(note.get("event_uuid") or note.get("rest_api_id") or note["name"])


def event_sources(
    client: "LambdaClient", stage: Stage, account: str, stream: str
) -> Iterator[dict[str, Any]]:
    """Notes of the event sources that feed the stage's functions. One call for each queue and the ``stream``."""
    for function, source in FED_BY.items():
        kind, name = source.format(stage=f"{APP}-{stage.name}").split("/", 1)
        arn = f"arn:aws:sqs:{stage.region}:{account}:{name}" if kind == "queue" else stream
        for told in client.list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]:
            if told["FunctionArn"].split(":")[6] == stage.function(function):
                note = {"event_uuid": told["UUID"], "lambda_arn": told["FunctionArn"]}
                if kind == "queue":
                    about = {"resource_type": "sqs_event", "queue_arn": arn, "queue": name}
                    yield {"name": f"{function}-sqs-event-source", **about, **note}
                else:
                    about = {"resource_type": "dynamodb_event", "stream_arn": arn}
                    yield {"name": f"{function}-dynamodb-event-source", **about, **note}


def api(client: "APIGatewayClient", stage: Stage) -> Iterator[dict[str, Any]]:
    """A note of the oldest API whose routes lead to the stage's function: the address that callers may know."""
    pages = client.get_paginator("get_rest_apis").paginate()
    named = [each for page in pages for each in page["items"] if each["name"] == APP]
    for one in sorted(named, key=lambda each: each["createdDate"]):
        if _leads_to(client, one["id"], stage.function("api_handler")):
            url = f"https://{one['id']}.execute-api.{stage.region}.amazonaws.com/{NEXT}/"
            yield {
                "name": "rest_api",
                "resource_type": "rest_api",
                "rest_api_id": one["id"],
                "rest_api_url": url,
            }
            return


def _leads_to(client: "APIGatewayClient", api: str, function: str) -> bool:
    """Whether one of its routes is answered by the function, or by an alias of it."""
    for page in client.get_paginator("get_resources").paginate(restApiId=api, embed=["methods"]):
        for resource in page["items"]:
            for method in resource.get("resourceMethods", {}).values():
                uri = method.get("methodIntegration", {}).get("uri", "")
                if f":function:{function}/" in uri or f":function:{function}:" in uri:
                    return True
    return False

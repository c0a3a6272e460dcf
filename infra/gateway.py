"""The public stage of the API: its routes lead to the alias ``live``, it is throttled, traced and measured."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from infra.event_sources import allow
from infra.stages import LIVE, Stage

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_lambda import LambdaClient

#: Variables of the stage: the routes to go back to, and which release the present ones are.
BEFORE, RELEASE = "before", "release"


def lead_to_live(
    api_client: "APIGatewayClient", functions: "LambdaClient", api: str, function_arn: str
) -> None:
    """Point every route at the alias. Callers see nothing of it until ``open_stage``."""
    region, account = function_arn.split(":")[3:5]
    live = f"{function_arn}:{LIVE}"
    uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{live}/invocations"
    allow(functions, live, "apigateway.amazonaws.com", f"arn:aws:execute-api:{region}:{account}:{api}/*")
    for resource, method in _routes(api_client, api):
        api_client.put_integration(
            restApiId=api,
            resourceId=resource,
            httpMethod=method,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=uri,
            passthroughBehavior="WHEN_NO_MATCH",
        )


def _routes(client: "APIGatewayClient", api: str) -> Iterator[tuple[str, str]]:
    """Resource and method of every route that a function answers; preflight requests are answered by the gateway."""
    for page in client.get_paginator("get_resources").paginate(restApiId=api, embed=["methods"]):
        for resource in page["items"]:
            for method, told in resource.get("resourceMethods", {}).items():
                integration: Mapping[str, Any] = told.get("methodIntegration", {})
                if integration.get("type", "").upper() == "AWS_PROXY":
                    yield resource["id"], method


def open_stage(client: "APIGatewayClient", api: str, release: str) -> None:
    """Serve the routes as they are now; the ones before are remembered to go back to.

    Done a second time for one ``release``, as after an interruption, what was before it stays what it was.
    """
    deployment = client.create_deployment(restApiId=api)["id"]
    try:
        present = client.get_stage(restApiId=api, stageName=LIVE)
    except client.exceptions.NotFoundException:
        client.create_stage(
            restApiId=api,
            stageName=LIVE,
            deploymentId=deployment,
            variables={RELEASE: release},
            tracingEnabled=True,
        )
        return
    changes = {"/deploymentId": deployment}
    if present.get("variables", {}).get(RELEASE) != release:
        changes |= {f"/variables/{BEFORE}": present["deploymentId"], f"/variables/{RELEASE}": release}
    _change(client, api, changes)


def set_limits(client: "APIGatewayClient", api: str, stage: Stage) -> None:
    """How much is let through for all callers together, and what is measured."""
    wanted = {
        "/*/*/throttling/rateLimit": str(stage.requests_per_second),
        "/*/*/throttling/burstLimit": str(stage.burst),
        "/*/*/metrics/enabled": "true",
    }
    _change(client, api, wanted)


def go_back(client: "APIGatewayClient", api: str) -> None:
    """The routes before this release; doing it twice leads back here. Without any before, nothing is done."""
    told = client.get_stage(restApiId=api, stageName=LIVE)
    before = told.get("variables", {}).get(BEFORE)
    if before:
        changes = {"/deploymentId": before, f"/variables/{BEFORE}": told["deploymentId"]}
        _change(client, api, changes | {f"/variables/{RELEASE}": "back"})


def _change(client: "APIGatewayClient", api: str, wanted: Mapping[str, str]) -> None:
    client.update_stage(
        restApiId=api,
        stageName=LIVE,
        patchOperations=[{"op": "replace", "path": path, "value": value} for path, value in wanted.items()],
    )

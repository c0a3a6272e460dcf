"""Old versions go, and nothing that anybody still needs goes with them (moto)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.pruning import prune_layers, prune_versions
from tests.aws_in_memory import aws_in_memory

ROLE_RULES = '{"Version": "2012-10-17", "Statement": []}'


@pytest.fixture
def client() -> Iterator[Any]:
    with aws_in_memory():
        yield boto3.client("lambda")


def a_zip(content: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        zipped.writestr("app.py", content)
    return held.getvalue()


def a_layer(client: Any, number: int) -> str:
    content = {"ZipFile": a_zip(f"layer {number}")}
    return client.publish_layer_version(LayerName="reading", Content=content)["LayerVersionArn"]


def a_function(client: Any, versions: int, layers: list[str]) -> None:
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=ROLE_RULES)["Role"]["Arn"]
    client.create_function(
        FunctionName="relay", Role=role, Runtime="python3.13", Handler="app.relay", Code={"ZipFile": a_zip("0")},
        Layers=layers[:1],
    )  # fmt: skip
    for number in range(1, versions + 1):
        client.update_function_code(FunctionName="relay", ZipFile=a_zip(str(number)))
        client.update_function_configuration(
            FunctionName="relay", Layers=[layers[(number - 1) % len(layers)]]
        )
        client.publish_version(FunctionName="relay")


def versions(client: Any) -> list[str]:
    found = client.list_versions_by_function(FunctionName="relay")["Versions"]
    return [each["Version"] for each in found]


def layers(client: Any) -> list[int]:
    return sorted(
        each["Version"] for each in client.list_layer_versions(LayerName="reading")["LayerVersions"]
    )


def test_the_last_few_stay_and_so_does_whatever_an_alias_leads_to(client: Any) -> None:
    a_function(client, 6, [a_layer(client, 1)])
    client.create_alias(FunctionName="relay", Name="live", FunctionVersion="2")
    client.create_alias(FunctionName="relay", Name="before", FunctionVersion="1")
    assert prune_versions(client, ["relay"], keep=2) == 2
    assert versions(client) == ["$LATEST", "1", "2", "5", "6"]
    assert prune_versions(client, ["relay"], keep=2) == 0


def test_what_only_a_few_are_led_to_stays(client: Any) -> None:
    a_function(client, 3, [a_layer(client, 1)])
    client.create_alias(
        FunctionName="relay", Name="live", FunctionVersion="1",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.05}},
    )  # fmt: skip
    prune_versions(client, ["relay"], keep=1)
    assert {"1", "2", "3"} <= set(versions(client))


def test_a_layer_goes_only_when_no_version_has_it_any_more(client: Any) -> None:
    arns = [a_layer(client, number) for number in range(1, 6)]
    a_function(client, 2, arns[:2])
    assert prune_layers(client, "reading", ["relay"], keep=1) == 2
    assert layers(client) == [1, 2, 5]
    client.delete_function(FunctionName="relay", Qualifier="1")
    assert prune_layers(client, "reading", ["relay"], keep=1) == 1
    assert layers(client) == [2, 5]


def test_a_layer_that_was_never_published_is_no_fault(client: Any) -> None:
    assert prune_layers(client, "reading", [], keep=1) == 0

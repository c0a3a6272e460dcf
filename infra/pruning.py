"""Old versions of functions and layers: AWS keeps them for ever, until 75 GB are full; here the last few stay.

What an alias leads to always stays, so the way back is never cut off, and so does every layer that a kept version has.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef

LATEST = "$LATEST"


def prune_versions(client: "LambdaClient", functions: Iterable[str], keep: int) -> int:
    """Remove all but the ``keep`` newest versions of each function, and those behind an alias; how many went."""
    removed = 0
    for function in functions:
        for version in sorted(_old(client, function, keep), key=int):
            client.delete_function(FunctionName=function, Qualifier=version)
            removed += 1
    return removed


def prune_layers(client: "LambdaClient", layer: str, functions: Iterable[str], keep: int) -> int:
    """Remove all but the ``keep`` newest versions of a layer, and those that a function still has; how many went."""
    used = {
        attached["Arn"]
        for function in functions
        for version in _versions(client, function)
        for attached in version.get("Layers", [])
    }
    pages = client.get_paginator("list_layer_versions").paginate(LayerName=layer)
    found = sorted(
        (each for page in pages for each in page["LayerVersions"]),
        key=lambda each: each["Version"],
        reverse=True,
    )
    old = [each["Version"] for each in found[keep:] if each["LayerVersionArn"] not in used]
    for number in old:
        client.delete_layer_version(LayerName=layer, VersionNumber=number)
    return len(old)


def _old(client: "LambdaClient", function: str, keep: int) -> set[str]:
    numbers = [each["Version"] for each in _versions(client, function) if each["Version"] != LATEST]
    newest = sorted(numbers, key=int, reverse=True)[:keep]
    return set(numbers) - set(newest) - set(_behind_aliases(client, function))


def _behind_aliases(client: "LambdaClient", function: str) -> Iterator[str]:
    """What an alias leads to, and what it leads a few to."""
    for alias in client.list_aliases(FunctionName=function)["Aliases"]:
        yield alias["FunctionVersion"]
        yield from alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})


def _versions(client: "LambdaClient", function: str) -> "Iterator[FunctionConfigurationTypeDef]":
    for page in client.get_paginator("list_versions_by_function").paginate(FunctionName=function):
        yield from page["Versions"]

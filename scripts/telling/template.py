"""What infra/state.yaml says, read without knowing CloudFormation: ``!GetAtt A.B`` is the text ``A.B``."""

from functools import cache
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).resolve().parents[2] / "infra" / "state.yaml"


@cache
def resources() -> dict[str, dict[str, Any]]:
    """The properties of every resource, with its type beside them, by logical name."""
    import yaml

    class Loader(yaml.SafeLoader):
        """One that takes the short forms of intrinsic functions for their arguments."""

    def argument(loader: Any, _: str, node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return loader.construct_scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_mapping(node, deep=True)

    Loader.add_multi_constructor("!", argument)
    parsed = yaml.load(TEMPLATE.read_text(encoding="utf-8"), Loader)
    return {
        name: {"Type": resource["Type"], **resource.get("Properties", {})}
        for name, resource in parsed["Resources"].items()
    }


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The resources of one type: ``AWS::SQS::Queue``."""
    return {name: resource for name, resource in resources().items() if resource["Type"] == kind}


def queue_of(name: str) -> dict[str, Any]:
    """The queue that bears ``name``, with ``<stage>`` where the stage stands."""
    return next(q for q in of_type("AWS::SQS::Queue").values() if staged(q["QueueName"]) == name)


def staged(name: str) -> str:
    """``motcua-${Stage}-digitize`` as people read it: ``motcua-<stage>-digitize``."""
    return name.replace("${Stage}", "<stage>").replace("${AWS::AccountId}", "<account>")

"""A CloudFormation stack as it should be, and how it is brought there."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef


@dataclass(frozen=True, slots=True)
class Stack:
    """``protected``: CloudFormation refuses to delete it."""

    name: str
    body: str
    parameters: Mapping[str, str]
    protected: bool = False

    @property
    def fingerprint(self) -> str:
        """Another one means that there is something to do."""
        told = "\0".join(
            [self.body, *(f"{name}={self.parameters[name]}" for name in sorted(self.parameters))]
        )
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def bring(client: "CloudFormationClient", stack: Stack) -> dict[str, str]:
    """Create or update the stack and return its outputs; does nothing when nothing changed.

    A stack that failed to update raises botocore's WaiterError, and CloudFormation has rolled it back.
    """
    values: list[ParameterTypeDef] = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in stack.parameters.items()
    ]
    try:
        client.create_stack(
            StackName=stack.name,
            TemplateBody=stack.body,
            Parameters=values,
            EnableTerminationProtection=stack.protected,
        )
        client.get_waiter("stack_create_complete").wait(StackName=stack.name, WaiterConfig={"Delay": 1})
    except client.exceptions.AlreadyExistsException:
        _update(client, stack, values)
    return outputs(client, stack.name)


def _update(client: "CloudFormationClient", stack: Stack, values: "list[ParameterTypeDef]") -> None:
    try:
        client.update_stack(StackName=stack.name, TemplateBody=stack.body, Parameters=values)
    except client.exceptions.ClientError as error:
        if "No updates are to be performed" in str(error):
            return
        raise
    client.get_waiter("stack_update_complete").wait(StackName=stack.name, WaiterConfig={"Delay": 1})


def outputs(client: "CloudFormationClient", name: str) -> dict[str, str]:
    """Names and addresses of what the stack made."""
    (stack,) = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

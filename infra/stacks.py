"""A CloudFormation stack as it should be, and how it is brought there."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef


#: A stack that somebody else is making or changing is waited for, so many looks (s).
LOOK_EVERY_S, LOOKS = 2, 1800
#: What CloudFormation leaves when nothing came of a first attempt: such a stack can only be deleted.
STILLBORN = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"})


class StackBroken(Exception):
    """CloudFormation has taken back what it had begun; the text says why and what to do."""


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


def bring(
    client: "CloudFormationClient", stack: Stack, pause: Callable[[float], None] = time.sleep
) -> dict[str, str]:
    """Create or update the stack and return its outputs; does nothing when nothing changed.

    Goes on with what was interrupted. Raises StackBroken.
    """
    values: list[ParameterTypeDef] = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in stack.parameters.items()
    ]
    status = _settled(client, stack.name, pause)
    if status in STILLBORN:
        raise StackBroken(
            f"{stack.name} is {status}: {_reason(client, stack.name)}. Nothing came of it. Mend the cause, then:"
            f" aws cloudformation delete-stack --stack-name {stack.name}, and run the same once more"
        )
    if status:
        _update(client, stack, values)
    else:
        client.create_stack(
            StackName=stack.name,
            TemplateBody=stack.body,
            Parameters=values,
            EnableTerminationProtection=stack.protected,
        )
    status = _settled(client, stack.name, pause)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise StackBroken(
            f"{stack.name} is {status}: {_reason(client, stack.name)}. Mend the cause and run the same once more"
        )
    return outputs(client, stack.name)


def _update(client: "CloudFormationClient", stack: Stack, values: "list[ParameterTypeDef]") -> None:
    try:
        client.update_stack(StackName=stack.name, TemplateBody=stack.body, Parameters=values)
    except client.exceptions.ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise


def _settled(client: "CloudFormationClient", name: str, pause: Callable[[float], None]) -> str:
    """Its status when nobody is at work on it any more; empty if there is none."""
    for _ in range(LOOKS):
        try:
            (told,) = client.describe_stacks(StackName=name)["Stacks"]
        except client.exceptions.ClientError as error:
            if "does not exist" not in str(error):
                raise
            return ""
        status: str = told["StackStatus"]
        if not status.endswith("_IN_PROGRESS"):
            return "" if status == "DELETE_COMPLETE" else status
        pause(LOOK_EVERY_S)
    raise StackBroken(f"{name} has been {status} for an hour: look at its events in CloudFormation's console")


def _reason(client: "CloudFormationClient", name: str) -> str:
    """Why it failed: what the first resource that failed said, in its latest attempt."""
    for page in client.get_paginator("describe_stack_events").paginate(StackName=name):
        said = [
            f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', 'no reason given')}"
            for each in page["StackEvents"]
            if each.get("ResourceStatus", "").endswith("_FAILED")
            and "cancelled" not in each.get("ResourceStatusReason", "")
        ]
        if said:
            return said[-1]
    return "its events say no reason"


def outputs(client: "CloudFormationClient", name: str) -> dict[str, str]:
    """Names and addresses of what the stack made."""
    (stack,) = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

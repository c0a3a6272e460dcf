"""Which Motcua a command speaks to: the one that the environment names, else the machine of `make run`."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container


class CannotReach(Exception):
    """There is nothing to speak to; the text says what to do."""


def is_local() -> bool:
    """Whether no stage is named, so that the machine of `make run` is meant."""
    return "STAGE" not in os.environ


def reached() -> "Container":
    """The adapters of that Motcua. Raises CannotReach."""
    from chalicelib.settings import REHEARSALS

    if is_local():
        _enter_local_machine()
    elif os.environ["STAGE"] not in REHEARSALS and "FILES_BUCKET" not in os.environ:
        for name, value in deployed_environment(os.environ["STAGE"]).items():
            os.environ.setdefault(name, value)
    from chalicelib.bootstrap import container

    try:
        return container()
    except (ValueError, AssertionError) as error:
        raise CannotReach(
            f"The settings are not usable: {_said(error)}. Compare with docs/operating.md"
        ) from error


def deployed_environment(name: str) -> dict[str, str]:
    """What the functions of a deployed stage are given, from its record and infra/stages.toml. Raises CannotReach."""
    import boto3

    from infra import project, records
    from infra.stages import StageUnusable, stage_of

    try:
        stage = stage_of(name)
    except StageUnusable as error:
        raise CannotReach(str(error)) from error
    account = boto3.client("sts", region_name=stage.region).get_caller_identity()["Account"]
    bucket = stage.releases_bucket(account)
    record = records.load(boto3.client("s3", region_name=stage.region), bucket)
    if "SecretsName" not in record.outputs:
        raise CannotReach(
            f"Nothing was deployed as {name} in account {account}: make deploy STAGE={name}, or sign in to the"
            " account where it is. A stage that was deployed otherwise needs FILES_BUCKET and the other settings of"
            " docs/operating.md in the environment"
        )
    environment = project.environment(stage, project.Ground(account, record.outputs, record.layer))
    return {**environment, "AWS_DEFAULT_REGION": stage.region}


def _said(error: ValueError | AssertionError) -> str:
    """What is wrong with the settings, without their values: some are secrets."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in found)


def _enter_local_machine() -> None:
    """Take over the environment that `make run` gives to the application."""
    from local.environment import STAGE, Place
    from local.machine import is_open

    place = Place.from_environ()
    if not is_open(place.ports.emulator):
        raise CannotReach(
            f"Nothing answers on port {place.ports.emulator}. Start the local machine with: make run"
            " (PORT=... if it has other ports: MOTCUA_PORT=...), or set STAGE and the other settings of"
            " docs/operating.md to reach a deployed stage."
        )
    os.environ.update(place.aws())
    import boto3

    from infra.deploy_state import outputs

    os.environ.update(place.application(outputs(boto3.client("cloudformation"), STAGE)))

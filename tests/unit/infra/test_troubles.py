"""What stops a deployment ends in one line that says what to do."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from infra import checks, deploy
from infra.project import ChaliceFailed
from infra.stacks import Stack, StackBroken, bring
from infra.stages import StageUnusable, stage_of
from infra.troubles import explained

STAGE = stage_of("test")


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetCallerIdentity")


@pytest.mark.parametrize(
    ("error", "what_to_do"),
    [
        (refused("ExpiredToken"), "sign in"),
        (refused("ExpiredTokenException"), "sign in"),
        (refused("AccessDenied"), "docs/operating.md lists"),
        (refused("RequestTimeTooSkewed"), "clock is wrong"),
        (refused("ThrottlingException"), "wait a minute"),
        (refused("PermanentRedirect"), "correct `region`"),
        (refused("NeverHeardOf"), "run the same once more"),
        (NoCredentialsError(), "AWS_PROFILE"),
        (EndpointConnectionError(endpoint_url="https://sts"), "check region"),
        (subprocess.CalledProcessError(1, "pip"), "pip could not fetch"),
        (KeyboardInterrupt(), "deploy was stopped"),
        (StageUnusable("no name"), "no name"),
    ],
)
def test_every_trouble_is_told_in_one_line(error: BaseException, what_to_do: str) -> None:
    line = explained(error, "deploy", "test")
    assert line is not None
    assert what_to_do in line
    assert "\n" not in line


def test_chalice_is_quoted_with_its_last_words_and_the_rest_is_kept() -> None:
    words = "Creating role\nbotocore: An error occurred (ExpiredToken) when calling GetRole\n"
    line = explained(ChaliceFailed("deploy", words), "deploy", "test")
    assert line is not None
    assert "when calling GetRole" in line
    assert "sign in" in line
    kept = line.split("all of it: ")[1].split("]")[0]
    assert (checks.packaging.ROOT / kept).read_text(encoding="utf-8") == words


def test_a_fault_of_ours_is_not_hidden() -> None:
    assert explained(KeyError("oops"), "deploy", "test") is None


def test_a_name_that_no_stage_can_have_ends_before_anything_is_asked(capsys: Any) -> None:
    assert deploy.main(["deploy", "Prod!"]) == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_an_unknown_setting_and_a_broken_file_are_named(tmp_path: Path) -> None:
    stages = tmp_path / "stages.toml"
    stages.write_text("[default]\nbudget_usd = 1\n[default.environment]\n[test]\nbugdet_usd = 2\n")
    with pytest.raises(StageUnusable, match="nobody knows bugdet_usd"):
        stage_of("test", stages)
    stages.write_text("[default\n")
    with pytest.raises(StageUnusable, match="cannot be read"):
        stage_of("test", stages)


def test_another_account_or_region_is_refused() -> None:
    found = list(checks.place(replace(STAGE, account="210987654321"), "123456789012", {}))
    assert "210987654321" in found[0]
    elsewhere = {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": STAGE.region}
    assert "AWS_DEFAULT_REGION is eu-west-1" in next(checks.place(STAGE, "123456789012", elsewhere))


def test_a_missing_model_and_too_much_weight_are_found_before_anything_is_sent(tmp_path: Path) -> None:
    for folder in ("light", "heavy"):
        (tmp_path / folder).mkdir()
    with (tmp_path / "heavy" / "grown.so").open("wb") as grown:
        grown.truncate(checks.UNPACKED_MB * 1_000_000 + 1)
    found = "\n".join(checks.package(tmp_path / "light", tmp_path / "heavy", tmp_path))
    assert "vie.traineddata is missing" in found
    assert "would weigh 250 MB" in found
    assert "chalice of" not in found
    assert "pydantic of requirements.txt is not in" in found


class Stacks:
    """CloudFormation that shows one status after the other."""

    class exceptions:
        ClientError = ClientError

    def __init__(self, *statuses: str) -> None:
        self._statuses, self.asked = list(statuses), list[str]()

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if not status:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "does not exist"}}, "D")
        return {"Stacks": [{"StackStatus": status, "Outputs": [{"OutputKey": "A", "OutputValue": "b"}]}]}

    def create_stack(self, **_: Any) -> None:
        self.asked.append("create")

    def update_stack(self, **_: Any) -> None:
        self.asked.append("update")

    def get_paginator(self, _: str) -> Any:
        events = [
            {
                "LogicalResourceId": "Table",
                "ResourceStatus": "CREATE_FAILED",
                "ResourceStatusReason": "cancelled",
            },
            {
                "LogicalResourceId": "Files",
                "ResourceStatus": "CREATE_FAILED",
                "ResourceStatusReason": "name taken",
            },
        ]

        class Pages:
            def paginate(self, **_: Any) -> Any:
                return [{"StackEvents": events}]

        return Pages()


def brought(client: Stacks) -> dict[str, str]:
    return bring(client, Stack("s", "{}", {}), pause=lambda _: None)  # type: ignore[arg-type]


def test_a_stack_that_is_still_being_made_is_waited_for_and_gone_on_with() -> None:
    client = Stacks("CREATE_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
    assert brought(client) == {"A": "b"}
    assert client.asked == ["update"]


def test_a_stack_of_which_nothing_came_has_to_be_deleted_and_its_reason_is_told() -> None:
    with pytest.raises(StackBroken, match=r"Files: name taken\..*delete-stack --stack-name s"):
        brought(Stacks("ROLLBACK_COMPLETE"))


def test_a_change_that_cloudformation_took_back_tells_why() -> None:
    with pytest.raises(StackBroken, match="is UPDATE_ROLLBACK_COMPLETE: Files: name taken"):
        brought(Stacks("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"))


def test_a_stack_that_is_not_there_is_made() -> None:
    client = Stacks("", "CREATE_IN_PROGRESS", "CREATE_COMPLETE")
    assert brought(client) == {"A": "b"}
    assert client.asked == ["create"]

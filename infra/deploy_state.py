"""Bring the stack that holds the state to what infra/state.yaml says: create it, update it, or leave it."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from infra import stacks
from infra.stacks import Stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "infra" / "state.yaml"
CHALICE_CONFIG = ROOT / ".chalice" / "config.json"

#: Which function empties which queue; the queue's visibility follows the function's time-out.
FUNCTION_BY_VISIBILITY = {
    "DigitizeVisibility": "digitize",
    "PortalVisibility": "sync",
    "ArchiveVisibility": "archive",
    "WebhookVisibility": "tell_subscribers",
    "PrepareVisibility": "prepare",
}
VISIBILITY_FACTOR = 6
#: Somebody waits for what is prepared: what failed is tried again as soon as the longest attempt must be over.
SOONER = {"PrepareVisibility": 1}


def stack_name(stage: str) -> str:
    """The stack of one stage."""
    return f"motcua-{stage}-state"


def parameters(stage: str, config: Mapping[str, object] | None = None) -> dict[str, str]:
    """Template parameters; time-outs (seconds) come from Chalice's configuration, their one home."""
    settings = chalice_config() if config is None else config
    return {"Stage": stage} | {
        name: str(SOONER.get(name, VISIBILITY_FACTOR) * timeout_s(settings, stage, function))
        for name, function in FUNCTION_BY_VISIBILITY.items()
    }


def chalice_config() -> dict[str, object]:
    """What .chalice/config.json says."""
    loaded: dict[str, object] = json.loads(CHALICE_CONFIG.read_text(encoding="utf-8"))
    return loaded


def timeout_s(config: Mapping[str, object], stage: str, function: str) -> int:
    """A function's time-out as Chalice resolves it: the nearest level that names one wins."""
    in_stage = _level(_level(config, "stages"), stage)
    levels = (
        _level(_level(in_stage, "lambda_functions"), function),
        in_stage,
        _level(_level(config, "lambda_functions"), function),
        config,
    )
    return next(int(str(level["lambda_timeout"])) for level in levels if "lambda_timeout" in level)


def _level(config: Mapping[str, object], name: str) -> Mapping[str, object]:
    level = config.get(name, {})
    assert isinstance(level, Mapping)
    return level


def stack(stage: str, web_origins: str = "") -> Stack:
    """The stack of one stage as the template and Chalice's configuration want it; origins divided by commas."""
    body = TEMPLATE.read_text(encoding="utf-8")
    origins = {"WebOrigins": web_origins} if web_origins else {}
    return Stack(stack_name(stage), body, parameters(stage) | origins, protected=stage == "prod")


def deploy(client: "CloudFormationClient", stage: str) -> dict[str, str]:
    """Create or update the stack and return its outputs; does nothing when nothing changed."""
    return stacks.bring(client, stack(stage))


def outputs(client: "CloudFormationClient", stage: str) -> dict[str, str]:
    """Names and addresses of what the stack made."""
    return stacks.outputs(client, stack_name(stage))


def main() -> int:
    """``python -m infra.deploy_state STAGE``: print the outputs as JSON."""
    import boto3

    stage = sys.argv[1] if len(sys.argv) > 1 else os.environ["STAGE"]
    sys.stdout.write(json.dumps(deploy(boto3.client("cloudformation"), stage), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

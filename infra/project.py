"""The project as Chalice deploys it: one complete folder for each stage, in which plain `chalice deploy` works too."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import packaging
from infra.deploy_state import chalice_config
from infra.permissions import policies
from infra.stages import APP, NEXT, Stage

#: Kept in the logs of every function (days).
LOGS_DAYS = 90


@dataclass(frozen=True, slots=True)
class Ground:
    """What the code stands on: outputs of infra/state.yaml and infra/ground.yaml, and the layer of the reader."""

    account: str
    outputs: Mapping[str, str]
    layer: str


class ChaliceFailed(Exception):
    """Chalice ended badly, or well with a dependency missing. ``words``: all that it said."""

    def __init__(self, command: str, words: str) -> None:
        self.command, self.words = command, words
        super().__init__(f"chalice {command}:\n{words}")


def put_together(stage: Stage, ground: Ground, project: Path, light: Path) -> Path:
    """Write the whole project: code, dependencies (``light``), configuration, one policy file for each function."""
    chalice = project / ".chalice"
    chalice.mkdir(parents=True, exist_ok=True)
    packaging.copied_code(project)
    vendor = project / "vendor"
    (project / "requirements.txt").write_text(
        f"# vendor/ holds {light.name}, see infra/packaging.py\n", encoding="ascii"
    )
    if vendor.is_symlink() or vendor.exists():
        vendor.unlink() if vendor.is_symlink() else shutil.rmtree(vendor)
    vendor.symlink_to(light)
    for name, document in policies(stage, ground.account, ground.outputs).items():
        _write(chalice / f"policy-{name}.json", document)
    _write(chalice / "config.json", configuration(stage, ground))
    return project


def configuration(stage: Stage, ground: Ground) -> dict[str, Any]:
    """.chalice/config.json of the repository, with what only this stage knows."""
    config: dict[str, Any] = {
        **chalice_config(),
        "api_gateway_stage": NEXT,
        "log_retention_in_days": LOGS_DAYS,
    }
    settings = {name: dict(values) for name, values in config["lambda_functions"].items()}
    for name in policies(stage, ground.account, ground.outputs):
        own = settings.setdefault(name, {})
        own["iam_policy_file"] = f"policy-{name}.json"
        if name in packaging.READERS:
            own["layers"] = [ground.layer]
    own_stage = {
        **config["stages"].get(stage.name, {}),
        "xray": True,
        "lambda_functions": settings,
        "environment_variables": environment(stage, ground),
    }
    return {**config, "stages": {stage.name: own_stage}}


def environment(stage: Stage, ground: Ground) -> dict[str, str]:
    """What chalicelib/settings.py reads; secrets come from their store."""
    return {
        "STAGE": stage.name,
        "TABLE_STREAM_ARN": ground.outputs["TableStreamArn"],
        "FILES_BUCKET": ground.outputs["FilesBucket"],
        "AUDIT_KEY": ground.outputs["AuditKeyArn"],
        "FIELD_KEY": ground.outputs["FieldKeyArn"],
        "SECRETS_NAME": ground.outputs["SecretsName"],
        "ALLOWED_ORIGINS": stage.web_origins,
        "POWERTOOLS_SERVICE_NAME": APP,
        # We have none, and looking for them opens the description of every package at each cold start.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        **stage.environment,
    }


def run_chalice(project: Path, region: str, *arguments: str) -> str:
    """Raises ChaliceFailed; Chalice itself exits 0 when it could not install a dependency."""
    command: list[str | Path] = [
        Path(sys.executable).with_name("chalice"),
        "--project-dir",
        str(project),
        *arguments,
    ]
    done = subprocess.run(
        command,
        env={
            **os.environ,
            "AWS_DEFAULT_REGION": region,
            "PYTHONPATH": str(packaging.ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode or "Could not install dependencies" in done.stdout:
        raise ChaliceFailed(arguments[0], done.stdout)
    return done.stdout


def restore(state: Path, record: Mapping[str, Any]) -> None:
    """Tell Chalice what it made before; without that it would make everything anew."""
    if record:
        state.parent.mkdir(parents=True, exist_ok=True)
        _write(state, record)
    else:
        state.unlink(missing_ok=True)


def kept(state: Path) -> dict[str, Any]:
    """What Chalice says that it made."""
    found: dict[str, Any] = json.loads(state.read_text("utf-8")) if state.exists() else {}
    return found


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

"""What is wanted of a stage besides its state: the stacks around its code, and what Chalice cannot say."""

import hashlib
import inspect
import json
from pathlib import Path

from infra import event_sources, gateway, gateway_errors, watch
from infra.deploy_state import chalice_config, timeout_s
from infra.permissions import CODE, FED_BY
from infra.stacks import Stack
from infra.stages import APP, Stage

GROUND = Path(__file__).with_name("ground.yaml")


def ground_stack(stage: Stage, key_arn: str) -> Stack:
    """Secrets, releases, failures, the bell."""
    parameters = {"Stage": stage.name, "KeyArn": key_arn, "AlarmEmail": stage.alarm_email}
    name = f"{APP}-{stage.name}-ground"
    return Stack(name, GROUND.read_text(encoding="utf-8"), parameters, protected=stage.is_production)


def watch_stack(stage: Stage, bell_arn: str) -> Stack:
    """Alarms, dashboard, budget, for the functions and queues that there are."""
    found = list(stage_alarms(stage))
    body = json.dumps(watch.template(stage.name, found, bell_arn, stage.budget_usd))
    return Stack(f"{APP}-{stage.name}-watch", body, {})


def stage_alarms(stage: Stage) -> list[watch.Alarm]:
    """Every alarm of a stage."""
    timeouts = {name: timeout_s(chalice_config(), stage.name, name) for name in CODE}
    queues = [
        name.split("/")[1].format(stage=f"{APP}-{stage.name}")
        for name in FED_BY.values()
        if name.startswith("queue/")
    ]
    return list(watch.alarms(stage, timeouts, queues))


def settings_fingerprint(stage: Stage) -> str:
    """Of what is set after a release: our code that sets it and the numbers of the stage."""
    numbers = (stage.requests_per_second, stage.burst, dict(stage.at_once))
    return _fingerprint(inspect.getsource(event_sources), json.dumps(numbers))


def release_fingerprint(code: str) -> str:
    """Of what is released: the code by its own fingerprint, and the gateway before it."""
    return _fingerprint(code, *(inspect.getsource(module) for module in (gateway, gateway_errors)))


def _fingerprint(*told: str) -> str:
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]

"""Deploy a stage: look, show the plan, do it: ``python -m infra.deploy plan|deploy|rollback|delete STAGE``."""

import argparse
import sys
import time
from collections.abc import Callable

from infra import checks, release, smoke
from infra.deployment import Deployment
from infra.plan import WHAT
from infra.stages import stage_of


def deploy(deployment: Deployment) -> None:
    """Check, show, do, try out, report."""
    tell = deployment.tell
    deployment.check()
    plan = deployment.plan()
    for each in plan:
        tell(f"{'do' if each.is_to_do else 'leave':<6} {each.step:<9} {each.why}: {WHAT[each.step]}")
    deployment.carry_out(plan)
    tell(smoke.told(deployment.url))
    tell(f"{deployment.stage.name} serves {deployment.url}")


def main() -> int:
    """Exit code 1 with a sentence for what an operator can mend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("plan", "deploy", "rollback", "delete"))
    parser.add_argument("stage")
    arguments = parser.parse_args()
    began = time.monotonic()

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")

    try:
        deployment = Deployment(stage_of(arguments.stage), tell)
        COMMANDS[arguments.command](deployment)
    except (checks.NotDeployable, release.NothingBefore, release.ReleaseTakenBack, smoke.NotWell) as error:
        tell(str(error))
        return 1
    tell(f"{arguments.command}: {time.monotonic() - began:.1f} s")
    return 0


def show(deployment: Deployment) -> None:
    """The plan and nothing else."""
    for each in deployment.plan():
        deployment.tell(
            f"{'do' if each.is_to_do else 'leave':<6} {each.step:<9} {each.why}: {WHAT[each.step]}"
        )


COMMANDS: dict[str, Callable[[Deployment], None]] = {
    "plan": show,
    "deploy": deploy,
    "rollback": Deployment.roll_back,
    "delete": Deployment.delete_code,
}

if __name__ == "__main__":
    raise SystemExit(main())

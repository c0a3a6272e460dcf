"""Deploy a stage: look, show the plan, do it: ``python -m infra.deploy plan|deploy|rollback|delete STAGE``."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from infra import smoke, troubles
from infra.deployment import Deployment
from infra.plan import WHAT, Planned
from infra.stages import stage_of


def deploy(deployment: Deployment) -> None:
    """Check, show, do, try out, report; nobody else deploys the stage meanwhile."""
    deployment.check()
    with deployment.turn:
        deployment.look_again()
        plan = deployment.plan()
        _tell(deployment, plan)
        deployment.carry_out(plan)
    deployment.tell(smoke.told(deployment.url, deployment.stage.name))
    deployment.tell(f"{deployment.stage.name} serves {deployment.url}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 with a sentence for what an operator can mend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("plan", "deploy", "rollback", "delete"))
    parser.add_argument("stage")
    wanted = parser.parse_args(arguments)
    began = time.monotonic()

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")

    try:
        COMMANDS[wanted.command](Deployment(stage_of(wanted.stage), tell))
    except (Exception, KeyboardInterrupt) as error:
        sentence = troubles.explained(error, wanted.command, wanted.stage)
        if sentence is None:
            raise
        tell(sentence)
        return 1
    tell(f"{wanted.command}: {time.monotonic() - began:.1f} s")
    return 0


def show(deployment: Deployment) -> None:
    """The plan and nothing else."""
    _tell(deployment, deployment.plan())


def _tell(deployment: Deployment, plan: Sequence[Planned]) -> None:
    for each in plan:
        deployment.tell(
            f"{'do' if each.is_to_do else 'leave':<6} {each.step:<9} {each.why}: {WHAT[each.step]}"
        )


def remove(deployment: Deployment) -> None:
    """The code, not what holds state; nobody deploys the stage meanwhile."""
    with deployment.turn:
        deployment.look_again()
        deployment.delete_code()


COMMANDS: dict[str, Callable[[Deployment], None]] = {
    "plan": show,
    "deploy": deploy,
    "rollback": Deployment.roll_back,
    "delete": remove,
}

if __name__ == "__main__":
    raise SystemExit(main())

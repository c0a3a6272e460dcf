"""What a deployment would do, decided before anything is done: steps in their order, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a deployment consists of, in this order."""

    STATE = "state"
    GROUND = "ground"
    LAYER = "layer"
    CODE = "code"
    RELEASE = "release"
    SETTINGS = "settings"
    WATCH = "watch"


WHAT: dict[Step, str] = {
    Step.STATE: "tables, files, queues and their key (infra/state.yaml)",
    Step.GROUND: "secrets, releases, failures, the bell (infra/ground.yaml)",
    Step.LAYER: "the libraries that read papers, as a layer",
    Step.CODE: "chalice deploy: functions, their policies, routes; nobody is led there yet",
    Step.RELEASE: "versions; callers and schedules are led to them; errors of the gateway",
    Step.SETTINGS: "what Chalice cannot say: failures and limits of event sources, limits of the gateway",
    Step.WATCH: "alarms, dashboard, budget (infra/watch.py)",
}
#: A step that is done brings these after it: Chalice makes new what they had set.
BRINGS: dict[Step, frozenset[Step]] = {
    Step.STATE: frozenset(),
    Step.GROUND: frozenset(),
    Step.LAYER: frozenset({Step.CODE, Step.RELEASE, Step.SETTINGS}),
    Step.CODE: frozenset({Step.RELEASE, Step.SETTINGS}),
    Step.RELEASE: frozenset({Step.SETTINGS}),
    # Alone it releases nothing: after a rollback limits can be changed, and the bad version stays away.
    Step.SETTINGS: frozenset(),
    Step.WATCH: frozenset(),
}


class Why(StrEnum):
    """Why a step is done or left out."""

    MISSING = "was never done here"
    CHANGED = "has changed since"
    FOLLOWS = "follows from an earlier step"
    SAME = "is as it should be"


@dataclass(frozen=True, slots=True)
class Planned:
    """One step and the reason for doing it, or for leaving it."""

    step: Step
    why: Why

    @property
    def is_to_do(self) -> bool:
        """Whether carrying out the plan does anything here."""
        return self.why is not Why.SAME


def decide(done: Mapping[str, str], wanted: Mapping[Step, str]) -> list[Planned]:
    """Compare fingerprints: of what was last carried out, and of what is wanted now. Pure."""
    plan: list[Planned] = []
    for step in Step:
        follows = any(step in BRINGS[each.step] for each in plan if each.is_to_do)
        if step not in done:
            why = Why.MISSING
        elif done[step] != wanted[step]:
            why = Why.CHANGED
        else:
            why = Why.FOLLOWS if follows else Why.SAME
        plan.append(Planned(step, why))
    return plan

"""Versions and aliases: callers and event sources are led by ``live``, and ``before`` is what one goes back to."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.fingerprints import stage_alarms
from infra.stages import APP, LIVE, Stage

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_lambda import LambdaClient

BEFORE = "before"
#: How often (s) alarms are looked at while a release is tried on a few.
LOOK_EVERY_S = 20
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a function stands: versions behind its aliases (``None``: no such alias yet) and the newest one."""

    function: str
    live: str | None
    before: str | None
    newest: str


@dataclass(frozen=True, slots=True)
class Move:
    """Let ``alias`` of ``function`` lead to ``to``; ``weight`` of the calls (0 to 1) go to ``trial`` besides."""

    function: str
    alias: str
    to: str
    is_new: bool
    trial: str = ""
    weight: float = 0.0


class NothingBefore(Exception):
    """There is no version to go back to."""


def to_newest(standings: Iterable[Standing]) -> list[Move]:
    """Everybody gets the newest version; what was live is kept to go back to."""
    moves = []
    for each in standings:
        if each.live == each.newest:
            continue
        if each.live is not None:
            moves.append(Move(each.function, BEFORE, each.live, is_new=each.before is None))
        moves.append(Move(each.function, LIVE, each.newest, is_new=each.live is None))
    return moves


def to_a_few(standings: Iterable[Standing], percent: int) -> list[Move]:
    """Some percent of the calls are tried on the newest version. Functions that are new have nobody to spare."""
    return [
        Move(each.function, LIVE, each.live, False, trial=each.newest, weight=percent / 100)
        for each in standings
        if each.live is not None and each.live != each.newest
    ]


def to_none(standings: Iterable[Standing]) -> list[Move]:
    """The trial is over and was bad: nobody gets the newest version."""
    return [Move(each.function, LIVE, each.live, False) for each in standings if each.live is not None]


def back(standings: Sequence[Standing]) -> list[Move]:
    """To the version before; doing it twice leads back here. A function that did not exist before stays."""
    moves = []
    for each in standings:
        if each.live is None or each.before is None or each.live == each.before:
            continue
        moves.append(Move(each.function, LIVE, each.before, False))
        moves.append(Move(each.function, BEFORE, each.live, False))
    if not moves:
        raise NothingBefore("Nothing was released before this version")
    return moves


def standings(client: "LambdaClient", functions: Iterable[str], *, publish: bool) -> list[Standing]:
    """Look at every function. ``publish``: make a version of its present code, unless that is one already."""
    return [_standing(client, function, publish) for function in functions]


def _standing(client: "LambdaClient", function: str, publish: bool) -> Standing:
    aliases = {
        each["Name"]: each["FunctionVersion"]
        for each in client.list_aliases(FunctionName=function)["Aliases"]
    }
    newest = (
        client.publish_version(FunctionName=function)["Version"] if publish else aliases.get(LIVE, "$LATEST")
    )
    return Standing(function, aliases.get(LIVE), aliases.get(BEFORE), newest)


def carry_out(client: "LambdaClient", moves: Iterable[Move]) -> None:
    """Each move is one call; an alias changes at once for all that use it."""
    for move in moves:
        weights: Mapping[str, float] = {move.trial: move.weight} if move.trial else {}
        if move.is_new:
            client.create_alias(FunctionName=move.function, Name=move.alias, FunctionVersion=move.to)
        else:
            client.update_alias(
                FunctionName=move.function,
                Name=move.alias,
                FunctionVersion=move.to,
                RoutingConfig={"AdditionalVersionWeights": weights},
            )


class ReleaseTakenBack(Exception):
    """Alarms rang while the new version was tried on a few; everybody is on the old one."""


def watch(
    client: "CloudWatchClient", stage: Stage, take_back: Callable[[], None], pause: Pause = time.sleep
) -> None:
    """Look at the alarms of a release every few seconds. Raises ReleaseTakenBack after taking it back."""
    names = [f"{APP}-{stage.name}-{each.name}" for each in stage_alarms(stage) if each.stops_a_release]
    for _ in range(stage.canary_minutes * 60 // LOOK_EVERY_S):
        pause(LOOK_EVERY_S)
        if found := ringing(client, names):
            take_back()
            raise ReleaseTakenBack(f"Taken back, because these ring: {', '.join(found)}")


def ringing(client: "CloudWatchClient", names: Sequence[str]) -> list[str]:
    """Those of the alarms that ring right now."""
    found = client.describe_alarms(AlarmNames=list(names), StateValue="ALARM")["MetricAlarms"]
    return sorted(each["AlarmName"] for each in found)

"""What stopped a deployment, in one line that says what to do; what has none is a fault of ours and shows itself."""

import subprocess

from infra import checks, packaging, refusals, release, smoke, stacks, stages, turns
from infra.project import ChaliceFailed

#: Their text is such a line already.
OURS = (
    checks.NotDeployable,
    release.NothingBefore,
    release.ReleaseTakenBack,
    smoke.NotWell,
    stacks.StackBroken,
    stages.StageUnusable,
    turns.SomebodyElseDeploys,
)
AGAIN = "What was told as done is written down: run the same once more, and it goes on from there"


def explained(error: BaseException, command: str, stage: str) -> str | None:
    """The line, or ``None``."""
    if isinstance(error, OURS):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return f"{command} was stopped. {AGAIN}"
    if isinstance(error, ChaliceFailed):
        return _of_chalice(error, stage)
    if isinstance(error, subprocess.CalledProcessError):
        return f"pip could not fetch what has to be packaged (its words stand above). {AGAIN}"
    if refusals.of_aws(error):
        advice = refusals.advice(error)
        told = f"{advice[0].upper()}{advice[1:]} ({_short(error)})" if advice else ""
        return told or f"AWS refused: {_short(error)}. {AGAIN}"
    return None


def _of_chalice(error: ChaliceFailed, stage: str) -> str:
    """Its last words, and where all of them are. It wraps what AWS said to it, so the code is looked for inside."""
    kept = packaging.BUILD / f"{stage}-chalice.log"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(error.words, encoding="utf-8")
    lines = [line.strip() for line in error.words.splitlines() if line.strip()]
    advice = next((told for code, told in refusals.BY_CODE.items() if f"({code})" in error.words), AGAIN)
    last = lines[-1] if lines else "it said nothing"
    return f"chalice {error.command} failed: {last} [all of it: {kept.relative_to(packaging.ROOT)}]. {advice}"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")

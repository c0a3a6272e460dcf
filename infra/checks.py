"""What has to hold before anything is deployed; each refusal says what to do."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from infra import packaging
from infra.stages import Stage, emulated

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

#: Lambda's limit for a function with its layers, unpacked (10⁶ bytes).
UNPACKED_MB = 250
#: Our own limit for what every function carries: it is loaded at each cold start.
ZIP_MB = 20
#: Built for glibc 2.34: the runtimes before 3.12 are older than the wheels of the recognizer.
PYTHONS = ((3, 12), (3, 13), (3, 14))
#: Fewer at a time, and the functions would take calls away from each other.
CONCURRENCY = 100
MODEL = Path("chalicelib/digitization/models/vie.traineddata")


class NotDeployable(Exception):
    """Something has to be mended first; the text lists everything that was found."""


def place(stage: Stage, account: str, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """What is wrong with where we are."""
    if stage.account and account != stage.account:
        yield f"these credentials are of account {account}, and {stage.name} belongs to {stage.account}"
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if environment.get(name, stage.region) != stage.region:
            yield (
                f"{name} is {environment[name]}, and {stage.name} belongs to {stage.region}: unset it,"
                " or correct `region` in infra/stages.toml"
            )
    if sys.version_info[:2] not in PYTHONS:
        yield f"Python {packaging.python_version()} packages for an older Lambda; use 3.12 or newer"


def limits(client: "LambdaClient") -> Iterator[str]:
    """What of the account's limits is too small."""
    if emulated():
        return
    allowed = client.get_account_settings().get("AccountLimit", {}).get("ConcurrentExecutions", CONCURRENCY)
    if allowed < CONCURRENCY:
        yield f"only {allowed} functions may run at a time; ask AWS for {CONCURRENCY} (Service Quotas, Lambda)"


def package(light: Path, heavy: Path, root: Path = packaging.ROOT) -> Iterator[str]:
    """What is wrong with what would be packaged. ``root``: the repository."""
    for requirements, folder in ((packaging.LIGHT, light), (packaging.HEAVY, heavy)):
        together = [*light.glob("*.dist-info"), *heavy.glob("*.dist-info")]
        held = {packaging.plain(each.name.split("-")[0]) for each in together}
        for name in packaging.missing(requirements, held):
            yield f"{name} of {requirements.name} is not in {folder}"
    if not (root / MODEL).is_file():
        yield f"{MODEL} is missing, so no scanned paper could be read: git checkout -- {MODEL}"
    weight = packaging.megabytes(light, heavy, root / "chalicelib")
    if weight > UNPACKED_MB:
        yield (
            f"the digitizing function would weigh {weight:.0f} MB, and Lambda takes {UNPACKED_MB}:"
            " look what grew below build/deploy/wheels"
        )


def zipped(archive: Path) -> Iterator[str]:
    """What is wrong with the zip that Chalice made: every name of requirements.txt is looked for inside."""
    import zipfile

    with zipfile.ZipFile(archive) as inside:
        names = inside.namelist()
    held = {packaging.plain(name.split("-")[0]) for name in names if ".dist-info/" in name}
    for name in packaging.missing(packaging.LIGHT, held):
        yield f"{name} did not get into {archive.name}"
    if MODEL.as_posix() not in names:
        yield f"{MODEL} did not get into {archive.name}"
    weight = archive.stat().st_size / 1e6
    if weight > ZIP_MB:
        yield f"{archive.name} weighs {weight:.1f} MB; our limit is {ZIP_MB}"


def demand(problems: Iterator[str]) -> None:
    """Raises NotDeployable with all of them."""
    if found := list(problems):
        raise NotDeployable("\n".join(found))

"""The zip that is sent to Lambda: complete, small, and light for every function that reads no papers."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app import app
from infra import checks, packaging
from infra.stages import Stage
from tests.infra.lambda_runtime import Lambda, api_event, environment, our_zip, unpacked

pytestmark = [pytest.mark.e2e]
FUNCTIONS = sorted(source.name for source in app.event_sources)
#: What only reading papers needs; any other function that imports one of them starts slower for nothing.
HEAVY = {
    "pypdfium2", "pikepdf", "PIL", "pillow_heif", "tesserocr", "zxingcpp", "pyhanko", "rapidfuzz", "lxml",
    "numpy",
}  # fmt: skip
WORKERS = ("relay", "archive", "sync", "catch_up")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Path]:
    return our_zip(tmp_path_factory.mktemp("zip"))


@pytest.fixture(scope="module")
def code(package: tuple[Stage, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(package[1], tmp_path_factory.mktemp("code"))


def test_nothing_is_missing_and_the_zip_is_small(package: tuple[Stage, Path]) -> None:
    assert list(checks.zipped(package[1])) == []


def test_a_dependency_that_is_missing_is_found_in_the_zip(
    package: tuple[Stage, Path], tmp_path: Path
) -> None:
    thinner = tmp_path / "thinner.zip"
    with zipfile.ZipFile(package[1]) as whole, zipfile.ZipFile(thinner, "w", zipfile.ZIP_DEFLATED) as rest:
        for name in whole.namelist():
            if not name.lower().startswith(("pyjwt-", "jwt/")):
                rest.writestr(name, whole.read(name))
    assert list(checks.zipped(thinner)) == ["PyJWT did not get into thinner.zip"]


def test_the_digitizing_function_fits_into_lambda() -> None:
    light = packaging.fetched(packaging.LIGHT)
    heavy = packaging.fetched(packaging.HEAVY, without=light)
    assert list(checks.package(light, heavy)) == []
    assert packaging.megabytes(light, heavy) < checks.UNPACKED_MB


def test_byte_code_comes_along(package: tuple[Stage, Path]) -> None:
    with zipfile.ZipFile(package[1]) as zipped:
        names = zipped.namelist()
    sources = [name for name in names if name.startswith("chalicelib/") and name.endswith(".py")]
    compiled = [name for name in names if name.startswith("chalicelib/") and name.endswith(".pyc")]
    assert len(sources) == len(compiled) > 0


@pytest.mark.parametrize("name", ["app", *FUNCTIONS])
def test_every_handler_can_be_imported_where_only_lambda_is(
    package: tuple[Stage, Path], code: Path, name: str
) -> None:
    """A handler that cannot be imported answers with an error of its start, whatever it is asked."""
    event: Any = api_event("/v1/health") if name == "app" else {"Records": []}
    with Lambda(code, f"app.{name}", environment(package[0])) as function:
        kind, answer = function.invoke(event)
    assert "ImportModuleError" not in str(answer), answer
    assert "HandlerNotFound" not in str(answer), answer
    if name == "app":
        assert (kind, answer["statusCode"]) == ("response", 200)


@pytest.mark.parametrize("worker", WORKERS)
def test_a_function_that_reads_no_papers_imports_nothing_that_reads(worker: str) -> None:
    code = (
        f"import app, sys\nfrom chalicelib.workers import {worker}\n"
        + _made(worker)
        + "print(*sorted(sys.modules))"
    )
    assert HEAVY & _modules(code) == set()


def test_the_api_imports_nothing_that_reads_and_no_client_of_aws() -> None:
    loaded = _modules("import app, sys\nprint(*sorted(sys.modules))")
    assert (HEAVY | {"boto3", "botocore", "urllib3"}) & loaded == set()


def _made(worker: str) -> str:
    """What the worker works with is made as well: imports hide in the composition root."""
    use_case = {"relay": "queues", "archive": "archive_papers", "sync": "sync_batch", "catch_up": "catch_up"}[
        worker
    ]
    return f"from chalicelib.bootstrap import container\ncontainer().{use_case}\n"


def _modules(code: str) -> set[str]:
    variables = {"STAGE": "test", "AWS_DEFAULT_REGION": "ap-southeast-1", "HASH_KEY": "00" * 32}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        cwd=packaging.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stdout.split()}

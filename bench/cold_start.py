"""The API's cold start against that of a bare Chalice application with boto3, as zips under Lambda's runtime client."""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Figure, Watch, benchmark, figure
from infra.project import run_chalice
from tests.infra.lambda_runtime import Lambda, api_event, environment, our_zip, unpacked

BAR = 1.5
HELLO = """
import boto3
from chalice import Chalice

app = Chalice(app_name="hello")


@app.route("/v1/health")
def hello():
    return {"version": boto3.__version__}
"""


@benchmark("cold_start")
def cold_start(watch: Watch) -> Iterator[Figure]:
    """Interleaved, so that a busy machine is busy for both."""
    with tempfile.TemporaryDirectory() as folder:
        stage, archive = our_zip(Path(folder) / "ours")
        ours = unpacked(archive, Path(folder) / "our-code")
        hello = unpacked(_hello(Path(folder) / "hello"), Path(folder) / "hello-code")
        rounds = 5 if watch.quick else 15
        bare, own = [], []
        for _ in watch.track(range(rounds), rounds, "cold starts"):
            bare.append(_cold(hello, {}))
            own.append(_cold(ours, environment(stage)))
        size = archive.stat().st_size / 1e6
    how = f"median of {rounds} fresh processes under awslambdaric, from start to the first answer"
    yield figure("hello-world with boto3", statistics.median(bare) * 1000, "ms", how)
    yield figure("API", statistics.median(own) * 1000, "ms", how)
    ratio = statistics.median(own) / statistics.median(bare)
    yield figure("API / hello-world", ratio, "x", how, at_most=BAR)
    yield figure("zip of all functions", size, "MB", "as Chalice sends it", at_most=20)


def _hello(folder: Path) -> Path:
    (folder / ".chalice").mkdir(parents=True)
    config = {"version": "2.0", "app_name": "hello", "stages": {"zip": {}}}
    (folder / ".chalice" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "app.py").write_text(HELLO, encoding="utf-8")
    (folder / "requirements.txt").write_text("", encoding="utf-8")
    run_chalice(folder, "ap-southeast-1", "package", "--stage", "zip", str(folder / "packed"))
    return folder / "packed" / "deployment.zip"


def _cold(code: Path, variables: dict[str, str]) -> float:
    with Lambda(code, "app.app", variables) as function:
        kind, answer = function.invoke(api_event("/v1/health"))
        took = time.perf_counter() - function.began
    assert kind == "response", answer
    assert answer["statusCode"] == 200, answer
    return took

"""One stage as it stands and as it should be: what is known of it, and each step that brings it there."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra import (
    checks,
    deploy_state,
    event_sources,
    gateway,
    gateway_errors,
    leftovers,
    packaging,
    project,
    pruning,
    records,
    release,
)
from infra.fingerprints import ground_stack, release_fingerprint, settings_fingerprint, watch_stack
from infra.plan import Planned, Step, decide
from infra.stacks import bring
from infra.stages import LIVE, Stage
from infra.turns import LEASE, Turn

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client


class Deployment:
    """One stage and everything that is known of it; each step is a method that ``STEPS`` names."""

    def __init__(self, stage: Stage, tell: Callable[[str], None], build: Path = packaging.BUILD) -> None:
        """``build``: below it the project is put together; two that deploy at once need two of them."""
        import boto3

        self.stage, self.tell, self._build = stage, tell, build
        session = boto3.Session(region_name=stage.region)
        self.client: Callable[[str], Any] = lambda name: session.client(name)  # type: ignore[call-overload]
        self.account: str = self.client("sts").get_caller_identity()["Account"]
        self.bucket = stage.releases_bucket(self.account)
        self.record = records.load(self._s3, self.bucket)
        self.turn = Turn(self._s3, self.bucket, LEASE + timedelta(minutes=stage.canary_minutes))
        self._put_together: tuple[project.Ground, str] | None = None

    @cached_property
    def light(self) -> Path:
        """What every function carries, unpacked."""
        return packaging.fetched(packaging.LIGHT)

    @cached_property
    def heavy(self) -> Path:
        """What only the digitizing function carries, unpacked."""
        return packaging.fetched(packaging.HEAVY, without=self.light)

    def check(self) -> None:
        """Raises NotDeployable with all that has to be mended first."""
        functions = self.client("lambda")
        checks.demand(
            problem
            for found in (
                checks.place(self.stage, self.account),
                checks.limits(functions),
                checks.package(self.light, self.heavy),
            )
            for problem in found
        )

    def wanted(self, step: Step) -> str:
        """The fingerprint that a step should have; ``?`` as long as it is not known what it will stand on."""
        outputs = self.record.outputs
        match step:
            case Step.STATE:
                return deploy_state.stack(self.stage.name, self.stage.web_origins).fingerprint
            case Step.GROUND:
                return ground_stack(self.stage, outputs.get("KeyArn", "?")).fingerprint
            case Step.LAYER:
                return self.heavy.name
            case Step.CODE:
                return self._code_fingerprint()
            case Step.RELEASE:
                return release_fingerprint(self._code_fingerprint())
            case Step.SETTINGS:
                return settings_fingerprint(self.stage)
            case Step.WATCH:
                return watch_stack(self.stage, outputs.get("BellArn", "?")).fingerprint

    def _code_fingerprint(self) -> str:
        return self._as_it_stands()[1] if self.record.layer else "?"

    def look_again(self) -> None:
        """At what was last carried out: somebody else may have deployed meanwhile."""
        self.record = records.load(self._s3, self.bucket)

    def plan(self) -> list[Planned]:
        """What there is to do."""
        return decide(self.record.done, {step: self.wanted(step) for step in Step})

    def carry_out(self, plan: list[Planned]) -> None:
        """Do what the plan says, and write down each step as soon as it is done."""
        for each in plan:
            if each.is_to_do:
                began = time.monotonic()
                changes = STEPS[each.step](self)
                self.record = replace(self.record, **changes)
                self.record = self.record.having(each.step, self.wanted(each.step))
                if self.record.done.get(Step.GROUND):
                    self.turn.take()  # before the ground there was nothing to hold
                    records.save(self._s3, self.bucket, self.record)
                self.tell(f"{each.step:<9} done in {time.monotonic() - began:.1f} s")

    @property
    def _s3(self) -> "S3Client":
        client: S3Client = self.client("s3")
        return client

    @property
    def _folder(self) -> Path:
        return self._build / self.stage.name

    def _project(self) -> Path:
        self._as_it_stands()
        return self._folder

    def _as_it_stands(self) -> tuple[project.Ground, str]:
        """What the project in its folder was put together for, and its fingerprint."""
        ground = project.Ground(self.account, self.record.outputs, self.record.layer)
        if self._put_together is None or self._put_together[0] != ground:
            made = project.put_together(self.stage, ground, self._folder, self.light)
            self._put_together = ground, packaging.fingerprint(made)
        return self._put_together

    def bring_state(self) -> Mapping[str, Any]:
        """Tables, files, queues."""
        made = bring(
            self.client("cloudformation"), deploy_state.stack(self.stage.name, self.stage.web_origins)
        )
        return {"outputs": {**self.record.outputs, **made}}

    def bring_ground(self) -> Mapping[str, Any]:
        """Secrets, releases, failures, the bell."""
        stack = ground_stack(self.stage, self.record.outputs["KeyArn"])
        return {"outputs": {**self.record.outputs, **bring(self.client("cloudformation"), stack)}}

    def publish_layer(self) -> Mapping[str, Any]:
        """The libraries that read papers, through the bucket: they are too large to be sent along."""
        zipped = packaging.layer(self.heavy)
        key = f"layers/{zipped.name}"
        self._s3.upload_file(str(zipped), self.bucket, key)
        told = self.client("lambda").publish_layer_version(
            LayerName=self.stage.function("reading"),
            Description=self.heavy.name,
            Content={"S3Bucket": self.bucket, "S3Key": key},
            CompatibleRuntimes=[f"python{packaging.python_version()}"],
        )
        return {"layer": told["LayerVersionArn"]}

    def deploy_code(self) -> Mapping[str, Any]:
        """``chalice deploy`` in the project's own folder, after a look into the zip that it will send."""
        folder = self._project()
        self.look_into_zip(folder)
        state = folder / ".chalice" / "deployed" / f"{self.stage.name}.json"
        before = leftovers.completed(self.record.chalice, self._left_over())
        project.restore(state, before)
        project.run_chalice(folder, self.stage.region, "deploy", "--stage", self.stage.name)
        made = project.kept(state)
        made["resources"] = event_sources.still_led(made["resources"], before.get("resources", []))
        return {"chalice": made}

    def look_into_zip(self, folder: Path) -> None:
        """Raises NotDeployable for what is missing in it, or too much."""
        packed = self._build / f"{self.stage.name}-package"
        project.run_chalice(folder, self.stage.region, "package", "--stage", self.stage.name, str(packed))
        checks.demand(checks.zipped(packed / "deployment.zip"))

    def _left_over(self) -> Iterator[Mapping[str, Any]]:
        """What there is already and stands in no note."""
        stream = self.stage.environment.get("TABLE_STREAM_ARN", self.record.outputs["TableStreamArn"])
        yield from leftovers.event_sources(self.client("lambda"), self.stage, self.account, stream)
        if not any(each["resource_type"] == "rest_api" for each in self.record.chalice.get("resources", ())):
            yield from leftovers.api(self.client("apigateway"), self.stage)

    def release_code(self) -> Mapping[str, Any]:
        """Publish versions, try them on a few if the stage wants that, and lead everybody to them."""
        functions, api_client = self.client("lambda"), self.client("apigateway")
        found = release.standings(functions, self.functions, publish=True)
        release.carry_out(functions, release.to_newest(each for each in found if each.live is None))
        self._lead_schedules()  # Chalice has led them to the new code already
        if self.stage.canary_minutes and any(each.live for each in found):
            self._try_on_a_few(found)
        release.carry_out(functions, release.to_newest(each for each in found if each.live is not None))
        gateway.lead_to_live(api_client, functions, self.api, self._arn("api_handler"))
        gateway_errors.speak_plainly(api_client, self.api)
        gateway.open_stage(api_client, self.api, self.wanted(Step.RELEASE))
        self._prune(functions)
        return {}

    def _lead_schedules(self) -> None:
        resources, failures = self.record.chalice["resources"], self.record.outputs["RelayFailuresArn"]
        event_sources.lead_schedules(
            self.client("events"), self.client("lambda"), resources, self._arn, failures
        )

    def set_what_chalice_cannot(self) -> Mapping[str, Any]:
        """How event sources and the gateway behave towards what is live; no code is released by it."""
        gateway.set_limits(self.client("apigateway"), self.api, self.stage)
        resources, failures = self.record.chalice["resources"], self.record.outputs["RelayFailuresArn"]
        noted = event_sources.teach(self.client("lambda"), resources, self._arn, failures, self.stage.at_once)
        return {"chalice": {**self.record.chalice, "resources": noted}}

    def _prune(self, functions: "LambdaClient") -> None:
        keep, layer = self.stage.versions_kept, self.stage.function("reading")
        versions = pruning.prune_versions(functions, self.functions, keep)
        layers = pruning.prune_layers(functions, layer, self.functions, keep)
        if versions or layers:
            self.tell(f"{versions} old versions of functions and {layers} of the layer were removed")

    def _try_on_a_few(self, found: list[release.Standing]) -> None:
        """Raises ReleaseTakenBack if an alarm rings meanwhile."""
        functions, percent = self.client("lambda"), self.stage.canary_percent
        release.carry_out(functions, release.to_a_few(found, percent))
        self.tell(f"{percent} % of the calls go to the new version for {self.stage.canary_minutes} minutes")
        release.watch(
            self.client("cloudwatch"),
            self.stage,
            lambda: release.carry_out(functions, release.to_none(found)),
        )

    def watch(self) -> Mapping[str, Any]:
        """Alarms, dashboard, budget."""
        bring(self.client("cloudformation"), watch_stack(self.stage, self.record.outputs["BellArn"]))
        return {}

    def roll_back(self) -> None:
        """Everybody to the version before, routes included. Raises NothingBefore."""
        functions = self.client("lambda")
        release.carry_out(
            functions, release.back(release.standings(functions, self.functions, publish=False))
        )
        gateway.go_back(self.client("apigateway"), self.api)

    def delete_code(self) -> None:
        """Remove what follows from the code. State, secrets and audit roots stay: they are removed by hand."""
        api_client = self.client("apigateway")
        api_client.delete_stage(restApiId=self.api, stageName=LIVE)
        self.client("cloudformation").delete_stack(StackName=watch_stack(self.stage, "?").name)
        folder = self._project()
        project.restore(folder / ".chalice" / "deployed" / f"{self.stage.name}.json", self.record.chalice)
        project.run_chalice(folder, self.stage.region, "delete", "--stage", self.stage.name)
        done = {
            step: told
            for step, told in self.record.done.items()
            if step in (Step.STATE, Step.GROUND, Step.LAYER)
        }
        self.record = replace(self.record, done=done, chalice={})
        records.save(self._s3, self.bucket, self.record)

    @property
    def url(self) -> str:
        """Where callers reach the API."""
        return f"https://{self.api}.execute-api.{self.stage.region}.amazonaws.com/{LIVE}"

    @property
    def functions(self) -> list[str]:
        """Their names at AWS."""
        made = self.record.chalice["resources"]
        arns = [each["lambda_arn"] for each in made if each["resource_type"] == "lambda_function"]
        return [arn.rsplit(":", 1)[1] for arn in arns]

    @property
    def api(self) -> str:
        """The identifier of the gateway's API."""
        made = self.record.chalice["resources"]
        return str(next(each["rest_api_id"] for each in made if each["resource_type"] == "rest_api"))

    def _arn(self, name: str) -> str:
        made = self.record.chalice["resources"]
        arns = (str(each["lambda_arn"]) for each in made if each["resource_type"] == "lambda_function")
        return next(arn for arn in arns if arn.endswith(f":{self.stage.function(name)}"))


STEPS: dict[Step, Callable[[Deployment], Mapping[str, Any]]] = {
    Step.STATE: Deployment.bring_state,
    Step.GROUND: Deployment.bring_ground,
    Step.LAYER: Deployment.publish_layer,
    Step.CODE: Deployment.deploy_code,
    Step.RELEASE: Deployment.release_code,
    Step.SETTINGS: Deployment.set_what_chalice_cannot,
    Step.WATCH: Deployment.watch,
}

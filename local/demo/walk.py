"""Walks the sample dossiers through their story, in the order of time, moving the machine's clock from step to step."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from local.demo.cast import cast_of
from local.demo.client import Client, Refused, Upload
from local.demo.nation import furnish_the_nation
from local.demo.story import BEGIN, STORY, Sample, Step
from local.event_sources.timer import SimulatedClock
from local.papers.dossiers import paper_for_component
from local.papers.forms import Form
from local.papers.make import make_paper

#: Where each command has its address; all others stand under ``/commands/``.
_PATHS = {"submit": "submit", "supplement": "supplement", "withdrawal": "withdrawal"}


@dataclass
class Walked:
    """A dossier that has been through its story. ``seconds``: wall time spent on it."""

    sample: Sample
    dossier_id: str = ""
    seconds: float = 0


class Walk:
    """One walk through a story. ``told`` is called after every step with a line for people."""

    def __init__(
        self,
        client: Client,
        clock: SimulatedClock,
        told: Callable[[str], None],
        story: Sequence[Sample] = STORY,
    ) -> None:
        self._client, self._clock, self._told, self._story = client, clock, told, story

    def __call__(self) -> list[Walked]:
        """All of it; afterwards the clock stands shortly after the last step and goes on from there."""
        try:
            return self._walk()
        finally:
            self._clock.turn(self._clock.now(), turning=False)

    def _walk(self) -> list[Walked]:
        self._clock.turn(BEGIN, turning=True)
        furnish_the_nation(self._client)
        walked = [Walked(sample) for sample in self._story]
        for number, one in enumerate(walked):
            if one.sample.opens is None:
                self.open(number, one)
        for at, number, step in _schedule(self._story):
            began = time.monotonic()
            self._clock.turn(at, turning=True)
            one = walked[number]
            if step is None:
                self.open(number, one)
                continue
            self.take(one, step)
            one.seconds += time.monotonic() - began
            self._told(f"{at:%d/%m %H:%M}  {one.sample.key}: {step.what}")
        return walked

    def open(self, number: int, one: Walked) -> None:
        """A draft with every required paper: uploaded, or used again where the story says so."""
        began, sample = time.monotonic(), one.sample
        wish: dict[str, Any] = {"procedure": sample.procedure, "unit": sample.unit}
        if sample.owner:
            wish |= {"owner": sample.owner, "presented_by": "người nhà của chủ hồ sơ"}
        draft = self._client.post(sample.persona, "/v1/dossiers", wish)
        one.dossier_id = draft["id"]
        if sample.reuses:
            self._reuse_all(one)
        required = [c for c in draft["components"] if c["required"] and c["code"] not in sample.reuses]
        for turn, component in enumerate(required):
            form = sample.forms[turn % len(sample.forms)]
            self._client.upload(
                sample.persona, draft["id"], paper(sample, component, form, 10 * number + turn)
            )
        done = f"{len(required)} papers uploaded" + f", {len(sample.reuses)} used again" * bool(sample.reuses)
        self._told(f"{sample.opens or BEGIN:%d/%m %H:%M}  {sample.key}: {done}")
        one.seconds += time.monotonic() - began

    def _reuse_all(self, one: Walked) -> None:
        """What the sources offer, with the owner's consent: nothing is uploaded that exists anywhere."""
        path = f"/v1/dossiers/{one.dossier_id}"
        told = self._client.get(one.sample.persona, f"{path}/suggestions")
        offered = {each["component"]: each["offers"] for each in told["items"] if each["offers"]}
        if offered.keys() != one.sample.reuses.keys():
            raise Refused(f"offered for {sorted(offered)}, used for {sorted(one.sample.reuses)}: {told}")
        for component, source in one.sample.reuses.items():
            offer = next((each for each in offered[component] if each["source"] == source), None)
            if offer is None:
                raise Refused(f"{source} offers nothing for {component}: {told}")
            wish = {"component": component, "source": source, "code": offer["code"], "consent": True}
            self._client.post(one.sample.persona, f"{path}/reuse", wish)

    def take(self, one: Walked, step: Step) -> None:
        """Whoever it is does it; papers that the step needs are uploaded and read before."""
        said = dict(step.said)
        persona = one.sample.persona if step.who == "applicant" else f"{one.sample.office}.{step.who}"
        if step.what == "supplement":
            self._bring_more(one)
        if step.what == "decide":
            said |= self._draft_result(one, step.at)
        if step.what in ("submit", "supplement", "decide"):
            self._client.when_read(persona, one.dossier_id)
        path = _PATHS.get(step.what, f"commands/{step.what}")
        self._client.post(persona, f"/v1/dossiers/{one.dossier_id}/{path}", said)

    def _bring_more(self, one: Walked) -> None:
        dossier = self._client.get(one.sample.persona, f"/v1/dossiers/{one.dossier_id}")
        for component in dossier["components"]:
            if component["code"] in one.sample.brings:
                more = paper(one.sample, component, Form.BORN_DIGITAL, seed=99)
                self._client.upload(one.sample.persona, one.dossier_id, more)

    def _draft_result(self, one: Walked, decided: datetime) -> dict[str, str]:
        """The specialist uploads the drafted result; its number and date are those printed on it."""
        facts = replace(cast_of(one.sample), day=decided.date())
        made = make_paper(one.sample.result, facts, seed=one.sample.steps[0].at.day)
        result = _upload("RESULT", "ket-qua.pdf", made.media_type, made.data)
        printed = made.truth.fields
        return {
            "result_file": self._client.upload(f"{one.sample.office}.specialist", one.dossier_id, result),
            "result_number": str(printed.number),
            "result_issued_on": str(printed.issue_date),
        }


def _schedule(story: Sequence[Sample]) -> list[tuple[datetime, int, Step | None]]:
    """Every step in the order of time, by the number of its sample; ``None`` where one is opened later."""
    steps = [(step.at, number, step) for number, sample in enumerate(story) for step in sample.steps]
    opened = [(sample.opens, number, None) for number, sample in enumerate(story) if sample.opens]
    return sorted([*steps, *opened], key=lambda scheduled: scheduled[0])


def paper(sample: Sample, component: dict[str, Any], form: Form, seed: int) -> Upload:
    """A paper for one component, in a form that the component accepts."""
    if component["accepts"] == ["image"]:
        return _upload(component["code"], "anh-chan-dung.jpg", "image/jpeg", portrait(seed))
    if "image" not in component["accepts"] and form is Form.PHOTO:
        form = Form.SCAN_200
    made = paper_for_component(component["name"], cast_of(sample), form, seed)
    return _upload(component["code"], made.name, made.media_type, made.data)


def portrait(seed: int) -> bytes:
    """A drawn head and shoulders, 4 by 6 cm at 300 dpi: a picture without a word on it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (472, 709), (120, 160, 210 - seed % 40))
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 480, 412, 900), fill=(40, 50, 70))
    draw.ellipse((136, 160, 336, 450), fill=(226, 188, 160))
    draw.pieslice((126, 130, 346, 380), 180, 360, fill=(30, 22, 18))
    out = BytesIO()
    image.save(out, "JPEG", quality=88, dpi=(300, 300))
    return out.getvalue()


def _upload(component: str, name: str, media_type: str, data: bytes) -> Upload:
    return Upload(component, name, media_type, data, hashlib.sha256(data).hexdigest())

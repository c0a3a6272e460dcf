"""The way in: one file's bytes go in, everything that could be read comes out."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from chalicelib.digitization import runner
from chalicelib.digitization.isolated import run_isolated
from chalicelib.digitization.job import Asked, ComponentHint, Job, Limits, NoCache, PageCache
from chalicelib.digitization.model import Digitized, Outcome
from chalicelib.digitization.sandbox import ChildLost


def digitize(
    data: bytes,
    *,
    name: str = "",
    components: Sequence[ComponentHint] = (),
    limits: Limits | None = None,
    page_cache: PageCache | None = None,
    progress: Callable[[int, int], None] | None = None,
    time_left: Callable[[], float] | None = None,
    asked: Asked | None = None,
    isolated: bool = True,
) -> Digitized:
    """Read one file. Never raises for what the bytes are; every file ends in a listed outcome.

    ``asked`` carries everything else a caller may know (agencies, owner, trust store, declared digest);
    ``progress`` is called with pages done and pages in all; with ``time_left`` (seconds) the call stops
    early, ``unfinished``, and a later call with the same ``page_cache`` goes on from there.
    ``isolated=False`` decodes in this process: for trusted files and measurements only.
    """
    wanted = asked or Asked()
    wanted = replace(
        wanted,
        name=name or wanted.name,
        components=tuple(components) or wanted.components,
        limits=limits or wanted.limits,
    )
    job = Job(data, wanted, page_cache or NoCache(), progress, time_left)
    if not isolated or len(data) > wanted.limits.max_bytes:
        return runner.run(job)
    try:
        return run_isolated(job)
    except ChildLost as lost:
        digest = hashlib.sha256(data).hexdigest()
        return Digitized(Outcome.REJECTED, digest, len(data), reason=lost.code)

"""How much memory one page job takes, so that a function's size can be chosen."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench._memory import watched
from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.digitization import digitize
from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.make import make_paper

FORMS = (Form.BORN_DIGITAL, Form.SCAN_200, Form.POOR_SCAN_200, Form.PHOTO, Form.TIFF)


def peak_of(data: bytes) -> float:
    """Megabytes that reading this file takes in a fresh process."""
    with watched() as peak:
        digitize(data)
    return peak.megabytes


@benchmark("digitization_memory")
def memory(watch: Watch) -> Iterator[Figure]:
    """One figure for each form in which a page arrives."""
    facts = invent_facts(5)
    files = {form: make_paper("health_certificate", facts, form).data for form in FORMS}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [(form, pool.submit(peak_of, data)) for form, data in files.items()]
        for form, job in watch.track(waiting, len(waiting), "page jobs"):
            how = "one page, fresh process and its largest child, resident, shared pages counted twice"
            yield figure(f"memory of a page job, {form}", job.result(), "MB", how, at_most=512)

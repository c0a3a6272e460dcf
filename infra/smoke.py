"""Does what was deployed answer?"""

import json
import time

from infra.stages import emulated

PATIENCE_S = 30
PATHS = ("/v1/health", "/v1/procedures?limit=1")


class NotWell(Exception):
    """It was deployed and does not answer as it should; the text says where to look and how to go back."""


def told(url: str, stage: str) -> str:
    """One sentence if all is well. Raises NotWell. An emulator of AWS that runs no functions is not asked."""
    if emulated():
        return "not tried out: an emulated gateway runs no functions"
    for path in PATHS:
        _ask(url + path, stage)
    return f"{len(PATHS)} addresses answer"


def _ask(url: str, stage: str) -> None:
    import urllib3

    until = time.monotonic() + PATIENCE_S
    while True:
        answer = urllib3.request("GET", url, timeout=10, retries=False)
        if answer.status == 200 and json.loads(answer.data):
            return
        if time.monotonic() > until:
            advice = f"look for API_BROKE in its logs, or go back: make rollback STAGE={stage}"
            raise NotWell(f"{url} answers {answer.status}: {advice}")
        time.sleep(1)

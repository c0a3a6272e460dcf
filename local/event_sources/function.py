"""The function behind an event source: how it is called, what its answer means, and how it is kept going."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

log = logging.getLogger(__name__)

#: A Lambda function with its context already given.
Invoke = Callable[[dict[str, Any]], Any]

LONGEST_PAUSE_S = 30


def failed_items(answer: object) -> set[str]:
    """The identifiers a function reported as failed (partial batch response)."""
    failures = answer.get("batchItemFailures") or [] if isinstance(answer, Mapping) else []
    return {failure["itemIdentifier"] for failure in failures}


def keep_going(step: Callable[[], int], pause_s: float, stopped: threading.Event) -> None:
    """Repeat a step until told to stop; after a failure wait longer and longer, up to half a minute."""
    failures = 0
    while not stopped.is_set():
        try:
            busy, failures = step() > 0, 0
        except (BotoCoreError, ClientError) as error:
            failures += 1
            log.warning("AWS did not answer as expected: %s", error)
        except Exception:
            failures += 1
            log.exception("a function failed; it is called again")
        if failures:
            stopped.wait(min(0.5 * 2**failures, LONGEST_PAUSE_S))
        elif not busy:
            stopped.wait(pause_s)

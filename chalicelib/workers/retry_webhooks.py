"""Every minute: send again what a subscriber did not take. Idempotent, like every pass of the webhooks."""

import time

from chalicelib.bootstrap import container
from chalicelib.workers.tell_subscribers import BUDGET, tell


def handle() -> None:
    """Work through the lists of what is due, all receivers at the same time."""
    until = time.monotonic() + BUDGET
    tell(container().send_webhooks.retry(lambda: time.monotonic() < until))

"""A dossier's papers changed: put them into their owner's repository.

Idempotency key: the file. Each file becomes one paper, however often and in whatever order the news arrives.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event, each_message


def handle(event: Event) -> Event:
    """``event``: SQS messages, each saying that a dossier has news."""
    return each_message(event, _archive)


def _archive(news: Mapping[str, Any]) -> None:
    papers = container().archive_papers(news["dossier_id"])
    log(LogEvent.PAPERS_ARCHIVED, dossier_id=news["dossier_id"], papers=papers)

"""docs/flows.md: everything that can make the system do something, and what it does then."""

import importlib
import re
from collections.abc import Iterator
from typing import Any

from scripts.telling import template
from scripts.telling.markdown import code, first_line, first_paragraph, page, rows


def flows() -> str:
    """Event sources and routes from app.py, reactions from the relay, queues from the template."""
    return page(
        "Every way into the system",
        "app.py, chalicelib/workers/relay.py, infra/state.yaml and .chalice/config.json",
        "## What happens by itself",
        rows(
            ["trigger", "from", "function", "at most (s)", "what it does", "a message that fails for good"],
            sorted(_sources()),
        ),
        "Uploads reach the digitize queue through the bucket's own notification. Delivering anything twice or out of"
        " order must change nothing; each worker says why it does not:",
        "\n".join(f"- `{name}`: {_idempotency(name)}" for name in sorted(_functions())),
        "## Who reacts to what",
        "An event is written together with the dossier; the table's stream brings it to the relay, and the relay tells"
        " these queues. A message says only that a dossier has news.",
        rows(["event", "what happened", "queues", "functions"], _reactions()),
        "## What somebody asks for",
        "`public` routes need no token; which officer or citizen may do what stands in"
        " `chalicelib/domain/access.py` and [states.md](states.md). Shapes stand in [openapi.json](openapi.json).",
        rows(["method", "path", "audience", "what it does"], _routes()),
    )


def _functions() -> dict[str, Any]:
    from app import app

    return {source.name: source for source in app.event_sources}


def _sources() -> Iterator[tuple[object, ...]]:
    from app import app
    from infra.deploy_state import chalice_config, timeout_s

    for name, source in _functions().items():
        kind, origin, failed = _TRIGGERS[type(source).__name__](source)
        handler = getattr(app.handler_map[name], "func", app.handler_map[name])
        yield (
            kind,
            code(origin),
            code(name),
            timeout_s(chalice_config(), "prod", name),
            first_line(handler),
            failed,
        )


def _queue(source: Any) -> tuple[str, str, str]:
    name = _without_stage(source.queue)
    redrive = template.queue_of(name)["RedrivePolicy"]
    failed = template.resources()[redrive["deadLetterTargetArn"].removesuffix(".Arn")]["QueueName"]
    goes = f"{code(template.staged(failed))} after {redrive['maxReceiveCount']} deliveries"
    return f"queue, {source.batch_size} at once", name, goes


def _stream(source: Any) -> tuple[str, str, str]:
    return (
        f"stream, {source.batch_size} at once",
        _without_stage(source.stream_arn.split("/")[1]),
        "comes again with its batch",
    )


def _schedule(source: Any) -> tuple[str, str, str]:
    return "schedule", source.schedule_expression.to_string(), "is left to the next time"


_TRIGGERS = {"SQSEventConfig": _queue, "DynamoDBEventConfig": _stream, "ScheduledEventConfig": _schedule}


def _without_stage(name: str) -> str:
    from chalicelib.settings import settings

    return name.replace(f"motcua-{settings().stage}", "motcua-<stage>")


def _idempotency(function: str) -> str:
    """What a worker's docstring says about being called twice."""
    worker = importlib.import_module(f"chalicelib.workers.{function}")
    said = re.search(r"Idempotency[^:]*:\s*(.+)|(Idempotent\b.+)", worker.__doc__ or "", re.DOTALL)
    assert said, f"chalicelib/workers/{function}.py does not say why a second delivery changes nothing"
    return " ".join((said[1] or said[2]).split("\n\n")[0].split())


def _reactions() -> Iterator[tuple[object, ...]]:
    from chalicelib.settings import settings
    from chalicelib.workers.relay import REACTIONS

    readers = {source.queue: name for name, source in _functions().items() if hasattr(source, "queue")}
    for event, listeners in REACTIONS.items():
        queues = [getattr(settings(), listener) for listener in listeners]
        yield (
            code(event.model_fields["kind"].default),
            first_paragraph(event),
            code(*map(_without_stage, queues)),
            code(*(readers[queue] for queue in queues)),
        )


def _routes() -> Iterator[tuple[object, ...]]:
    from chalicelib.api.doors import DOORS
    from chalicelib.api.http import operations

    audiences = {operation.name: operation.audience for operation in operations() if not operation.public}
    for door in sorted(DOORS.values(), key=lambda door: (door.path, door.method)):
        yield door.method, code(door.path), audiences.get(door.name, "public"), first_line(door.serve)

"""docs/log-events.md: every line that is ever logged."""

from scripts.telling.markdown import code, page, rows


def log_events() -> str:
    """From the catalogue of log lines; no other line is written by our code."""
    from chalicelib.observability import LogEvent

    return page(
        "Log lines",
        "LogEvent in chalicelib/observability.py",
        "Lines are JSON: `event` holds the code below, `message` the sentence, beside them identifiers and counts. No"
        " name, number, phone or text of a person is ever logged. To follow one dossier, look for its `dossier_id`; to"
        " follow one request to the portal, for its `trace`: `X-Request-Id` of the answer, `request_id` of a problem."
        " `python manage.py trace ID` finds the lines of all functions.",
        rows(
            ["event", "level", "message"],
            sorted((code(event.name), event.value.level, event.value.sentence) for event in LogEvent),
        ),
    )

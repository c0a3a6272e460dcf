"""docs/digitize.schema.json: the shape of what ``manage.py digitize --json`` prints."""

import json


def digitize_schema() -> str:
    """JSON Schema, made from the types that the pipeline fills; indented, so that a change shows."""
    from manage_commands.digitize import schema

    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"

"""docs/openapi.json: the contract of the API as it is served at /openapi.json."""

import json


def openapi() -> str:
    """Made from the very models that validate; indented, so that a change shows."""
    from chalicelib.api import contract

    return json.dumps(contract.openapi(), ensure_ascii=False, indent=2) + "\n"

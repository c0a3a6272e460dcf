"""What goes back over the wire: codes as strings or numbers, and the agency proxy's wrapping."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response

SUCCESS = "Đồng bộ hồ sơ thành công"


def reply(body: Any, status: int = 200) -> Response:
    """A JSON answer, Vietnamese letters as they are."""
    return Response(
        json.dumps(body, ensure_ascii=False), status, content_type="application/json; charset=utf-8"
    )


def with_codes(body: dict[str, Any], style: str) -> dict[str, Any]:
    """The same answer with its codes in the installation's style: "0" or 0."""
    convert = int if style == "int" else str
    return {
        key: convert(value) if key in ("error_code", "errorCode") else value for key, value in body.items()
    }


def wrapped(body: dict[str, Any]) -> dict[str, Any]:
    """The proxy's own success around the portal's answer, which becomes a JSON string."""
    return {"error_code": "0", "message": json.dumps(body, ensure_ascii=False)}

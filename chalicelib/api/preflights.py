"""OPTIONS for every address, so that pages of the configured origins may call the API from a browser."""

from typing import Any

from chalice.app import Response

from chalicelib.api.manners import preflight
from chalicelib.settings import settings


def answer(request: Any, methods: set[str]) -> Response:
    """What browsers ask beforehand; needs no token, tells nothing of any person."""
    headers = preflight(request.headers.get("origin", ""), settings().allowed_origins, methods)
    return Response("", status_code=204, headers=headers)

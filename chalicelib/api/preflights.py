"""OPTIONS for every address, so that pages of the configured origins may call the API from a browser."""

from chalice.app import Blueprint, Response

from chalicelib.api.http import OPERATIONS
from chalicelib.api.manners import preflight
from chalicelib.settings import settings

blueprint = Blueprint(__name__)


def declare() -> Blueprint:
    """One route for each address that was declared so far; needs no token, tells nothing of any person."""
    methods: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        methods.setdefault(operation.path, set()).add(operation.method)
    for number, (path, served) in enumerate(methods.items()):
        _declare(f"preflight_{number}", path, served)
    return blueprint


def _declare(name: str, path: str, methods: set[str]) -> None:
    def answer(**_: str) -> Response:
        request = blueprint.current_request
        assert request is not None
        origin = request.headers.get("origin", "")
        headers = preflight(origin, settings().allowed_origins, methods)
        return Response("", status_code=204, headers=headers)

    blueprint.route(path, methods=["OPTIONS"], name=name, content_types=[])(answer)

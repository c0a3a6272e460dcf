"""moto as a server that takes the API description which Chalice writes: ``python -m tests.infra.aws_server PORT``.

Chalice speaks Swagger 2.0 and leaves out a description; moto reads OpenAPI 3 only. AWS takes both.
"""

import sys
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from moto import backends
from moto.apigateway.models import APIGatewayBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple


def understood(take: Callable[..., Any], position: int) -> Callable[..., Any]:
    """``take`` with the description in its positional arguments as moto understands it."""

    @wraps(take)
    def taken(*arguments: Any, **named: Any) -> Any:
        told = list(arguments)
        where: Any = named if "api_doc" in named else told
        key: Any = "api_doc" if "api_doc" in named else position
        document = {name: value for name, value in where[key].items() if name != "swagger"}
        document["openapi"] = "3.0.0"
        document["info"] = {"description": "", **document["info"]}
        where[key] = document
        return take(*told, **named)

    return taken


def with_defaults(put: Callable[..., Any]) -> Callable[..., Any]:
    """A mock integration, which answers preflight requests, has neither address nor method."""

    shape = signature(put)

    @wraps(put)
    def done(*arguments: Any, **named: Any) -> Any:
        given = shape.bind_partial(*arguments, **named).arguments
        return put(**{"uri": "", "integration_method": "POST", **given})

    return done


def main() -> None:
    APIGatewayBackend.import_rest_api = understood(APIGatewayBackend.import_rest_api, 1)  # type: ignore[method-assign]
    APIGatewayBackend.put_rest_api = understood(APIGatewayBackend.put_rest_api, 2)  # type: ignore[method-assign]
    APIGatewayBackend.put_integration = with_defaults(APIGatewayBackend.put_integration)  # type: ignore[method-assign]
    services = (*backends.list_of_moto_modules(),)  # else moto lists its folders for every request
    backends.list_of_moto_modules = lambda: services  # type: ignore[assignment]
    application = DomainDispatcherApplication(create_backend_app)
    run_simple("127.0.0.1", int(sys.argv[1]), application, threaded=True)


if __name__ == "__main__":
    main()

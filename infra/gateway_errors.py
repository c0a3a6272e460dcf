"""What API Gateway answers before a request reaches us, in the words and the shape of our own problems."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.adapters.tokens import NotAuthenticated
from chalicelib.api.manners import SAFETY, SHOWN_HEADERS
from chalicelib.api.problems import (
    PROBLEM_JSON,
    PageNotFound,
    RequestInvalid,
    RequestTooLarge,
    ServerFault,
    UnsupportedMediaType,
    problem_of,
)
from chalicelib.domain.errors import DomainError, NotAllowed
from chalicelib.domain.rates import TooManyRequests

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_apigateway.literals import GatewayResponseTypeType


MEDIA_TYPES = (PROBLEM_JSON, "application/json")
NOT_ALLOWED, FAULT = NotAllowed(action="access"), ServerFault()

#: The gateway says 403 where we say 404: it has no such route; with a token it says that the signature is wrong.
ANSWERS: "dict[GatewayResponseTypeType, tuple[int, DomainError]]" = {
    "MISSING_AUTHENTICATION_TOKEN": (404, PageNotFound()),
    "RESOURCE_NOT_FOUND": (404, PageNotFound()),
    "INVALID_SIGNATURE": (404, PageNotFound()),
    "UNAUTHORIZED": (401, NotAuthenticated()),
    "ACCESS_DENIED": (403, NOT_ALLOWED),
    "WAF_FILTERED": (403, NOT_ALLOWED),
    "BAD_REQUEST_BODY": (422, RequestInvalid()),
    "BAD_REQUEST_PARAMETERS": (422, RequestInvalid()),
    "REQUEST_TOO_LARGE": (413, RequestTooLarge()),
    "UNSUPPORTED_MEDIA_TYPE": (415, UnsupportedMediaType()),
    "THROTTLED": (429, TooManyRequests(seconds=1)),
    "QUOTA_EXCEEDED": (429, TooManyRequests(seconds=1)),
    "INTEGRATION_TIMEOUT": (504, FAULT),
    "INTEGRATION_FAILURE": (502, FAULT),
    "DEFAULT_4XX": (400, RequestInvalid()),
    "DEFAULT_5XX": (500, FAULT),
}
#: What some of them ask of the caller besides.
BESIDES = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "1"}}


def headers_of(status: int) -> dict[str, str]:
    """What comes with such an answer, as with ours. Pages of every origin may read it: the gateway cannot compare
    origins, and it says nothing about anybody.
    """
    return {
        **SAFETY,
        "Content-Language": "vi",
        "Cache-Control": "no-store",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": SHOWN_HEADERS,
        **BESIDES.get(status, {}),
    }


def quoted_headers(status: int) -> dict[str, str]:
    """The same as the gateway wants constants: quoted. One that has quotes itself cannot be said to it (the policy
    for pages, which a problem document is not). The gateway knows the request's id itself.
    """
    constants = {name: f"'{value}'" for name, value in headers_of(status).items() if "'" not in value}
    return {**constants, "X-Request-Id": "context.requestId"}


def templates() -> "Iterator[tuple[GatewayResponseTypeType, int, str]]":
    """Response type, status and body; the gateway fills in its request id."""
    for kind, (status, error) in ANSWERS.items():
        body = problem_of(error, "vi", "$context.requestId").model_dump(exclude_none=True)
        yield kind, status, json.dumps({**body, "status": status}, ensure_ascii=False)


def speak_plainly(client: "APIGatewayClient", api: str) -> None:
    """Set every answer; doing it again changes nothing."""
    for kind, status, body in templates():
        client.put_gateway_response(
            restApiId=api,
            responseType=kind,
            statusCode=str(status),
            responseParameters={
                f"gatewayresponse.header.{name}": value for name, value in quoted_headers(status).items()
            },
            responseTemplates=dict.fromkeys(MEDIA_TYPES, body),
        )

"""What AWS says when it refuses, in one line each: what happened and what to do. For deployments and for `doctor`."""

from collections.abc import Mapping

_SIGN_IN = "sign in to the account again, or name another profile (AWS_PROFILE), and run the same once more"
_CLOCK = "this machine's clock is wrong: set it (timedatectl set-ntp true), and run the same once more"
_RIGHTS = "these credentials may not do that: docs/operating.md lists what whoever deploys needs"
_LATER = "AWS wants fewer calls: wait a minute, and run the same once more"
_LINE = "AWS was not reached: check region, credentials, AWS_ENDPOINT_URL and the line"

#: What to do, by the code that AWS answers with.
BY_CODE: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
        ),
        f"the credentials have expired or are not known: {_SIGN_IN}",
    ),
    **dict.fromkeys(
        ("UnrecognizedClientException", "InvalidToken", "AuthFailure"),
        f"the credentials are not taken: {_SIGN_IN}",
    ),
    **dict.fromkeys(("RequestTimeTooSkewed", "RequestInTheFuture"), _CLOCK),
    **dict.fromkeys(
        ("SignatureDoesNotMatch", "InvalidSignatureException"),
        f"the signature is not taken: the secret of these credentials is wrong, or {_CLOCK}",
    ),
    **dict.fromkeys(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"), _RIGHTS),
    **dict.fromkeys(("Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown"), _LATER),
    **dict.fromkeys(
        ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301"),
        "the bucket lives in another region: correct `region` of the stage in infra/stages.toml",
    ),
}
#: What to do, by the name of what botocore raises before anybody answers.
BY_NAME: Mapping[str, str] = {
    **dict.fromkeys(
        ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "ProfileNotFound"),
        f"there are no usable credentials: {_SIGN_IN}",
    ),
    **dict.fromkeys(
        ("SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError"),
        f"the single sign-on is over: {_SIGN_IN}",
    ),
    **dict.fromkeys(
        (
            "EndpointConnectionError",
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "ConnectionClosedError",
            "SSLError",
        ),
        _LINE,
    ),
    "NoRegionError": "no region is named: set `region` of the stage in infra/stages.toml, or AWS_DEFAULT_REGION",
}
#: How each service says that there is nothing of that name.
ABSENT = frozenset(
    {"ResourceNotFoundException", "NotFoundException", "NoSuchBucket", "NoSuchKey", "404"}
    | {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}
)


def advice(error: BaseException) -> str | None:
    """What to do about what AWS or its client said; ``None`` if nobody here knows."""
    if not of_aws(error):
        return None
    for name in (each.__name__ for each in type(error).__mro__):
        if name in BY_NAME:
            return BY_NAME[name]
    return BY_CODE.get(code(error))


def code(error: BaseException) -> str:
    """What AWS answered with; empty if it did not answer."""
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def of_aws(error: BaseException) -> bool:
    """Whether it comes from AWS or its client."""
    return type(error).__module__.startswith("botocore.")

"""What the headers and the query of a request say, parsed; whatever is misspelled raises ``ValidationError``."""

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.bootstrap import container
from chalicelib.domain.ports import Once
from chalicelib.domain.principals import Principal

KEY_PATTERN = r"^[\x21-\x7e]{8,128}$"
BEHALF_PATTERN = r"^[0-9a-z]{26}$"
MATCH_PATTERN = r'^(\*|(W/)?"\d{1,9}(-[0-9a-f]{1,16})?")$'


class _Headers(BaseModel):
    model_config = ConfigDict(defer_build=True)

    idempotency_key: str = Field(default="", pattern=KEY_PATTERN)
    if_match: str = Field(default="", pattern=MATCH_PATTERN)
    on_behalf_of: str = Field(default="", pattern=BEHALF_PATTERN)


def once_of(method: str, request: Any, principal: Principal) -> Once | None:
    """How a repetition of this request is recognised; ``None`` without an Idempotency-Key."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    _Headers(idempotency_key=key)
    parts = [method.encode(), request.context["path"].encode(), request.raw_body or b""]
    if behalf := behalf_of(request.headers):
        parts.append(behalf.encode())
    asked = b"\0".join(parts)
    caller = [principal.kind, principal.subject, key]  # issuers may have subjects that are spelled alike
    return Once(
        key=hashlib.sha256("\0".join(caller).encode()).hexdigest(),
        fingerprint=hashlib.sha256(asked).hexdigest(),
    )


def behalf_of(headers: Mapping[str, str]) -> str:
    """The delegation under which the caller says to act; empty for who acts for themselves."""
    found = headers.get("on-behalf-of")
    return "" if found is None else _Headers(on_behalf_of=found).on_behalf_of


def in_whose_name(
    principal: Principal | None, headers: Mapping[str, str], operation: str, path: Mapping[str, str]
) -> Principal | None:
    """The caller, as somebody's delegate where they say so: then one call. Raises as ``ActOnBehalf`` does."""
    delegation_id = behalf_of(headers)
    if principal is None or not delegation_id:
        return principal
    return container().act_on_behalf(principal, delegation_id, operation, path.get("dossier_id", ""))


def version_of(headers: Mapping[str, str]) -> int | None:
    """The version that If-Match names: ``"7"`` and ``"7-1f3a"`` are both version 7; ``None`` for any."""
    tag = headers.get("if-match")
    if tag is None:
        return None
    tag = _Headers(if_match=tag).if_match.removeprefix("W/").strip('"')
    return None if tag == "*" else int(tag.split("-")[0])


def query_of(request: Any) -> dict[str, Any]:
    """The query by name; a name that comes twice has a list, which no model of ours takes."""
    found = request.query_params
    every = {name: found.getlist(name) for name in found} if found else {}
    return {name: values[0] if len(values) == 1 else values for name, values in every.items()}


def language_of(headers: Mapping[str, str]) -> str:
    """``vi`` unless the first language asked for is English."""
    return "en" if headers.get("accept-language", "").strip().lower().startswith("en") else "vi"

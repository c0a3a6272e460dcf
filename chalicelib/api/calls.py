"""What views are given and what they answer: requests with everything parsed, answers before they are written."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.manners import Deprecation
from chalicelib.domain.ports import Once
from chalicelib.domain.principals import Principal

Body = TypeVar("Body")
LARGEST_PAGE = 100


class Nothing(BaseModel):
    """A request without a body or a query."""

    model_config = ConfigDict(defer_build=True, extra="forbid")


class PageQuery(BaseModel):
    """How lists are paged."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

    limit: int = Field(default=20, ge=1, le=LARGEST_PAGE)
    cursor: str = Field(default="", max_length=2000)


@dataclass(frozen=True, slots=True)
class Call(Generic[Body]):
    """A request as a view sees it: everything parsed, the caller known."""

    principal: Principal | None
    body: Body
    query: Any
    path: dict[str, str]
    once: Once | None
    version: int | None
    if_none_match: str
    language: str
    request_id: str
    left: int

    @property
    def caller(self) -> Principal:
        """The caller of a route that is not public."""
        assert self.principal is not None
        return self.principal


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers. ``etag`` without quotes; ``location`` for what was created."""

    body: BaseModel
    etag: str = ""
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One route, as the OpenAPI document and the tests read it. ``tagged``: a reading that has an ETag."""

    method: str
    path: str
    name: str
    summary: str
    audience: str
    public: bool
    body: type[BaseModel]
    query: type[BaseModel]
    out: type[BaseModel]
    status: int
    writes: bool
    deprecation: Deprecation | None
    tagged: bool = False

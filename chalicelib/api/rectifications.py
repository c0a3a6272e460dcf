"""The right to have data put right: people ask, officers answer."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.http import Routes
from chalicelib.api.models import PageView
from chalicelib.bootstrap import container
from chalicelib.domain.rectification import (
    PaperField,
    Rectification,
    RectificationAnswer,
    RectificationState,
    RectificationWish,
)

citizen = Routes("citizen")
officer = Routes("officer")


class RectificationLine(BaseModel):
    """A request as a unit's list shows it: nothing of what is held or should be."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    paper: str
    unit: str
    field: PaperField
    asked_at: datetime
    answer_by: datetime
    state: RectificationState

    @classmethod
    def of(cls, found: Rectification) -> "RectificationLine":
        """The line for one request."""
        return cls(**found.model_dump(include=set(RectificationLine.model_fields)))


class RectificationView(RectificationLine):
    """A request with its answer, for whoever asked and whoever answers."""

    value: str
    reason: str
    answer: str
    answered_at: datetime | None
    answered_by: str

    @classmethod
    def of(cls, found: Rectification) -> "RectificationView":
        """The view of one request."""
        shown = found.model_dump(include=set(cls.model_fields) - {"answered_by"})
        return cls(**shown, answered_by=found.answered_by.name if found.answered_by else "")


class OpenQuery(PageQuery):
    """Whose list."""

    unit: str = Field(min_length=1, max_length=40)


@citizen.write(
    "POST", "/papers/{code}/rectifications", body=RectificationWish, out=RectificationView, status=201
)
def ask_rectification(call: Call[RectificationWish]) -> Answer:
    """Ask that something held about one's own paper be put right; the unit it came from answers within three days."""
    found = container().rectify.ask(call.caller, call.path["code"], call.body, call.once)
    return Answer(RectificationView.of(found))


@citizen.read("/rectifications", out=PageView[RectificationView], query=PageQuery)
def list_rectifications(call: Call[Nothing]) -> Answer:
    """What the caller asked to have put right, with the answers, the newest first."""
    page = container().rectify.own(call.caller, call.query.limit, call.query.cursor)
    items = tuple(map(RectificationView.of, page.items))
    return Answer(PageView[RectificationView](items=items, next_cursor=page.cursor))


@officer.read("/rectification-queue", out=PageView[RectificationLine], query=OpenQuery)
def read_rectification_queue(call: Call[Nothing]) -> Answer:
    """The requests that a unit has to answer, the most urgent first."""
    query = call.query
    page = container().rectify.open_at(call.caller, query.unit, query.limit, query.cursor)
    items = tuple(map(RectificationLine.of, page.items))
    return Answer(PageView[RectificationLine](items=items, next_cursor=page.cursor))


@officer.read("/rectifications/{rectification_id}", out=RectificationView)
def read_rectification(call: Call[Nothing]) -> Answer:
    """One request with what it says; the look is in the journal."""
    found = container().rectify.one(call.caller, call.path["rectification_id"])
    return Answer(RectificationView.of(found))


@officer.write(
    "POST", "/rectifications/{rectification_id}/answer", body=RectificationAnswer, out=RectificationView
)
def answer_rectification(call: Call[RectificationAnswer]) -> Answer:
    """Put it right, or decline and say why; the person sees either."""
    found = container().rectify.answer(call.caller, call.path["rectification_id"], call.body)
    return Answer(RectificationView.of(found))

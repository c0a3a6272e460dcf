"""What anybody may read without signing in: procedures, the progress of a number, and how the API is used."""

from datetime import date

from pydantic import Field

from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.http import Routes
from chalicelib.api.limits import LimitsView
from chalicelib.api.models import Health, PageView, Procedure, ProcedureSummary, Tracking
from chalicelib.bootstrap import container
from chalicelib.domain.procedures import Fee, Level

routes = Routes("public")


class ProceduresQuery(PageQuery):
    """Filters of the list of procedures."""

    field: str | None = Field(default=None, max_length=40)
    level: Level | None = None


class ProcedureToday(Procedure):
    """A procedure, and what each of its cases costs who pays today (``null``: nobody has told us)."""

    fees_today: tuple[Fee, ...] | None

    @classmethod
    def of(cls, procedure: Procedure, today: date) -> "ProcedureToday":
        """``today`` is a calendar day in Vietnam."""
        return cls(**dict(procedure), fees_today=procedure.fees_on(today))


@routes.read("/health", out=Health, public=True)
def health(call: Call[Nothing]) -> Answer:
    """Whether the API answers."""
    return Answer(Health(status="ok", stage=container().settings.stage))


@routes.read("/limits", out=LimitsView, public=True)
def read_limits(call: Call[Nothing]) -> Answer:
    """What may be sent, how much of it and how often: to be asked before it is refused."""
    return Answer(LimitsView.of(container().settings))


@routes.read("/procedures", out=PageView[ProcedureSummary], query=ProceduresQuery, public=True)
def list_procedures(call: Call[Nothing]) -> Answer:
    """The procedures in force today, by code."""
    query, cursors = call.query, container().cursors
    question = f"procedures {query.field} {query.level}"
    start = cursors.open(question, query.cursor)
    page = container().catalogue.procedures(
        container().today(),
        field_code=query.field,
        level=query.level,
        after=start["after"] if start else None,
        limit=query.limit,
    )
    further = cursors.seal(question, {"after": page.next_after} if page.next_after else None)
    return Answer(PageView[ProcedureSummary](items=page.procedures, next_cursor=further))


@routes.read("/procedures/{code}", out=ProcedureToday, public=True)
def read_procedure(call: Call[Nothing]) -> Answer:
    """What to bring, how long it takes, what it costs and what comes out."""
    today = container().today()
    return Answer(ProcedureToday.of(container().catalogue.procedure(call.path["code"], today), today))


@routes.read("/tracking/{number}", out=Tracking, public=True)
def track(call: Call[Nothing]) -> Answer:
    """How far a dossier has come: its number and a percentage, nothing else."""
    return Answer(container().views.track(call.path["number"]))

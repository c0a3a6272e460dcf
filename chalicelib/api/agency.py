"""What other agencies and the national repository may fetch: with a machine's token, and for a purpose."""

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.calls import Answer, Call, Nothing
from chalicelib.api.http import Routes
from chalicelib.api.models import LinkView
from chalicelib.bootstrap import container

routes = Routes("agency")


class PurposeQuery(BaseModel):
    """Under which procedure the paper is needed, by its national code."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(min_length=1, max_length=40)


@routes.read("/results/{number}/file", out=LinkView, query=PurposeQuery)
def fetch_result_for_agency(call: Call[Nothing]) -> Answer:
    """A link to the result of a dossier, for another agency's dossier that needs it; the owner is told."""
    return Answer(
        LinkView(url=container().serve_agency(call.caller, call.path["number"], call.query.purpose))
    )

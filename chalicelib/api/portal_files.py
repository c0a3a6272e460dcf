"""Where the national portal fetches files: no sign-in, a sealed address, and a line in the log for each fetch."""

import json
from typing import Any

from chalice.app import Response

from chalicelib.adapters.file_links import PATH
from chalicelib.api.doors import door
from chalicelib.api.problems import PROBLEM_JSON, problem_of
from chalicelib.bootstrap import container
from chalicelib.domain.errors import DomainError
from chalicelib.observability import LogEvent, log


@door("GET", PATH + "/{dossier_id}/{component}/{file_id}/{seal}", "portal_file")
def fetch_portal_file(_request: Any, dossier_id: str, component: str, file_id: str, seal: str) -> Response:
    """Leads to the bytes for a few minutes; the address itself lasts."""
    try:
        container().file_links.check(dossier_id, component, file_id, seal)
        file = container().dossiers.get_file(dossier_id, component, file_id)
    except DomainError as error:
        problem = problem_of(error, "vi", "")
        body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False)
        return Response(body, status_code=problem.status, headers={"Content-Type": PROBLEM_JSON})
    log(LogEvent.FILE_FETCHED, dossier_id=dossier_id, file_id=file_id)
    url = container().blobs.link(file.key, file.declared.name)
    return Response("", status_code=302, headers={"Location": url, "Cache-Control": "no-store"})

"""What is done to files after their upload: photos joined to one paper, readings corrected, copies certified."""

from typing import Any

from chalicelib.api.calls import Answer, Call, Nothing
from chalicelib.api.file_models import FileView
from chalicelib.api.http import Routes
from chalicelib.api.reading_models import CorrectionRequest, JoinRequest
from chalicelib.bootstrap import container

citizen = Routes("citizen")
officer = Routes("officer")

_FILE = "/dossiers/{dossier_id}/files/{component}/{file_id}"


@citizen.write("POST", f"{_FILE}/join", body=JoinRequest, out=FileView)
def join_photos(call: Call[JoinRequest]) -> Answer:
    """Make one paper of several photos: this one is its first page, the others follow."""
    return Answer(FileView.of(container().join_photos(call.caller, *_file(call), call.body.followed_by)))


@officer.write("POST", f"{_FILE}/corrections", body=CorrectionRequest, out=FileView)
def correct_reading(call: Call[CorrectionRequest]) -> Answer:
    """Say what a field really says; what was read and every earlier correction are kept."""
    body = call.body
    return Answer(FileView.of(container().correct_reading(call.caller, *_file(call), body.field, body.value)))


@officer.write("POST", f"{_FILE}/certify", out=FileView)
def certify_copy(call: Call[Nothing]) -> Answer:
    """Say that the searchable copy agrees with the paper: it is signed for that within seconds, with a visible mark."""
    return Answer(FileView.of(container().order_certified_copy(call.caller, *_file(call))))


def _file(call: Call[Any]) -> tuple[str, str, str]:
    return call.path["dossier_id"], call.path["component"], call.path["file_id"]

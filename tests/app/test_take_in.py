"""A dossier filed at the national portal arrives here: once, with its papers, and is answered there."""

import base64
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from chalicelib.application.take_in import Arrival, TakeIn
from chalicelib.portal.client import PortalClient
from chalicelib.portal.inbox import Inbox
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal_settings import PortalSettings
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.published import load_catalogue
from local.portal.services import portal_born
from tests.app.world import OFFICE_MORNING, PROCEDURE, sqs_event
from tests.contract.portal_simulator import UNIT, InProcess
from tests.pdfs import a_pdf

TESTS = count()


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config())
    portal.clock.tell(OFFICE_MORNING, frozen=True)
    load_catalogue(portal)
    # The world is shared, so no two tests may be given the same number there.
    for _ in range(10 * next(TESTS)):
        portal.store.next_value(f"portal-born-{OFFICE_MORNING:%y%m%d}")
    yield portal
    portal.store.close()


@pytest.fixture
def take_in(world, portal) -> TakeIn:
    """The poller, its inbox being the simulator's; the sync speaks to the simulator too."""
    container = world.container
    told = {"username": UNIT, "password": "local-only", "unit_code": UNIT}
    connection = PortalSettings.model_validate(told)
    dialect = SessionDialect(connection)
    client = PortalClient(connection, dialect, InProcess(portal), container.clock.now)
    container.__dict__.pop("sync_batch", None)
    container.__dict__["portal"] = client
    inbox = Inbox(client, dialect, UNIT)
    return TakeIn(
        inbox=inbox,
        papers=inbox,
        dossiers=container.dossiers,
        ledgers=container.ledgers,
        blobs=container.blobs,
        catalogue=container.catalogue,
        clock=container.clock,
        open_draft=container.open_draft,
        attach_file=container.attach_file,
        submit=container.submit,
        advance=container.advance,
    )


def filed_there(world, portal, serial, **told):
    """Somebody files at the portal, with a paper for every required component."""
    procedure = world.container.catalogue.procedure(PROCEDURE, world.container.today())
    files = [
        paper(component.code, f"{serial} {component.code}") for component in procedure.required_components()
    ]
    person = {"HoTen": "Nguyễn Thị Thử An", "SoDinhDanh": "001185900101", "MaDoiTuong": "tech-an"}
    return portal_born.file_at_portal(
        portal, {"MaTTHC": PROCEDURE, "unit": UNIT, **person, "files": files, **told}
    )["MaHoSo"]


def paper(component, text):
    content = base64.b64encode(a_pdf(text)).decode()
    return {"MaThanhPhanHoSo": component, "TenTepDinhKem": "giay.pdf", "base64": content}


def read_all(world, dossier_id):
    """The store tells of every upload, and the worker reads it."""
    bucket = world.container.settings.files_bucket
    found = world.container.s3.list_objects_v2(Bucket=bucket, Prefix=f"uploads/{dossier_id}/")
    for each in found["Contents"]:
        world.notify(each["Key"])


def test_it_arrives_once_with_its_papers_and_is_answered_without_a_twin(world, portal, take_in):
    number = filed_there(world, portal, "một")
    assert take_in()[number] == (Arrival.WAITS_FOR_PAPERS, "")
    (filed,) = take_in.inbox.filed(world.container.today(), world.container.today())
    read_all(world, filed.dossier_id)
    assert take_in()[number] == (Arrival.FILED, "")
    assert take_in()[number] == (Arrival.NOTHING_NEW, "")
    dossier = world.container.dossiers.get(filed.dossier_id)
    assert dossier.state == "submitted"
    assert dossier.owner.number == "001185900101"
    assert world.order({"id": dossier.id}, "receive", "reception").status == 200
    world.app.handler_map["sync"](sqs_event({"dossier_id": dossier.id, "seq": 3}), None)
    told = portal_born.known(portal, number)
    assert [answer["TrangThai"] for answer in told["answers"]] == ["2"]
    assert told["MaHoSoDonVi"] == dossier.number
    assert portal.store.dossiers() == []


def test_a_supplement_and_a_withdrawal_made_there_are_taken_over(world, portal, take_in):
    number = filed_there(world, portal, "hai")
    take_in()
    filed = next(
        each for each in take_in.inbox.filed(*[world.container.today()] * 2) if each.number == number
    )
    read_all(world, filed.dossier_id)
    take_in()
    dossier = {"id": filed.dossier_id}
    assert world.order(dossier, "request-supplement", "reception", reason="Thiếu trang 2").status == 200
    assert take_in()[number] == (Arrival.NOTHING_NEW, "")
    portal.clock.tell(world.container.clock.now().replace(minute=59), frozen=True)
    component = filed.papers[0].component
    portal_born.supplement(portal, number, {"files": [paper(component, "hai bổ sung")], "NoiDung": "Trang 2"})
    assert take_in()[number] == (Arrival.WAITS_FOR_PAPERS, "")
    read_all(world, filed.dossier_id)
    assert take_in()[number] == (Arrival.SUPPLEMENTED, "")
    assert world.container.dossiers.get(filed.dossier_id).state == "received"
    portal_born.withdraw(portal, number, {"NoiDung": "Không cần nữa"})
    assert take_in()[number] == (Arrival.WITHDRAWN, "")
    assert take_in()[number] == (Arrival.NOTHING_NEW, "")
    assert world.container.dossiers.get(filed.dossier_id).state == "withdrawal-asked"


def test_what_a_rule_of_ours_stands_against_is_named(world, portal, take_in):
    number = filed_there(world, portal, "ba", SoDinhDanh="123")
    assert take_in()[number] == (Arrival.STUCK, "not-an-identity-number")


def test_a_silent_portal_is_asked_again_and_breaks_nothing(world, take_in):
    from chalicelib.workers import reconcile as compare
    from chalicelib.workers import take_in as poll

    world.container.__dict__.pop("take_in", None)
    world.container.__dict__.pop("reconcile", None)
    poll.handle()
    compare.handle()

"""The national repository and databases over the wire, against the portal's simulator."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.domain.paper_errors import FetchedFileDamaged, SourceNotAnswering
from chalicelib.domain.ports_papers import Inquiry
from chalicelib.portal.client import PortalClient
from chalicelib.portal.nation import PortalRegisters, PortalRepository
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal_settings import PortalSettings
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.published import load_catalogue
from local.portal.services import national, repository
from tests.contract.portal_simulator import UNIT, InProcess, Unplugged

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
OWNER = "0999000016"
SETTINGS = PortalSettings(
    username=UNIT, password="local-only", unit_code=UNIT, registers={"L-CSDL-DKDN": "enterprise"}
)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config())
    portal.clock.tell(NOON, frozen=False)
    load_catalogue(portal)
    yield portal
    portal.store.close()


def client_at(transport) -> PortalClient:
    return PortalClient(SETTINGS, SessionDialect(SETTINGS), transport, lambda: NOON)


def repository_at(transport) -> PortalRepository:
    client = client_at(transport)
    return PortalRepository(lambda: client, SETTINGS)


def an_inquiry(**values) -> Inquiry:
    given = {"owner_number": OWNER, "asker_number": OWNER, "asker_name": "Công ty", "procedure": "1.002088"}
    return Inquiry(**{"at_counter": False, **given, **values})


def put(portal, data=b"%PDF a paper"):
    repository.put_paper(
        portal,
        {
            "owner": OWNER, "MaKetQua": "KQ.G99.000001", "TenGiayTo": "Giấy chứng nhận lưu hành tự do",
            "SoKyHieu": "9/CFS", "TenTep": "cfs.pdf", "base64": base64.b64encode(data).decode(),
        },
    )  # fmt: skip


def test_a_paper_is_listed_and_fetched(portal):
    put(portal)
    nation = repository_at(InProcess(portal))
    (paper,) = nation.papers(an_inquiry())
    assert (paper.code, paper.file_name) == ("KQ.G99.000001|9/CFS", "cfs.pdf")
    assert nation.fetch(paper) == b"%PDF a paper"
    assert nation.papers(an_inquiry(owner_number="0999000023")) == ()


def test_an_officer_may_ask_at_the_counter(portal):
    put(portal)
    assert len(repository_at(InProcess(portal)).papers(an_inquiry(at_counter=True))) == 1


def test_a_file_that_is_not_what_its_address_promises_is_refused(portal):
    put(portal)
    nation = repository_at(InProcess(portal))
    (paper,) = nation.papers(an_inquiry())
    with portal.store.transaction():
        portal.store.put_file(paper.path, "cfs.pdf", b"%PDF something else")
    with pytest.raises(FetchedFileDamaged):
        nation.fetch(paper)


def test_whoever_does_not_answer_is_said_not_to(portal):
    for transport in (Unplugged(), InProcess(portal)):
        with pytest.raises(SourceNotAnswering):
            repository_at(transport).papers(an_inquiry(procedure="9.999999"))


def test_a_register_is_asked_only_if_we_are_connected_to_it(portal):
    national.tell(portal, "enterprise", OWNER, {"TenDoanhNghiep": "Công ty Thí Dụ", "ChiNhanh": ["a"]})
    client = client_at(InProcess(portal))
    registers = PortalRegisters(lambda: client, SETTINGS)
    assert registers.serves("L-CSDL-DKDN")
    assert not registers.serves("L-CSDL-HOTICH")
    assert registers.entry("L-CSDL-DKDN", OWNER) == {
        "MaSoDoanhNghiep": OWNER,
        "TenDoanhNghiep": "Công ty Thí Dụ",
    }
    assert registers.entry("L-CSDL-DKDN", "0999000023") is None

"""The portal pushes what people do there, and asks where a dossier stands: once, in its own words."""

import base64
from dataclasses import replace

import pytest
from pydantic import SecretStr

from chalicelib.application.take_in import Arrival
from local.portal.services import portal_born, push
from tests.app.test_take_in import filed_there, paper, portal, read_all, take_in  # noqa: F401 - fixtures
from tests.app.world import PROCEDURE

PORTAL = {"sub": "dvcqg", "scope": "portal.push", "units": []}
ADDRESS = "/v1/partner/portal/nhanhsdvcqg"


class NoPapers:
    """A portal that pushes and cannot be polled."""

    def filed(self, first, last):
        return ()

    def fetch(self, path):
        raise AssertionError("nothing is fetched after a push")


@pytest.fixture
def pushed(world, portal, take_in):  # noqa: F811 - fixtures
    """Sends a dossier of the simulator to the endpoint as the simulator would."""
    built = {"take_in": replace(take_in, inbox=NoPapers(), papers=NoPapers())}
    world.container.__dict__ |= built
    world.container.__dict__.pop("take_pushed", None)

    def send(number):
        message = push._message(portal, portal_born.known(portal, number))
        return world.call("POST", ADDRESS, PORTAL, message)

    yield send
    for name in ("take_in", "take_pushed"):
        world.container.__dict__.pop(name, None)


def go_on(world):
    return world.container.take_pushed.go_on()


def dossier_id(number):
    from chalicelib.domain.filed_there import derived_id

    return derived_id(number)


def test_a_push_makes_one_dossier_however_often_it_comes(world, portal, pushed):  # noqa: F811
    number = filed_there(world, portal, "đẩy một")
    assert [pushed(number).body["error_code"] for _ in range(3)] == ["0", "1", "1"]
    files = world.container.dossiers.get_with_files(dossier_id(number))[1]
    assert go_on(world)[number] == (Arrival.WAITS_FOR_PAPERS, "")
    read_all(world, dossier_id(number))
    assert go_on(world)[number] == (Arrival.FILED, "")
    assert go_on(world) == {}
    assert pushed(number).body == {"error_code": "1", "message": "Đã có"}
    dossier, after = world.container.dossiers.get_with_files(dossier_id(number))
    assert (dossier.state, len(after)) == ("submitted", len(files))
    ledger = world.container.ledgers.account(dossier.id).ledger
    assert ledger.portal_number == number


def test_the_poll_knows_again_what_was_pushed(world, portal, pushed, take_in):  # noqa: F811
    number = filed_there(world, portal, "đẩy hai")
    pushed(number)
    files = world.container.dossiers.get_with_files(dossier_id(number))[1]
    assert take_in()[number] == (Arrival.WAITS_FOR_PAPERS, "")
    assert len(world.container.dossiers.get_with_files(dossier_id(number))[1]) == len(files)
    read_all(world, dossier_id(number))
    assert take_in()[number] == (Arrival.FILED, "")
    assert go_on(world)[number] == (Arrival.NOTHING_NEW, "")
    assert go_on(world) == {}


def test_a_supplement_and_a_withdrawal_are_pushed_too(world, portal, pushed):  # noqa: F811
    number = filed_there(world, portal, "đẩy ba")
    pushed(number)
    read_all(world, dossier_id(number))
    go_on(world)
    dossier = {"id": dossier_id(number)}
    assert world.order(dossier, "request-supplement", "reception", reason="Thiếu trang 2").status == 200
    portal.clock.tell(world.container.clock.now().replace(minute=59), frozen=True)
    component = portal_born.known(portal, number)["TaiLieuNop"][0]["magiayto"]
    portal_born.supplement(
        portal, number, {"files": [paper(component, "trang hai mới")], "NoiDung": "Trang 2"}
    )
    assert pushed(number).body["error_code"] == "0"
    read_all(world, dossier["id"])
    assert go_on(world)[number] == (Arrival.SUPPLEMENTED, "")
    portal_born.withdraw(portal, number, {"NoiDung": "Không cần nữa"})
    assert pushed(number).body["error_code"] == "0"
    assert pushed(number).body["error_code"] == "1"
    assert world.container.dossiers.get(dossier["id"]).state == "withdrawal-asked"


def test_what_cannot_be_taken_is_answered_in_the_portals_own_form(world, pushed):
    def answer(**data):
        reply = world.call("POST", ADDRESS, PORTAL, {"service": "NhanHoSoDVCQG", "data": data})
        assert reply.status == 200
        return reply.body

    assert answer() == {"error_code": "-1", "message": "Không đọc được: MaHoSo, MaTTHC"}
    known = {"MaHoSo": "G22-261005-990001", "MaTTHC": PROCEDURE, "SoDinhDanh": "001185900101", "HoTen": "An"}
    assert answer(**{**known, "MaTTHC": "9.999999"})["error_code"] == "-1"
    unread = answer(**known, TaiLieuNop=[{"MaThanhPhanHoSo": "x", "Base64": "%%%"}])
    assert unread["error_code"] == "-1"
    assert "Tệp thứ 1" in unread["message"]
    bare = answer(**{**known, "SoDinhDanh": "12"})
    assert "12" not in bare["message"].replace("12 số", "")
    assert bare["error_code"] == "-1"


def test_the_agreed_key_counts_besides_the_token(world, pushed):
    container = world.container
    container.__dict__["portal_settings"] = container.portal_settings.model_copy(
        update={"push_key": SecretStr("agreed")}
    )
    try:
        told = {"service": "x", "data": {"MaHoSo": "G22-1"}}
        for key, status in (("", 403), ("other", 403), ("agreed", 200)):
            assert world.call("POST", ADDRESS, PORTAL, {**told, "SecurityKey": key}).status == status
        reader = {"sub": "m", "scope": "dossier.read", "units": []}
        assert world.call("POST", ADDRESS, reader, {**told, "SecurityKey": "agreed"}).status == 403
    finally:
        container.__dict__.pop("portal_settings")


def test_the_portal_looks_a_dossier_up_by_either_number(world, portal, pushed):  # noqa: F811
    number = filed_there(world, portal, "đẩy tra cứu")
    pushed(number)

    def ask(asked):
        return world.call("POST", "/v1/partner/portal/search/call", PORTAL, {"masohoso": asked}).body

    assert ask(number)["error_code"] == "-1"
    read_all(world, dossier_id(number))
    go_on(world)
    ours = world.container.dossiers.get(dossier_id(number)).number
    for asked in (number, ours):
        found = ask(asked)
        assert (found["error_code"], found["MaHoSo"], found["MaTTHC"]) == ("0", asked, PROCEDURE)
        assert (found["TrangThaiHoSo"], found["HinhThuc"], found["LoaiDoiTuong"]) == ("1", "2", "1")
        assert "001185900101" not in str(found)
    assert ask("G22-261005-999999")["error_code"] == "-1"


def test_bytes_that_are_no_paper_are_refused_and_the_portal_may_push_again(world, pushed):
    data = base64.b64encode(b"MZ" + b"0" * 50).decode()
    procedure = world.container.catalogue.procedure(PROCEDURE, world.container.today())
    component = procedure.required_components()[0].code
    told = {
        "MaHoSo": "G22-261005-990002", "MaTTHC": PROCEDURE, "SoDinhDanh": "001185900101", "HoTen": "An",
        "TaiLieuNop": [{"MaThanhPhanHoSo": component, "TenTepDinhKem": "a.exe", "Base64": data}],
    }  # fmt: skip
    for _ in range(2):
        reply = world.call("POST", ADDRESS, PORTAL, {"service": "x", "data": told})
        assert reply.body["error_code"] == "-1"

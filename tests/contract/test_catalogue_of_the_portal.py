"""The catalogue, the ratings and the repository of the portal, against the simulator."""

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.application.compare_catalogue import CompareCatalogue
from chalicelib.domain.ports_portal import Verdict
from chalicelib.domain.published import CatalogueDifference, Change
from chalicelib.portal.client import PortalClient
from chalicelib.portal.proxy_dialect import ProxyDialect
from chalicelib.portal.services import PortalDidNotAnswer, PortalServices
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal.wire.ratings import DanhGia
from chalicelib.portal.wire.repository import LayTep, TraCuuKetQua
from chalicelib.portal_settings import PortalSettings
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.published import load_catalogue
from local.portal.services import repository
from tests.contract.portal_simulator import PROXY, UNIT, InProcess, Unplugged
from tests.fakes_catalogue import real_catalogue

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config())
    portal.clock.tell(NOON, frozen=False)
    load_catalogue(portal)
    yield portal
    portal.store.close()


def services_at(transport, speaks=SessionDialect, **settings):
    told = {"username": UNIT, "password": "local-only", "unit_code": UNIT, **settings}
    connection = PortalSettings.model_validate(told)
    speaking = speaks(connection)
    client = PortalClient(connection, speaking, transport, lambda: NOON)
    return PortalServices(client, speaking, connection.repository_path)


@pytest.mark.parametrize(("speaks", "settings"), [(SessionDialect, {}), (ProxyDialect, PROXY)])
def test_the_catalogue_is_pulled_and_agrees_with_the_one_it_was_made_from(portal, speaks, settings):
    compare = CompareCatalogue(real_catalogue(), services_at(InProcess(portal), speaks, **settings))
    assert compare(TODAY) == ()


def test_what_the_portal_would_refuse_is_named(portal):
    code = "1.012289"
    detail = dict(portal.catalogue.procedure(code).detail)
    detail["TENTTHC"] = "Tên khác"
    detail["LINHVUCTHUCHIEN"] = [{"MALINHVUC": "L-KHAC", "TENLINHVUC": "Khác"}]
    detail["KETQUATHUCHIEN"] = [{"MAKETQUA": "'KQ.G18.000777 ", "TENKETQUA": "Giấy phép"}]
    portal.catalogue.tell("procedure", [detail])
    ours = real_catalogue()
    found = CompareCatalogue(ours, services_at(InProcess(portal)))(TODAY)
    procedure = ours.procedure(code, TODAY)
    assert set(found) == {
        CatalogueDifference(code, Change.NAME, procedure.name, "Tên khác"),
        CatalogueDifference(code, Change.FIELD, procedure.field_code, "L-KHAC"),
        CatalogueDifference(code, Change.RESULTS, "", "KQ.G18.000777"),
    }


def test_a_portal_that_does_not_answer_is_said_to(portal):
    with pytest.raises(PortalDidNotAnswer, match="transient"):
        services_at(Unplugged()).procedures()


def test_a_month_of_ratings_is_taken(portal):
    rating = DanhGia(
        NgayTongHop="10-2026",
        Madonvi=UNIT,
        TenDonVi="Bộ Y tế",
        MaThuTuc="1.012289",
        TongSoNguoiDanhGia="12",
        **dict.fromkeys(
            (
                "PhanTramDanhGiaRatHaiLong",
                "PhanTramDanhGiaDichVuRatHaiLong",
            ),
            "75%",
        ),
        **dict.fromkeys(
            (
                "PhanTramDanhGiaHaiLong",
                "PhanTramDanhGiaChuaHaiLong",
                "PhanTramDanhGiaDichVuHaiLong",
                "PhanTramDanhGiaDichVuChuaHaiLong",
            ),
            "10%",
        ),
    )
    assert services_at(InProcess(portal)).send_ratings([rating]).verdict is Verdict.DONE


def test_a_persons_results_are_listed_and_fetched(portal):
    content = base64.b64encode(b"%PDF-1.7").decode()
    named = {"MaKetQua": "KQ.G18.000001", "TenGiayTo": "Giấy phép", "TenTep": "gp.pdf", "base64": content}
    repository.put_paper(portal, {"owner": "001099000017", **named})
    services = services_at(InProcess(portal))
    question = TraCuuKetQua(
        SoDinhDanhChuSoHuu="001099000017",
        HoTenNguoiYeuCau="TRẦN THỊ VÍ DỤ",
        KenhThucHien="1",
        SoDinhDanhNguoiYeuCau="001099000018",
        MaThuTuc="1.012289",
    )
    (paper,) = services.results_of(question)
    assert paper.MaKetQua == "KQ.G18.000001"
    file = LayTep(CoQuanChuQuan=paper.CoQuanChuQuan, DuongDan=paper.DanhSachTepDinhKem[0].DuongDan)
    assert services.fetch(file).body["result"] == content

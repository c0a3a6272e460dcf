"""What is said on the wire: every field in its form, within its limit, true both ways."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier import Channel
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.statements import OnlinePayment, Reuse, StatedFiler
from chalicelib.domain.states import NATIONAL_CODES, State
from chalicelib.portal import codes, rest_mapping
from chalicelib.portal.mapping import NotSayable, ho_so, national_code, tien_do
from chalicelib.portal.wire.limits import LIMITS, WireLimit, fitted
from chalicelib.portal.wire.values import read_flag, read_instant, written
from chalicelib.portal_settings import ReceptionDate
from tests.unit.portal.samples import FILED, settings, statement, step

TABLES = (
    (codes.STATES, set(NATIONAL_CODES)),
    (codes.CHANNELS, set(Channel)),
    (codes.OWNERS, set(OwnerKind)),
    (codes.REUSE, set(Reuse)),
    (codes.PAYMENTS, set(OnlinePayment)),
)


@pytest.mark.parametrize(("table", "words"), TABLES, ids=lambda value: getattr(value, "name", ""))
def test_every_word_has_one_code_and_every_code_leads_back(table, words):
    assert set(table) == words
    assert all(table.word(table.code(word)) == word for word in words)


@given(st.text())
def test_a_code_nobody_knows_is_never_taken_for_a_word(code):
    if code.strip() not in {table.code(word) for table, _ in TABLES for word in table}:
        with pytest.raises(codes.UnknownCode):
            codes.STATES.word(code)


def test_nothing_but_a_decision_is_reported_as_decided():
    assert [state for state in codes.STATES if codes.STATES.code(state) == "9"] == [State.DECIDED]


@given(st.integers(0, 4_000_000_000))
def test_an_instant_comes_back_from_the_wire_to_the_second(seconds):
    instant = datetime.fromtimestamp(seconds, UTC)
    assert read_instant(written(instant)) == instant


def test_an_instant_is_written_in_vietnams_time():
    assert written(FILED) == "20260114213000"
    assert read_instant("14/01/2026 21:30:00") == FILED


def test_flags_are_read_in_every_spelling_and_nothing_else_is():
    assert read_flag("True") is True
    assert read_flag(0) is False
    with pytest.raises(ValueError, match="flag"):
        read_flag("maybe")


def test_a_dossier_is_written_as_strings_only():
    told = ho_so(statement(), settings()).on_the_wire()
    assert told["TrangThaiHoSo"] == "9"
    assert told["NgayNopHoSo"] == "20260114213000"
    assert told["TaiLieuNop"][0]["IsDeleted"] == "False"
    assert told["TaiLieuNop"][0]["DuocSoHoa"] == "1"
    assert told["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "001099000001"}]
    assert all(isinstance(value, str | list) for value in told.values())


def test_a_dossier_without_reception_says_so_unless_the_installation_wants_the_filing_date():
    waiting = statement(state=State.SUBMITTED, received_at=None, due=None, finished_at=None, results=())
    assert ho_so(waiting, settings()).on_the_wire()["NgayTiepNhan"] == ""
    told = ho_so(waiting, settings(reception_date=ReceptionDate.FILED)).on_the_wire()
    assert told["NgayTiepNhan"] == "20260114213000"


def test_free_text_is_cut_with_a_mark_and_codes_never_are():
    assert len(fitted("TrichYeuHoSo", "a" * 2000)) == LIMITS["TrichYeuHoSo"].length
    assert fitted("NguoiXuLy", "b" * 60).endswith("…")
    with pytest.raises(WireLimit, match="50"):
        fitted("MaHoSo", "c" * 51)


def test_a_limit_is_enforced_before_anything_is_sent():
    with pytest.raises(WireLimit):
        ho_so(statement(unit_name="d" * 501), settings())


def test_what_has_no_form_names_the_field_and_never_the_value():
    with pytest.raises(NotSayable) as refused:
        ho_so(statement(procedure_code="chưa có mã"), settings())
    assert "MaTTHC" in str(refused.value)
    assert "chưa có mã" not in str(refused.value)


def test_local_variants_of_a_procedure_go_back_to_the_national_code():
    assert national_code("1.003560.000.00.00.H56") == "1.003560"
    assert national_code("QT.YDCT.11") == "QT.YDCT.11"


def test_a_progress_row_says_who_and_when():
    told = tien_do(step()).on_the_wire()
    assert (told["TrangThai"], told["ThoiDiemXuLy"]) == ("4", "20260115101500")
    with pytest.raises(NotSayable):
        tien_do(step(person=""))


@pytest.mark.parametrize("filed_by_another", [False, True])
def test_the_newer_dialect_names_owner_and_filer_apart(filed_by_another):
    """A delegate, or whoever states another owner, stands as the person who files, without the owner's phone."""
    filer = StatedFiler(name="TRẦN VĂN MẪU", number="038078900102") if filed_by_another else None
    stated = statement(filer=filer)
    told = rest_mapping.new_dossier(stated, "000.00.00.G18").ThongTinNguoiNop.ThongTinChiTiet
    owner = stated.owner
    assert (told.TenChuHs, told.SoDinhDanhChuHs) == (owner.name, owner.number)
    if filed_by_another:
        assert (told.TenNguoiNop, told.SoDinhDanh) == ("TRẦN VĂN MẪU", "038078900102")
        assert (told.SoDienThoai, told.Email) == ("", "")
    else:
        assert (told.TenNguoiNop, told.SoDinhDanh) == (owner.name, owner.number)

"""The procedure catalogue as the portal hands it out: upper-case names, dirty data, nothing assumed (§6)."""

from chalicelib.portal.wire.base import Told
from chalicelib.portal.wire.values import Text


class ThuTuc(Told):
    """A procedure in the list."""

    MATTHC: Text
    TENTTHC: Text = ""


class LinhVuc(Told):
    """A field of administration."""

    MALINHVUC: Text
    TENLINHVUC: Text = ""
    MANGANH: Text = ""


class CoQuan(Told):
    """An agency. ``CAPDONVI`` is its level."""

    MADONVI: Text
    TENDONVI: Text = ""
    CAPDONVI: Text = ""


class GiayTo(Told):
    """A paper of a case. ``MA_KQ_THAYTHE``: the result that may stand in for it."""

    MAGIAYTO: Text = ""
    TENGIAYTO: Text = ""
    MA_KQ_THAYTHE: Text = ""
    SOBANCHINH: Text = ""
    SOBANSAO: Text = ""
    TENMAUDON: Text = ""
    URL: Text = ""


class ThanhPhanHoSo(Told):
    """The papers of one case (trường hợp); a procedure may have several cases."""

    TRUONGHOP: Text = ""
    GIAYTO: tuple[GiayTo, ...] = ()


class PhiLePhi(Told):
    """A fee. ``SOTIEN`` may read "không" or "30.000": it is kept as it came."""

    MAPHILEPHI: Text = ""
    SOTIEN: Text = ""
    DONVI: Text = ""
    MOTA: Text = ""


class ThoiGian(Told):
    """How long it takes by one channel, with the fees of that."""

    THOIGIANGIAIQUYET: Text = ""
    DONVITINH: Text = ""
    MOTA: Text = ""
    PHILEPHI: tuple[PhiLePhi, ...] = ()


class CachThucThucHien(Told):
    """A channel: 1 at the counter, 2 online, 3 by post."""

    KENH: Text = ""
    THOIGIAN: tuple[ThoiGian, ...] = ()


class KetQuaThucHien(Told):
    """A result that the procedure yields."""

    MAKETQUA: Text = ""
    TENKETQUA: Text = ""


class ThuTucChiTiet(Told):
    """A procedure in full (``LayThuTuc``). ``TRANGTHAI`` 1 means public."""

    MATTHC: Text
    TENTTHC: Text = ""
    MACOQUANCONGBO: Text = ""
    QUYETDINH: Text = ""
    TRANGTHAI: Text = ""
    LINHVUCTHUCHIEN: tuple[LinhVuc, ...] = ()
    CACHTHUCTHUCHIEN: tuple[CachThucThucHien, ...] = ()
    THANHPHANHOSO: tuple[ThanhPhanHoSo, ...] = ()
    KETQUATHUCHIEN: tuple[KetQuaThucHien, ...] = ()
    COQUANTHUCHIEN: tuple[CoQuan, ...] = ()

"""Why a dossier cannot be told to the portal, in sentences an officer understands, and what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Sentence:
    """``mend`` names the part of the dossier to open; the sentences may use ``{detail}``."""

    vi: str
    en: str
    mend: str


SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "no-identity": Sentence(
            "Hồ sơ chưa có số định danh của chủ hồ sơ. Bổ sung số định danh thật, không dùng số tạm.",
            "The owner's identity number is missing. Enter the real one; no placeholder is ever sent.",
            "owner",
        ),
        "no-owner-name": Sentence(
            "Hồ sơ chưa có tên chủ hồ sơ. Bổ sung họ tên hoặc tên tổ chức.",
            "The owner's name is missing. Enter it.",
            "owner",
        ),
        "unmapped-procedure": Sentence(
            "Thủ tục {detail} chưa có mã trong CSDLQG về TTHC. Gắn thủ tục với mã quốc gia.",
            "Procedure {detail} has no national code. Map it to one.",
            "procedure",
        ),
        "unmapped-field": Sentence(
            "Thủ tục {detail} chưa có lĩnh vực. Gắn thủ tục với một lĩnh vực trong danh mục.",
            "Procedure {detail} has no field. Map it to one of the catalogue.",
            "procedure",
        ),
        "no-reception-date": Sentence(
            "Hồ sơ đã qua bước tiếp nhận nhưng không có ngày tiếp nhận. Kiểm tra lịch sử hồ sơ.",
            "The dossier is past reception but has no date of reception. Check its history.",
            "clock",
        ),
        "no-finishing-date": Sentence(
            "Hồ sơ đã xử lý xong nhưng không có thời điểm kết thúc. Kiểm tra lịch sử hồ sơ.",
            "The dossier is finished but has no instant of finishing. Check its history.",
            "clock",
        ),
        "no-return-date": Sentence(
            "Hồ sơ đã trả kết quả nhưng không có ngày trả. Kiểm tra lịch sử hồ sơ.",
            "The result was handed over but the date is missing. Check the history.",
            "clock",
        ),
        "no-result": Sentence(
            "Thủ tục có kết quả là giấy tờ nhưng hồ sơ chưa có tệp kết quả. Đính kèm kết quả đã ký.",
            "The procedure yields a paper, but there is no result file. Attach the signed result.",
            "result",
        ),
        "no-person": Sentence(
            "Bước xử lý số {detail} không có tên người xử lý. Bổ sung tên cán bộ vào tài khoản.",
            "Step {detail} names nobody. Add the officer's name to the account.",
            "events",
        ),
        "no-form": Sentence(
            "Cổng DVCQG không nhận giá trị của trường {detail}. Sửa thông tin này rồi gửi lại.",
            "The portal has no form for the value of {detail}. Mend it, then send again.",
            "dossier",
        ),
        "refused": Sentence(
            "Cổng DVCQG từ chối hồ sơ: {detail}. Sửa theo nội dung này rồi gửi lại.",
            "The portal refused the dossier: {detail}. Mend what it says, then send again.",
            "dossier",
        ),
        "row-twice": Sentence(
            "Bước {detail} đứng hai lần trên Cổng DVCQG. Đề nghị Cổng xóa bớt một dòng, hoặc xác nhận đã biết.",
            "Step {detail} stands twice at the portal. Ask its operators to remove one, or accept it.",
            "events",
        ),
        "unseen": Sentence(
            "Không rõ bước {detail} đã đến Cổng DVCQG chưa. Xem trên Cổng rồi chọn gửi lại hoặc bỏ qua.",
            "It is unknown whether step {detail} arrived. Look at the portal, then resend or skip it.",
            "events",
        ),
    }
)


class Repair(BaseModel):
    """One thing to mend. ``detail`` holds codes, numbers or the portal's own words."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    code: str
    detail: str = ""

    @property
    def vi(self) -> str:
        """What the officer reads."""
        return SENTENCES[self.code].vi.format(detail=self.detail)

    @property
    def en(self) -> str:
        """The same in English."""
        return SENTENCES[self.code].en.format(detail=self.detail)

    @property
    def mend(self) -> str:
        """Which part of the dossier to open."""
        return SENTENCES[self.code].mend

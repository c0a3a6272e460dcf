"""The papers that the health procedures ask for, and their headings, folded (no case, no tone marks).

Order matters: applications name the other papers, so they are tested first; the citizen card's words stand on
half of all papers, so it comes last.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperClass:
    """``titles`` are beginnings of the heading."""

    code: str
    name: str
    titles: tuple[str, ...]


LETTER = PaperClass("official-letter", "Công văn", ("cong van",))
CARD = PaperClass(
    "citizen-card", "Căn cước", ("can cuoc cong dan", "can cuoc", "chung minh nhan dan", "dac diem nhan dang")
)

PAPER_CLASSES: tuple[PaperClass, ...] = (
    PaperClass("application", "Đơn đề nghị", ("don de nghi", "don xin", "giay de nghi", "van ban de nghi")),
    PaperClass(
        "declaration", "Tờ khai", ("to khai", "ban khai", "phieu dang ky", "phieu cong bo", "ban cong bo")
    ),
    PaperClass("authorisation", "Giấy ủy quyền", ("giay uy quyen", "van ban uy quyen")),
    PaperClass("commitment", "Bản cam kết", ("ban cam ket", "giay cam ket", "ban cam doan")),
    PaperClass("curriculum-vitae", "Sơ yếu lý lịch", ("so yeu ly lich",)),
    PaperClass("criminal-record", "Phiếu lý lịch tư pháp", ("phieu ly lich tu phap",)),
    PaperClass(
        "degree",
        "Văn bằng chuyên môn",
        ("bang tot nghiep", "bang bac si", "bang duoc si", "bang cu nhan", "bang chuyen khoa", "van bang"),
    ),
    PaperClass(
        "health-certificate",
        "Giấy khám sức khỏe",
        ("giay kham suc khoe", "giay chung nhan suc khoe", "phieu kham suc khoe"),
    ),
    PaperClass(
        "practice-confirmation",
        "Giấy xác nhận hoàn thành quá trình thực hành",
        (
            "giay xac nhan hoan thanh qua trinh thuc hanh",
            "giay xac nhan qua trinh thuc hanh",
            "giay xac nhan thuc hanh",
        ),
    ),
    PaperClass("practice-licence", "Giấy phép hành nghề", ("giay phep hanh nghe", "chung chi hanh nghe")),
    PaperClass("operating-licence", "Giấy phép hoạt động", ("giay phep hoat dong",)),
    PaperClass(
        "business-registration",
        "Giấy chứng nhận đăng ký doanh nghiệp",
        ("giay chung nhan dang ky doanh nghiep", "giay chung nhan dang ky kinh doanh"),
    ),
    PaperClass(
        "eligibility-certificate",
        "Giấy chứng nhận đủ điều kiện",
        ("giay chung nhan du dieu kien",),
    ),
    PaperClass(
        "free-sale-certificate",
        "Giấy chứng nhận lưu hành tự do",
        ("giay chung nhan luu hanh tu do", "certificate of free sale", "free sale certificate"),
    ),
    PaperClass(
        "certificate", "Giấy chứng nhận", ("giay chung nhan", "chung chi", "chung nhan", "certificate")
    ),
    PaperClass("decision", "Quyết định", ("quyet dinh",)),
    PaperClass("death-certificate", "Giấy chứng tử", ("trich luc khai tu", "giay chung tu", "giay bao tu")),
    PaperClass("birth-certificate", "Giấy khai sinh", ("giay khai sinh", "trich luc khai sinh")),
    PaperClass("contract", "Hợp đồng", ("hop dong",)),
    PaperClass("minutes", "Biên bản", ("bien ban",)),
    PaperClass("list", "Danh sách", ("danh sach", "danh muc", "bang ke")),
    PaperClass("receipt-slip", "Phiếu tiếp nhận", ("phieu tiep nhan", "giay tiep nhan", "giay bien nhan")),
    PaperClass("receipt", "Biên lai, hóa đơn", ("bien lai", "hoa don", "giay nop tien")),
    PaperClass(
        "test-report",
        "Phiếu kết quả kiểm nghiệm",
        ("phieu kiem nghiem", "phieu ket qua", "phieu xet nghiem", "ket qua xet nghiem"),
    ),
    PaperClass("confirmation", "Giấy xác nhận", ("giay xac nhan", "xac nhan")),
    PaperClass("report", "Báo cáo", ("bao cao",)),
    PaperClass("notice", "Thông báo", ("thong bao", "phieu bao", "phieu hen")),
    PaperClass("standard", "Bản tiêu chuẩn", ("ban tieu chuan", "tieu chuan co so", "tieu chuan")),
    LETTER,
    CARD,
)
LETTER_OPENING = "kinh gui"  # a paper without any other heading that is addressed to somebody
ANYTHING_ELSE = (
    "tai lieu",
    "giay to khac",
    "van ban khac",
)  # a component that takes what has no name of its own

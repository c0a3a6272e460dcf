"""Papers about devices and samples: standards, lists, test reports."""

from random import Random

from local.papers.blocks import Letterhead, Sheet, Signature, Signatures, Table, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import days_before, head, official, placed
from local.papers.truth import Fields

EQUIPMENT = (
    "Tủ lạnh bảo quản vắc xin",
    "Nhiệt ẩm kế tự ghi",
    "Máy điều hòa không khí",
    "Bàn khám bệnh",
    "Giường bệnh nhân",
    "Nồi hấp tiệt trùng",
    "Máy điện tim 6 cần",
    "Bộ dụng cụ tiểu phẫu",
    "Tủ thuốc cấp cứu",
    "Xe đẩy dụng cụ",
)


def device_standard(facts: Facts, draw: Random) -> Sheet:
    """The standard a maker applies to a medical device."""
    firm, day = facts.organisation, days_before(facts, draw, 5, 120)
    number = f"TCCS {draw.randint(1, 40):02d}:{day.year}/GD"
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("BẢN TIÊU CHUẨN TRANG THIẾT BỊ Y TẾ", ("Tiêu chuẩn cơ sở mà chủ sở hữu công bố áp dụng",)),
            entry("Tên trang thiết bị y tế", "Máy đo huyết áp điện tử bắp tay"),
            entry("Chủng loại, mã sản phẩm", f"GD-{draw.randint(100, 999)}"),
            entry("Loại trang thiết bị y tế", "Loại B"),
            entry("Cơ sở sản xuất", firm.name),
            entry("Địa chỉ", firm.address),
            Text("1. Yêu cầu kỹ thuật", "B", "L"),
            Table(
                ("Chỉ tiêu", "Mức yêu cầu", "Phương pháp thử"),
                (
                    ("Dải đo huyết áp", "0 - 299 mmHg", "ISO 81060-2"),
                    ("Sai số áp suất", "± 3 mmHg", "ISO 81060-1"),
                    ("Dải đo nhịp tim", "40 - 180 lần/phút", "TCVN 7303"),
                    ("Độ bền băng quấn", "10.000 chu kỳ", "Nội bộ"),
                ),
                (0.36, 0.34, 0.30),
            ),
            Text(
                "2. Ghi nhãn, bao gói, vận chuyển, bảo quản theo quy định hiện hành về nhãn hàng hóa.",
                align="L",
            ),
            Signatures(Signature(("GIÁM ĐỐC",), firm.director.name, firm.name)),
        ),
        Fields(
            "Bản tiêu chuẩn trang thiết bị y tế",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
        ),
        face="sans",
    )


def equipment_list(facts: Facts, draw: Random) -> Sheet:
    """The equipment of a practice as a table over two pages when it is long."""
    firm, day = facts.organisation, days_before(facts, draw, 2, 40)
    rows = tuple(
        (
            str(place),
            name,
            draw.choice(("Việt Nam", "Nhật Bản", "Đức")),
            str(draw.randint(2018, 2026)),
            str(draw.randint(1, 9)),
        )
        for place, name in enumerate(EQUIPMENT * 3, start=1)
    )
    return Sheet(
        (
            Letterhead((firm.name.upper(),), None, placed(firm.province, day)),
            Title("DANH MỤC TRANG THIẾT BỊ", ("của cơ sở đề nghị công bố đủ điều kiện",)),
            entry("Tên cơ sở", firm.name),
            entry("Địa chỉ", firm.address),
            Table(
                ("STT", "Tên thiết bị", "Nước sản xuất", "Năm", "Số lượng"),
                rows,
                (0.09, 0.42, 0.22, 0.12, 0.15),
            ),
            Signatures(Signature(("NGƯỜI ĐỨNG ĐẦU CƠ SỞ",), firm.director.name, firm.name)),
        ),
        Fields("Danh mục trang thiết bị", issue_date=day, agency=firm.name, signer=firm.director.name),
    )


def personnel_list(facts: Facts, draw: Random) -> Sheet:
    """The staff of a practice as a table."""
    firm, day = facts.organisation, days_before(facts, draw, 2, 40)
    rows = tuple(
        (
            str(place),
            official(draw),
            str(draw.randint(1970, 1999)),
            draw.choice(("Bác sĩ", "Điều dưỡng", "Dược sĩ")),
            f"{draw.randint(1000, 9999)}/CCHN",
        )
        for place in range(1, 9)
    )
    return Sheet(
        (
            Letterhead((firm.name.upper(),), None, placed(firm.province, day)),
            Title("DANH SÁCH NHÂN SỰ", ("tham gia hoạt động chuyên môn của cơ sở",)),
            Table(
                ("STT", "Họ và tên", "Năm sinh", "Trình độ", "Số chứng chỉ"),
                rows,
                (0.09, 0.34, 0.16, 0.20, 0.21),
            ),
            Text("Danh sách này có 08 (tám) người. Cơ sở chịu trách nhiệm về tính chính xác của danh sách."),
            Signatures(Signature(("GIÁM ĐỐC",), firm.director.name, firm.name)),
        ),
        Fields("Danh sách nhân sự", issue_date=day, agency=firm.name, signer=firm.director.name),
    )


def lab_test_report(facts: Facts, draw: Random) -> Sheet:
    """Result sheet of a testing laboratory."""
    firm, day, head_of = facts.organisation, days_before(facts, draw, 10, 200), official(draw)
    number = f"{draw.randint(1000, 9999)}/PKN-TT"
    agency = "TRUNG TÂM KIỂM NGHIỆM GIẢ ĐỊNH"
    return Sheet(
        (
            head(("SỞ Y TẾ", agency), number, firm.province, day),
            Title("PHIẾU KẾT QUẢ KIỂM NGHIỆM"),
            entry("Đơn vị gửi mẫu", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Tên mẫu", "Trà thảo mộc an thần"),
            entry("Số lô", f"{draw.randint(10, 99)}0{draw.randint(1, 9)}26", ("Hạn dùng", "24 tháng")),
            Table(
                ("Chỉ tiêu", "Phương pháp", "Kết quả", "Giới hạn"),
                (
                    ("Độ ẩm", "TCVN 9741", f"{draw.randint(4, 8)},2 %", "≤ 10 %"),
                    ("Chì (Pb)", "AOAC 999.11", "Không phát hiện", "≤ 2 mg/kg"),
                    ("Tổng số vi sinh vật", "TCVN 4884-1", f"{draw.randint(10, 90)} CFU/g", "≤ 10000"),
                    ("E. coli", "TCVN 7924-2", "Không phát hiện", "≤ 10"),
                ),
                (0.28, 0.24, 0.26, 0.22),
            ),
            Text("Kết luận: mẫu thử đạt yêu cầu đối với các chỉ tiêu đã kiểm nghiệm."),
            Signatures(
                Signature(("GIÁM ĐỐC",), head_of, agency),
                recipients=("Nơi nhận:", "- Đơn vị gửi mẫu;", "- Lưu: KN."),
            ),
        ),
        Fields(
            "Phiếu kết quả kiểm nghiệm",
            number=number,
            issue_date=day,
            agency=agency,
            signer=head_of,
            tax_code=firm.tax_code,
        ),
        face="sans",
    )

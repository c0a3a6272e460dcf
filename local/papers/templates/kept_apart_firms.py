"""Papers made to measure on, and never looked at while rules of reading are written: companies."""

from random import Random

from local.papers.blocks import (
    Letterhead,
    Motto,
    Sheet,
    Signature,
    Signatures,
    Table,
    Text,
    Title,
    entry,
)
from local.papers.facts import Facts
from local.papers.templates.common import (
    about,
    days_before,
    head,
    in_words,
    official,
    placed,
    short,
    years_after,
)
from local.papers.truth import Fields


def tax_registration(facts: Facts, draw: Random) -> Sheet:
    """Certificate of tax registration: label and value in a ruled table, digits set apart."""
    firm, chief = facts.organisation, official(draw)
    day = days_before(facts, draw, 200, 2500)
    agency = f"CỤC THUẾ {firm.province.upper()}"
    return Sheet(
        (
            head(("BỘ TÀI CHÍNH", agency), None, firm.province, day),
            Title("GIẤY CHỨNG NHẬN ĐĂNG KÝ THUẾ"),
            Table(
                ("Nội dung", "Thông tin đăng ký"),
                (
                    ("Mã số thuế", " ".join(firm.tax_code)),
                    ("Tên người nộp thuế", firm.name.upper()),
                    ("Địa chỉ trụ sở", firm.address),
                    ("Ngày cấp", short(day)),
                    ("Cơ quan thuế quản lý trực tiếp", agency.title()),
                ),
                (0.38, 0.62),
            ),
            Text("Yêu cầu người nộp thuế phải ghi mã số thuế trên mọi giấy tờ giao dịch."),
            Signatures(Signature(("TL. CỤC TRƯỞNG", "TRƯỞNG PHÒNG KÊ KHAI"), chief, agency)),
        ),
        Fields(
            "Giấy chứng nhận đăng ký thuế",
            issue_date=day,
            agency=agency,
            signer=chief,
            tax_code=firm.tax_code,
        ),
        face="sans",
    )


def import_permit(facts: Facts, draw: Random) -> Sheet:
    """A permit to import, bilingual labels, valid one year."""
    firm, day, chief = facts.organisation, days_before(facts, draw, 5, 300), official(draw)
    until, number = years_after(day, 1), f"{draw.randint(1000, 19999)}/QLD-KD"
    return Sheet(
        (
            head(("BỘ Y TẾ", "CỤC QUẢN LÝ DƯỢC"), number, "Thành phố Hà Nội", day),
            Title("GIẤY PHÉP NHẬP KHẨU THUỐC", ("chưa có giấy đăng ký lưu hành tại Việt Nam",)),
            entry("Tên doanh nghiệp nhập khẩu", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Địa chỉ", firm.address),
            entry("Điện thoại", f"0{draw.randint(200_000_000, 399_999_999)}"),
            Table(
                ("TT", "Tên thuốc, hàm lượng", "Đơn vị tính", "Số lượng"),
                (
                    ("1", "Mẫuphan 500 mg, viên nén bao phim", "Viên", f"{draw.randint(10, 90)}.000"),
                    ("2", "Thídụcin 1 g, bột pha tiêm", "Lọ", f"{draw.randint(1, 9)}.500"),
                ),
                (0.1, 0.5, 0.2, 0.2),
            ),
            Text(f"Giấy phép này có hiệu lực đến hết ngày {in_words(until).removeprefix('ngày ')}."),
            Signatures(
                Signature(("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"), chief, "CỤC QUẢN LÝ DƯỢC"),
                recipients=("Nơi nhận:", "- Như trên;", "- Tổng cục Hải quan;", "- Lưu: VT, KD."),
            ),
        ),
        Fields(
            "Giấy phép nhập khẩu thuốc",
            number=number,
            issue_date=day,
            expiry=until,
            agency="Cục Quản lý Dược",
            signer=chief,
            tax_code=firm.tax_code,
        ),
    )


def appraisal_minutes(facts: Facts, draw: Random) -> Sheet:
    """Minutes of an appraisal on the spot: the date stands in the first sentence only."""
    firm, day, chief = facts.organisation, days_before(facts, draw, 3, 90), official(draw)
    number = f"{draw.randint(1, 90):02d}/BB-TĐ"
    return Sheet(
        (
            Letterhead(("SỞ Y TẾ", "ĐOÀN THẨM ĐỊNH"), f"Số: {number}", None),
            Title("BIÊN BẢN THẨM ĐỊNH", ("Điều kiện cấp giấy phép hoạt động đối với phòng khám",)),
            Text(
                f"Hôm nay, vào hồi {draw.randint(7, 10):02d} giờ 30 phút, {in_words(day)}, tại {firm.address}"
            ),
            Text("I. THÀNH PHẦN ĐOÀN THẨM ĐỊNH", "B", "L"),
            Text(f"1. Ông/Bà {chief} - Trưởng đoàn", align="L"),
            Text(f"2. Ông/Bà {official(draw)} - Thư ký", align="L"),
            Text("II. ĐẠI DIỆN CƠ SỞ", "B", "L"),
            entry("Tên cơ sở", firm.name),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Người đại diện", firm.director.name, ("Chức vụ", "Giám đốc")),
            Text("III. KẾT LUẬN", "B", "L"),
            Text(
                "Cơ sở đáp ứng điều kiện về nhân sự, cơ sở vật chất và thiết bị theo Nghị định số 96/2023/NĐ-CP."
            ),
            Text("Biên bản kết thúc vào hồi 11 giờ 45 phút cùng ngày, lập thành 02 bản."),
            Signatures(
                Signature(("TRƯỞNG ĐOÀN",), chief, "SỞ Y TẾ"),
                Signature(("ĐẠI DIỆN CƠ SỞ",), firm.director.name),
            ),
        ),
        Fields(
            "Biên bản thẩm định",
            number=number,
            issue_date=day,
            signer=chief,
            tax_code=firm.tax_code,
        ),
    )


def house_lease(facts: Facts, draw: Random) -> Sheet:
    """A lease between a citizen and a company: two parties, a begin and an end."""
    owner, firm = facts.other, facts.organisation
    day = days_before(facts, draw, 30, 600)
    until, number = years_after(day, 5), f"{draw.randint(1, 60):02d}/{day.year}/HĐTN"
    return Sheet(
        (
            Motto(placed(owner.province, day)),
            Title("HỢP ĐỒNG THUÊ NHÀ", (f"Số: {number}",)),
            Text("BÊN CHO THUÊ (BÊN A)", "B", "L"),
            entry("Ông/Bà", owner.name.upper(), ("Sinh ngày", short(owner.birth_date))),
            entry("CCCD số", owner.personal_number, ("cấp ngày", short(owner.card_issued))),
            entry("Thường trú tại", owner.address),
            Text("BÊN THUÊ (BÊN B)", "B", "L"),
            entry("Tên công ty", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Do ông/bà", f"{firm.director.name}, Giám đốc, làm đại diện"),
            Text("Điều 1. Bên A cho bên B thuê nhà tại địa chỉ trên để mở phòng khám đa khoa."),
            Text(f"Điều 2. Thời hạn thuê từ ngày {short(day)} đến hết ngày {short(until)}."),
            Text(f"Điều 3. Giá thuê là {draw.randint(15, 60)}.000.000 đồng một tháng, trả theo quý."),
            Signatures(
                Signature(("ĐẠI DIỆN BÊN B",), firm.director.name, firm.name),
                Signature(("ĐẠI DIỆN BÊN A",), owner.name),
            ),
        ),
        Fields(
            "Hợp đồng thuê nhà",
            number=number,
            issue_date=day,
            expiry=until,
            signer=firm.director.name,
            tax_code=firm.tax_code,
            **about(owner),
        ),
    )

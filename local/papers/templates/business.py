"""Papers about companies and their products."""

from random import Random

from local.papers.blocks import Letterhead, Sheet, Signature, Signatures, Table, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    days_before,
    head,
    identity,
    in_words,
    official,
    placed,
    short,
    years_after,
)
from local.papers.truth import Fields


def business_registration(facts: Facts, draw: Random) -> Sheet:
    """Certificate of business registration of a joint-stock company."""
    firm = facts.organisation
    day, clerk = days_before(facts, draw, 300, 2000), official(draw)
    agency = "PHÒNG ĐĂNG KÝ KINH DOANH"
    director = firm.director
    return Sheet(
        (
            Letterhead((f"SỞ TÀI CHÍNH {firm.province.upper()}", agency), None, None),
            Title("GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP"),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Đăng ký lần đầu", in_words(day)),
            Text("1. Tên công ty", "B", "L"),
            entry("Tên công ty viết bằng tiếng Việt", firm.name.upper()),
            Text("2. Địa chỉ trụ sở chính", "B", "L"),
            Text(firm.address),
            Text("3. Vốn điều lệ", "B", "L"),
            entry("Bằng số", f"{draw.randint(2, 90)}.000.000.000 đồng"),
            Text("4. Người đại diện theo pháp luật của công ty", "B", "L"),
            entry("Họ và tên", director.name.upper(), ("Giới tính", director.sex)),
            entry("Chức danh", "Giám đốc", ("Sinh ngày", short(director.birth_date))),
            entry("Số giấy tờ pháp lý của cá nhân", director.personal_number),
            entry("Địa chỉ thường trú", director.address),
            Signatures(Signature(("TRƯỞNG PHÒNG",), clerk, agency)),
        ),
        Fields(
            "Giấy chứng nhận đăng ký doanh nghiệp",
            issue_date=day,
            agency=agency,
            signer=clerk,
            person_name=director.name,
            personal_number=director.personal_number,
            birth_date=director.birth_date,
            tax_code=firm.tax_code,
        ),
    )


def power_of_attorney(facts: Facts, draw: Random) -> Sheet:
    """A company lets a person file and receive papers for it."""
    firm, person = facts.organisation, facts.person
    day = days_before(facts, draw, 3, 60)
    until = years_after(day, 1)
    number = f"{draw.randint(1, 90):02d}/{day.year}/UQ"
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("GIẤY ỦY QUYỀN", ("(Letter of Authorization)",)),
            Text("BÊN ỦY QUYỀN", "B", "L"),
            entry("Tên đơn vị", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Người đại diện", firm.director.name, ("Chức vụ", "Giám đốc")),
            Text("BÊN ĐƯỢC ỦY QUYỀN", "B", "L"),
            *identity(person),
            Text(
                "Nội dung ủy quyền: nộp hồ sơ, bổ sung hồ sơ, nộp phí và nhận kết quả giải quyết "
                "thủ tục hành chính "
                "tại Bộ phận Một cửa của Bộ Y tế."
            ),
            Text(f"Giấy ủy quyền có hiệu lực đến hết ngày {short(until)}."),
            Signatures(
                Signature(("BÊN ỦY QUYỀN", "GIÁM ĐỐC"), firm.director.name, firm.name),
                Signature(("BÊN ĐƯỢC ỦY QUYỀN", " "), person.name),
            ),
        ),
        Fields(
            "Giấy ủy quyền",
            number=number,
            issue_date=day,
            expiry=until,
            agency=firm.name,
            signer=firm.director.name,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
            tax_code=firm.tax_code,
        ),
    )


def cosmetic_notification(facts: Facts, draw: Random) -> Sheet:
    """Notification form of a cosmetic product (ASEAN cosmetic directive)."""
    firm, day = facts.organisation, days_before(facts, draw, 1, 15)
    return Sheet(
        (
            Title(
                "PHIẾU CÔNG BỐ SẢN PHẨM MỸ PHẨM",
                ("Theo Hiệp định hệ thống hòa hợp ASEAN trong quản lý mỹ phẩm",),
            ),
            Text("THÔNG TIN SẢN PHẨM", "B", "L"),
            entry("1. Nhãn hàng", "MẪU ĐƠN"),
            entry(
                "2. Tên sản phẩm",
                draw.choice(("Kem dưỡng ẩm hoa cúc", "Nước tẩy trang lô hội", "Sữa rửa mặt trà xanh")),
            ),
            entry("3. Dạng sản phẩm", "Kem, nhũ tương, sữa, gel, dầu dùng trên da"),
            entry("4. Mục đích sử dụng", "Làm sạch và dưỡng ẩm cho da"),
            Text("THÔNG TIN VỀ CÔNG TY CHỊU TRÁCH NHIỆM ĐƯA SẢN PHẨM RA THỊ TRƯỜNG", "B", "L"),
            entry("5. Tên công ty", firm.name),
            entry("Địa chỉ công ty", firm.address),
            entry("6. Mã số thuế", firm.tax_code),
            entry("7. Người đại diện theo pháp luật", firm.director.name),
            Text("DANH SÁCH THÀNH PHẦN", "B", "L"),
            Table(
                ("STT", "Tên thành phần (INCI)", "Tỷ lệ %"),
                (
                    ("1", "Aqua", "71,50"),
                    ("2", "Glycerin", "5,00"),
                    ("3", "Cetearyl Alcohol", "4,20"),
                    ("4", "Chamomilla Recutita Flower Extract", f"{draw.randint(1, 4)},00"),
                    ("5", "Phenoxyethanol", "0,80"),
                ),
                (0.12, 0.63, 0.25),
            ),
            Text("Tôi cam kết sản phẩm đạt mọi yêu cầu của Hiệp định mỹ phẩm ASEAN và các phụ lục."),
            Signatures(Signature(("GIÁM ĐỐC",), firm.director.name, firm.name, placed(firm.province, day))),
        ),
        Fields(
            "Phiếu công bố sản phẩm mỹ phẩm",
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )


def circulation_report(facts: Facts, draw: Random) -> Sheet:
    """Report on five years of circulation of a product."""
    firm, day = facts.organisation, days_before(facts, draw, 2, 30)
    number = f"{draw.randint(10, 300)}/BC-LH"
    years = tuple(
        (str(year), f"{draw.randint(200, 999)}", f"{draw.randint(10, 90)}", "Không")
        for year in range(2022, 2027)
    )
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("BÁO CÁO QUÁ TRÌNH LƯU HÀNH CHẾ PHẨM", ("Giai đoạn 2022 - 2026",)),
            entry("Tên đơn vị báo cáo", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Tên chế phẩm", f"THUDU {draw.randint(10, 90)}EC"),
            Text("1. Số lượng sản xuất, nhập khẩu và tiêu thụ", "B", "L"),
            Table(
                ("Năm", "Số lượng (lít)", "Số cơ sở mua", "Phản ứng bất lợi"), years, (0.16, 0.28, 0.28, 0.28)
            ),
            Text("2. Tác dụng không mong muốn và khiếu nại của người sử dụng", "B", "L"),
            Text(
                "Trong thời gian lưu hành, đơn vị không nhận được phản ánh về ảnh hưởng của chế "
                "phẩm đến sức khỏe."
            ),
            Text("3. Kiến nghị", "B", "L"),
            Text("Đề nghị cơ quan quản lý xem xét gia hạn số đăng ký lưu hành cho chế phẩm."),
            Signatures(
                Signature(("GIÁM ĐỐC",), firm.director.name, firm.name),
                recipients=("Nơi nhận:", "- Cục Phòng bệnh;", "- Lưu: KD."),
            ),
        ),
        Fields(
            "Báo cáo quá trình lưu hành",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )

"""What the authorities hand out: licences, certificates, receipts, decisions; and a plain letter."""

from random import Random

from local.papers.blocks import Sheet, Signature, Signatures, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    DRUG_ADMINISTRATION,
    MINISTRY,
    by_hand,
    days_before,
    head,
    health_agency,
    health_office,
    identity,
    official,
    short,
    years_after,
)
from local.papers.truth import Fields


def practice_licence(facts: Facts, draw: Random) -> Sheet:
    """The licence to practise medicine, valid five years."""
    person, day, director = facts.person, days_before(facts, draw, 0, 2), official(draw)
    until = years_after(day, 5)
    number = f"{draw.randint(1, 9999):06d}/GPHN-SYT"
    return Sheet(
        (
            head(health_office(person.province), number, person.province, day),
            Title("GIẤY PHÉP HÀNH NGHỀ", ("khám bệnh, chữa bệnh",)),
            Text("GIÁM ĐỐC SỞ Y TẾ", "B", "C"),
            Text(
                "Căn cứ Luật Khám bệnh, chữa bệnh số 15/2023/QH15 và Nghị định số 96/2023/NĐ-CP "
                "của Chính phủ, cấp cho:"
            ),
            *identity(person),
            entry("Chức danh hành nghề", "Bác sỹ", ("Phạm vi hành nghề", "Y khoa")),
            entry("Có giá trị đến ngày", short(until)),
            Signatures(
                Signature(("GIÁM ĐỐC",), director, "SỞ Y TẾ"),
                recipients=("Nơi nhận:", "- Người được cấp;", "- Lưu: VT, NVY."),
            ),
        ),
        Fields(
            "Giấy phép hành nghề",
            number=number,
            issue_date=day,
            expiry=until,
            agency=health_agency(person.province),
            signer=director,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
    )


def pharmacy_certificate(facts: Facts, draw: Random) -> Sheet:
    """Certificate of eligibility for pharmacy business, issued by the Drug Administration."""
    firm, day, head_of = facts.organisation, days_before(facts, draw, 0, 3), official(draw)
    number = f"{draw.randint(100, 999)}/ĐKKDD-BYT"
    return Sheet(
        (
            head((MINISTRY, DRUG_ADMINISTRATION), number, "Thành phố Hà Nội", day),
            Title("GIẤY CHỨNG NHẬN ĐỦ ĐIỀU KIỆN KINH DOANH DƯỢC"),
            Text(
                "Căn cứ Luật Dược số 105/2016/QH13 và Luật sửa đổi, bổ sung một số điều của Luật "
                "Dược số 44/2024/QH15;"
            ),
            Text("Xét đề nghị của Trưởng phòng Quản lý kinh doanh dược, chứng nhận:"),
            entry("Tên cơ sở", firm.name),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Địa chỉ kinh doanh", firm.address),
            entry("Người chịu trách nhiệm chuyên môn về dược", f"DS. {facts.person.name}"),
            entry("Phạm vi kinh doanh", "Bán buôn thuốc bảo quản ở điều kiện thường"),
            Signatures(
                Signature(("CỤC TRƯỞNG",), head_of, DRUG_ADMINISTRATION),
                recipients=("Nơi nhận:", "- Cơ sở;", "- Lưu: VT, KD."),
            ),
        ),
        Fields(
            "Giấy chứng nhận đủ điều kiện kinh doanh dược",
            number=number,
            issue_date=day,
            agency="Cục Quản lý Dược",
            signer=head_of,
            person_name=facts.person.name,
            tax_code=firm.tax_code,
        ),
    )


def notification_receipt(facts: Facts, draw: Random) -> Sheet:
    """Receipt number of a cosmetic notification or a declared standard; valid five years."""
    firm, day, head_of = facts.organisation, days_before(facts, draw, 0, 2), official(draw)
    until = years_after(day, 5)
    number = f"{draw.randint(100000, 299999)}/{day:%y}/CBMP-QLD"
    return Sheet(
        (
            head((MINISTRY, DRUG_ADMINISTRATION), number, "Thành phố Hà Nội", day),
            Title("PHIẾU TIẾP NHẬN", ("Hồ sơ công bố sản phẩm",)),
            Text("Cục Quản lý Dược đã tiếp nhận bản công bố của:"),
            entry("Tên tổ chức", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Địa chỉ", firm.address),
            entry("Sản phẩm", "Kem dưỡng ẩm hoa cúc, nhãn hàng MẪU ĐƠN"),
            entry("Ngày hết hạn", short(until)),
            Text(
                "Tổ chức công bố chịu hoàn toàn trách nhiệm về tính an toàn, hiệu quả và chất "
                "lượng của sản phẩm."
            ),
            Signatures(Signature(("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"), head_of, DRUG_ADMINISTRATION)),
        ),
        Fields(
            "Phiếu tiếp nhận",
            number=number,
            issue_date=day,
            expiry=until,
            agency="Cục Quản lý Dược",
            signer=head_of,
            tax_code=firm.tax_code,
        ),
    )


def free_sale_certificate(facts: Facts, draw: Random) -> Sheet:
    """Certificate of free sale of a food."""
    firm, day, head_of = facts.organisation, days_before(facts, draw, 10, 300), official(draw)
    until = years_after(day, 2)
    number = f"{draw.randint(100, 9999)}/{day.year}/ATTP-CFS"
    return Sheet(
        (
            head((MINISTRY, "CỤC AN TOÀN THỰC PHẨM"), number, "Thành phố Hà Nội", day),
            Title("GIẤY CHỨNG NHẬN LƯU HÀNH TỰ DO", ("Certificate of Free Sale",)),
            entry("Tên cơ sở sản xuất", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Tên sản phẩm", "Trà thảo mộc an thần"),
            Text("Sản phẩm nêu trên được phép lưu hành tự do tại Việt Nam."),
            entry("Thời hạn hiệu lực", f"đến ngày {short(until)}"),
            Signatures(
                Signature(("CỤC TRƯỞNG",), head_of, "CỤC AN TOÀN THỰC PHẨM"),
                recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT, SP."),
            ),
        ),
        Fields(
            "Giấy chứng nhận lưu hành tự do",
            number=number,
            issue_date=day,
            expiry=until,
            agency="Cục An toàn thực phẩm",
            signer=head_of,
            tax_code=firm.tax_code,
        ),
    )


def food_safety_certificate(facts: Facts, draw: Random) -> Sheet:
    """Certificate of eligibility for food safety of a place of production, valid three years."""
    firm, day, director = facts.organisation, days_before(facts, draw, 10, 300), official(draw)
    until = years_after(day, 3)
    number = f"{draw.randint(10, 900)}/{day.year}/ATTP-CNĐK"
    return Sheet(
        (
            head(health_office(firm.province), number, firm.province, day),
            Title("GIẤY CHỨNG NHẬN", ("Cơ sở đủ điều kiện an toàn thực phẩm",)),
            Text("GIÁM ĐỐC SỞ Y TẾ CHỨNG NHẬN", "B", "C"),
            entry("Cơ sở", firm.name),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Địa điểm sản xuất", firm.address),
            entry("Chủ cơ sở", firm.director.name),
            Text("Đủ điều kiện an toàn thực phẩm theo quy định để sản xuất thực phẩm bảo vệ sức khỏe."),
            entry("Giấy chứng nhận có hiệu lực đến ngày", short(until)),
            Signatures(Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), director, "SỞ Y TẾ")),
        ),
        Fields(
            "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
            number=number,
            issue_date=day,
            expiry=until,
            agency=health_agency(firm.province),
            signer=director,
            person_name=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )


def allowance_stop_decision(facts: Facts, draw: Random) -> Sheet:
    """A commune stops a monthly allowance because the person died."""
    dead, day, chair = facts.other, days_before(facts, draw, 1, 3), official(draw)
    number = f"{draw.randint(100, 900)}/QĐ-UBND"
    commune = f"ỦY BAN NHÂN DÂN {dead.address.split(', ')[1].upper()}"
    return Sheet(
        (
            head((dead.province.upper(), commune), number, dead.province, day),
            Title("QUYẾT ĐỊNH", ("Về việc thôi hưởng trợ cấp xã hội hằng tháng",)),
            Text("CHỦ TỊCH ỦY BAN NHÂN DÂN", "B", "C"),
            Text(
                "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ về chính "
                "sách trợ giúp xã hội;",
                "I",
            ),
            Text("QUYẾT ĐỊNH:", "B", "C"),
            Text("Điều 1. Thôi hưởng trợ cấp xã hội hằng tháng đối với:"),
            *identity(dead),
            entry("Lý do", "Đối tượng đã chết"),
            Text("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
            Signatures(
                Signature(("CHỦ TỊCH",), chair, commune),
                recipients=("Nơi nhận:", "- Như Điều 2;", "- Lưu: VT."),
            ),
        ),
        Fields(
            "Quyết định thôi hưởng trợ cấp xã hội",
            subject="thôi hưởng trợ cấp xã hội hằng tháng",
            number=number,
            issue_date=day,
            agency=commune,
            signer=chair,
            person_name=dead.name,
            personal_number=dead.personal_number,
            birth_date=dead.birth_date,
        ),
    )


def vaccination_notice(facts: Facts, draw: Random) -> Sheet:
    """A practice declares itself fit for vaccination."""
    firm, day = facts.organisation, days_before(facts, draw, 0, 6)
    number = f"{draw.randint(1, 60):02d}/TB-TC"
    return Sheet(
        (
            head((firm.name.upper(), "PHÒNG TIÊM CHỦNG"), number, firm.province, day),
            Title("THÔNG BÁO", ("Cơ sở đủ điều kiện tiêm chủng",)),
            Text(f"Kính gửi: {health_agency(firm.province)}", align="C"),
            entry("Tên cơ sở thông báo", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Người đứng đầu cơ sở", firm.director.name),
            Text(
                "Căn cứ Nghị định số 104/2016/NĐ-CP về hoạt động tiêm chủng, cơ sở đã đáp ứng đủ "
                "điều kiện về nhân sự, "
                "trang thiết bị và diện tích, thông báo để Sở Y tế được biết và đăng tải theo quy định."
            ),
            Signatures(Signature(("NGƯỜI ĐỨNG ĐẦU CƠ SỞ",), firm.director.name, firm.name)),
        ),
        Fields(
            "Thông báo cơ sở đủ điều kiện tiêm chủng",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )


def letter(facts: Facts, draw: Random, subject: str = "Tài liệu kèm theo hồ sơ") -> Sheet:
    """A plain letter of the applicant that says what it is, for any paper without a form of its own."""
    person, day = facts.person, days_before(facts, draw, 1, 20)
    number = f"{draw.randint(10, 999)}/TL-HS"
    return Sheet(
        (
            head((facts.organisation.name.upper(),), number, person.province, day),
            Title(subject.upper()),
            *identity(person),
            Text(
                f"Tài liệu này được lập để nộp trong thành phần hồ sơ thủ tục hành chính, mục: {subject}. "
                "Nội dung chi tiết đã được người lập kiểm tra, đối chiếu với bản chính và lưu tại đơn vị."
            ),
            Text("Người lập chịu trách nhiệm trước pháp luật về tính chính xác của tài liệu."),
            Signatures(by_hand("NGƯỜI LẬP", person, facts, day)),
        ),
        Fields(
            subject,
            number=number,
            issue_date=day,
            agency=facts.organisation.name,
            signer=person.name,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
    )

"""Forms of application. Each lists the other papers of the dossier: a trap for sorting by keywords."""

from random import Random

from local.papers.blocks import Motto, PhotoBox, Sheet, Signature, Signatures, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    by_hand,
    days_before,
    head,
    health_agency,
    identity,
    placed,
    short,
)
from local.papers.truth import Fields


def practice_licence(facts: Facts, draw: Random) -> Sheet:
    """Form 08, annex I of Decree 96/2023: application for a licence to practise medicine."""
    person, day = facts.person, days_before(facts, draw, 0, 3)
    return Sheet(
        (
            Motto(placed(person.province, day)),
            Title("ĐƠN ĐỀ NGHỊ CẤP MỚI GIẤY PHÉP HÀNH NGHỀ", ("khám bệnh, chữa bệnh",)),
            Text(f"Kính gửi: {health_agency(person.province)}", align="C"),
            *identity(person),
            entry("Chức danh chuyên môn đề nghị cấp", "Bác sỹ"),
            Text("Để đề nghị cấp mới giấy phép hành nghề, tôi gửi kèm theo đơn này các giấy tờ sau đây:"),
            Text("1. Bản sao hợp lệ văn bằng chuyên môn", align="L"),
            Text("2. Giấy khám sức khỏe do cơ sở khám bệnh, chữa bệnh đủ điều kiện cấp", align="L"),
            Text("3. Sơ yếu lý lịch tự thuật theo Mẫu 09", align="L"),
            Text("4. Giấy xác nhận hoàn thành quá trình thực hành theo Mẫu 07", align="L"),
            Text("5. Hai ảnh chân dung cỡ 04 cm x 06 cm", align="L"),
            Text("Tôi cam đoan các thông tin trên là đúng sự thật và chịu trách nhiệm trước pháp luật."),
            Signatures(Signature(("NGƯỜI LÀM ĐƠN",), person.name)),
        ),
        Fields(
            "Đơn đề nghị cấp giấy phép hành nghề",
            issue_date=day,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
            signer=person.name,
        ),
    )


def pharmacy_certificate(facts: Facts, draw: Random) -> Sheet:
    """Application of a company for the certificate of eligibility for pharmacy business."""
    firm, day = facts.organisation, days_before(facts, draw, 0, 4)
    number = f"{draw.randint(10, 99)}/ĐĐN-TD"
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("ĐƠN ĐỀ NGHỊ", ("Cấp Giấy chứng nhận đủ điều kiện kinh doanh dược",)),
            Text("Kính gửi: Cục Quản lý Dược - Bộ Y tế", align="C"),
            entry("Tên cơ sở", firm.name),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Trụ sở chính", firm.address),
            entry("Người đại diện theo pháp luật", firm.director.name),
            entry("Loại hình kinh doanh", "Bán buôn thuốc, nguyên liệu làm thuốc"),
            Text(
                "Cơ sở đề nghị được cấp Giấy chứng nhận đủ điều kiện kinh doanh dược và gửi kèm "
                "theo hồ sơ gồm:"
            ),
            Text("- Bản sao Giấy chứng nhận đăng ký doanh nghiệp;", align="L"),
            Text("- Tài liệu về địa điểm, kho bảo quản, danh mục trang thiết bị;", align="L"),
            Text(
                "- Danh sách nhân sự và Chứng chỉ hành nghề dược của người phụ trách chuyên môn;", align="L"
            ),
            Text("- Giấy ủy quyền trong trường hợp nộp hồ sơ qua người khác.", align="L"),
            Text("Cơ sở cam kết chấp hành nghiêm chỉnh các văn bản pháp luật có liên quan về dược."),
            Signatures(
                Signature(("GIÁM ĐỐC",), firm.director.name, firm.name),
                recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
            ),
        ),
        Fields(
            "Đơn đề nghị cấp giấy chứng nhận đủ điều kiện kinh doanh dược",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )


def renewal_request(facts: Facts, draw: Random) -> Sheet:
    """Letter asking to prolong the registration of an insecticide (procedure 1.013874)."""
    firm, day = facts.organisation, days_before(facts, draw, 0, 5)
    number = f"{draw.randint(100, 999)}/CV-GH"
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title(
                "VĂN BẢN ĐỀ NGHỊ GIA HẠN SỐ ĐĂNG KÝ LƯU HÀNH",
                ("Chế phẩm diệt côn trùng, diệt khuẩn dùng trong gia dụng và y tế",),
            ),
            Text("Kính gửi: Cục Phòng bệnh - Bộ Y tế", align="C"),
            entry("Tên đơn vị đăng ký", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Địa chỉ", firm.address),
            entry("Tên chế phẩm", f"THUDU {draw.randint(10, 90)}EC"),
            entry("Hoạt chất", "Permethrin 50% (w/w)"),
            entry("Số đăng ký lưu hành", f"VNDP-HC-{draw.randint(100, 999)}-{draw.randint(1, 12):02d}-21"),
            Text(
                "Đơn vị chúng tôi đề nghị được gia hạn số đăng ký lưu hành của chế phẩm nêu trên. "
                "Hồ sơ kèm theo gồm có: "
                "giấy tờ về tư cách pháp nhân (Giấy chứng nhận đăng ký doanh nghiệp), giấy ủy "
                "quyền của chủ sở hữu chế phẩm "
                "và báo cáo quá trình lưu hành chế phẩm."
            ),
            Text("Chúng tôi cam kết chịu trách nhiệm về tính hợp pháp và chính xác của hồ sơ."),
            Signatures(
                Signature(("TỔNG GIÁM ĐỐC",), firm.director.name, firm.name),
                recipients=("Nơi nhận:", "- Như trên;", "- Lưu: KD."),
            ),
        ),
        Fields(
            "Văn bản đề nghị gia hạn số đăng ký lưu hành",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
        ),
    )


def curriculum_vitae(facts: Facts, draw: Random) -> Sheet:
    """Form 09: the applicant's own account of education and work."""
    person, day = facts.person, days_before(facts, draw, 1, 20)
    school_year = person.birth_date.year + 18
    return Sheet(
        (
            Motto(),
            Title("SƠ YẾU LÝ LỊCH TỰ THUẬT"),
            PhotoBox(),
            *identity(person),
            entry("Dân tộc", "Kinh", ("Tôn giáo", "Không")),
            entry("Trình độ chuyên môn", "Bác sĩ y khoa"),
            Text("I. QUÁ TRÌNH HỌC TẬP", "B", "L"),
            Text(
                f"Từ năm {school_year} đến năm {school_year + 6}: học tại Trường Đại học Y Dược Thí "
                "Dụ, hệ chính quy."
            ),
            Text("II. QUÁ TRÌNH CÔNG TÁC", "B", "L"),
            Text("Từ khi tốt nghiệp đến nay: thực hành chuyên môn tại Bệnh viện đa khoa Giả Định."),
            Text("III. KHEN THƯỞNG, KỶ LUẬT", "B", "L"),
            Text("Chưa bị kỷ luật, chưa bị đình chỉ hành nghề dưới bất kỳ hình thức nào."),
            Text(
                "Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu sai tôi xin hoàn toàn "
                "chịu trách nhiệm."
            ),
            Signatures(by_hand("NGƯỜI KHAI", person, facts, day)),
        ),
        Fields(
            "Sơ yếu lý lịch",
            issue_date=day,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
            signer=person.name,
        ),
    )


def funeral_declaration(facts: Facts, draw: Random) -> Sheet:
    """Form 04 of Decree 20/2021: a relative asks for funeral support."""
    person, dead, day = facts.person, facts.other, days_before(facts, draw, 0, 5)
    died = days_before(facts, draw, 8, 20)
    return Sheet(
        (
            Motto(),
            Title("TỜ KHAI ĐỀ NGHỊ HỖ TRỢ CHI PHÍ MAI TÁNG"),
            Text("I. THÔNG TIN NGƯỜI CHẾT ĐƯỢC MAI TÁNG", "B", "L"),
            entry("Họ và tên người chết", dead.name.upper()),
            entry("Sinh năm", str(dead.birth_date.year), ("Giới tính", dead.sex)),
            entry("Hộ khẩu thường trú", dead.address),
            entry("Ngày chết", short(died), ("Nguyên nhân", "Tuổi già")),
            entry("Thời gian mai táng", short(died)),
            Text("II. THÔNG TIN CÁ NHÂN ĐỨNG RA MAI TÁNG", "B", "L"),
            *identity(person),
            entry("Quan hệ với người chết", "Con"),
            Text(
                "Kèm theo tờ khai: bản sao giấy chứng tử; quyết định hoặc danh sách thôi hưởng trợ "
                "cấp hằng tháng."
            ),
            Text(
                "Tôi xin cam đoan những lời khai trên là đúng sự thật. Đề nghị Ủy ban nhân dân xã "
                "xem xét, giải quyết."
            ),
            Signatures(by_hand("NGƯỜI KHAI", person, facts, day)),
        ),
        Fields(
            "Tờ khai đề nghị hỗ trợ chi phí mai táng",
            issue_date=day,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
            signer=person.name,
        ),
    )

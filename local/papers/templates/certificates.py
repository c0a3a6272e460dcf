"""Licences and certificates with their number under the title, in two languages, or across the sheet."""

from random import Random

from local.papers.blocks import (
    A4_ACROSS,
    Columns,
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
    DRUG_ADMINISTRATION,
    ENGLISH_MONTHS,
    MINISTRY,
    SCHOOLS,
    about,
    days_before,
    head,
    health_agency,
    health_office,
    in_words,
    official,
    placed,
    short,
    town,
    years_after,
)
from local.papers.truth import Fields


def operating_licence(facts: Facts, draw: Random) -> Sheet:
    """Licence of a clinic: its number under the title, the doctor in charge with a number of his own."""
    firm, doctor, chief = facts.organisation, facts.person, official(draw)
    day = days_before(facts, draw, 20, 900)
    number = f"{draw.randint(100, 9999):05d}/{town(firm.province)[0]}-GPHĐ"
    return Sheet(
        (
            Letterhead(health_office(firm.province), None, placed(firm.province, day)),
            Title("GIẤY PHÉP HOẠT ĐỘNG", ("khám bệnh, chữa bệnh",)),
            Text(f"Số: {number}", "", "C"),
            Text("Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023;", "I"),
            Text("GIÁM ĐỐC SỞ Y TẾ CẤP GIẤY PHÉP HOẠT ĐỘNG", "B", "C"),
            entry("1. Tên cơ sở", firm.name.upper()),
            entry("2. Hình thức tổ chức", "Phòng khám đa khoa"),
            entry("3. Người chịu trách nhiệm chuyên môn kỹ thuật", f"BS. {doctor.name}"),
            entry(
                "Số giấy phép hành nghề",
                f"{draw.randint(1000, 9999):06d}/GPHN",
                ("Cấp ngày", short(facts.person.card_issued)),
            ),
            entry("4. Địa điểm", firm.address),
            entry("5. Thời gian làm việc", "từ 07 giờ 30 đến 17 giờ 00 hằng ngày"),
            Signatures(
                Signature(("GIÁM ĐỐC",), chief, "SỞ Y TẾ"),
                recipients=("Nơi nhận:", "- Cơ sở;", "- Lưu: VT, NVY."),
            ),
        ),
        Fields(
            "Giấy phép hoạt động khám bệnh, chữa bệnh",
            number=number,
            issue_date=day,
            agency=health_agency(firm.province),
            signer=chief,
            person_name=doctor.name,
        ),
    )


def old_practice_certificate(facts: Facts, draw: Random) -> Sheet:
    """A certificate of practice of before 2024, lying across, with the card's day of issue."""
    person, chief, day = facts.person, official(draw), days_before(facts, draw, 900, 2600)
    number = f"{draw.randint(1000, 9999):06d}/{town(person.province)[0]}-CCHN"
    return Sheet(
        (
            Letterhead(("BỘ Y TẾ", health_agency(person.province).upper()), None, None),
            Title("CHỨNG CHỈ HÀNH NGHỀ", ("KHÁM BỆNH, CHỮA BỆNH",)),
            Text(f"Số: {number}", "B", "C"),
            entry("Họ và tên", person.name.upper()),
            entry("Ngày, tháng, năm sinh", short(person.birth_date)),
            entry(
                "Số chứng minh nhân dân/Căn cước công dân",
                person.personal_number,
                ("Ngày cấp", short(person.card_issued)),
            ),
            entry("Chỗ ở hiện nay", person.address),
            entry("Văn bằng chuyên môn", "Bác sỹ đa khoa"),
            entry("Phạm vi hoạt động chuyên môn", "Khám bệnh, chữa bệnh Nội khoa"),
            Signatures(Signature(("GIÁM ĐỐC",), chief, "SỞ Y TẾ", placed(person.province, day))),
        ),
        Fields(
            "Chứng chỉ hành nghề khám bệnh, chữa bệnh",
            number=number,
            issue_date=day,
            agency=health_agency(person.province),
            signer=chief,
            **about(person),
        ),
        size=A4_ACROSS,
    )


def bilingual_degree(facts: Facts, draw: Random) -> Sheet:
    """A degree as two pages side by side: English on the left, Vietnamese on the right."""
    person, rector, school = facts.person, official(draw), draw.choice(SCHOOLS)
    day = days_before(facts, draw, 400, 3000)
    serial = f"{draw.choice('ABC')}{draw.randint(100_000, 999_999)}"
    born = short(person.birth_date)
    plain_name = person.name
    return Sheet(
        (
            Columns(
                (
                    ("SOCIALIST REPUBLIC OF VIET NAM", "B", 10.5),
                    ("Independence - Freedom - Happiness", "B", 10),
                    ("THE RECTOR OF MOCK MEDICAL UNIVERSITY", "", 10.5),
                    ("has conferred", "I", 10.5),
                    ("THE DEGREE OF BACHELOR", "B", 14),
                    ("PHARMACY", "B", 12),
                    (f"Upon: {plain_name}", "", 12),
                    (f"Date of birth: {born}", "", 12),
                    ("Year of graduation: " + str(day.year), "", 12),
                    ("Degree classification: Good", "", 12),
                ),
                (
                    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B", 10.5),
                    ("Độc lập - Tự do - Hạnh phúc", "B", 10),
                    (f"HIỆU TRƯỞNG {school}", "", 10.5),
                    ("cấp", "I", 10.5),
                    ("BẰNG CỬ NHÂN", "B", 14),
                    ("DƯỢC HỌC", "B", 12),
                    (f"Cho: {plain_name}", "", 12),
                    (f"Ngày sinh: {born}", "", 12),
                    ("Năm tốt nghiệp: " + str(day.year), "", 12),
                    ("Xếp loại tốt nghiệp: Giỏi", "", 12),
                ),
            ),
            Signatures(Signature(("HIỆU TRƯỞNG",), rector, school, placed(person.province, day))),
            Text(f"Số hiệu: {serial}", align="L"),
            Text(f"Số vào sổ cấp bằng: {draw.randint(1000, 9999)}", align="L"),
        ),
        Fields(
            "Bằng cử nhân dược",
            number=serial,
            issue_date=day,
            agency=school,
            signer=rector,
            person_name=person.name,
            birth_date=person.birth_date,
        ),
        size=A4_ACROSS,
    )


def land_certificate(facts: Facts, draw: Random) -> Sheet:
    """Certificate of land use: owner, plot, numbers of several kinds."""
    owner, chief, day = facts.person, official(draw), days_before(facts, draw, 300, 3000)
    number = f"CS {draw.randint(10_000, 99_999):06d}"
    return Sheet(
        (
            Motto(),
            Title("GIẤY CHỨNG NHẬN", ("QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",)),
            Text("I. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất", "B", "L"),
            entry("Ông" if owner.sex == "Nam" else "Bà", owner.name.upper()),
            entry("Sinh ngày", short(owner.birth_date)),
            entry("CCCD số", owner.personal_number),
            entry("Địa chỉ thường trú", owner.address),
            Text("II. Thửa đất", "B", "L"),
            entry("a) Thửa đất số", str(draw.randint(2, 400)), ("tờ bản đồ số", str(draw.randint(1, 60)))),
            entry("b) Diện tích", f"{draw.randint(60, 400)},{draw.randint(0, 9)} m2"),
            entry("c) Mục đích sử dụng", "Đất ở tại đô thị"),
            entry("d) Thời hạn sử dụng", "Lâu dài"),
            Signatures(
                Signature(
                    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
                    chief,
                    "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
                    placed(owner.province, day),
                )
            ),
            entry("Số phát hành", number),
            entry("Số vào sổ cấp giấy chứng nhận", f"CH{draw.randint(1000, 9999)}"),
        ),
        Fields(
            "Giấy chứng nhận quyền sử dụng đất",
            number=number,
            issue_date=day,
            signer=chief,
            **about(owner),
        ),
    )


def quality_certificate(facts: Facts, draw: Random) -> Sheet:
    """A certificate of a quality system in English."""
    firm, chief = facts.organisation, official(draw)
    day = days_before(facts, draw, 100, 900)
    until, number = years_after(day, 3), f"QMS-{draw.randint(1000, 9999)}-{day:%y}"
    english = f"{day:%d} {ENGLISH_MONTHS[day.month - 1]} {day:%Y}"
    end = f"{ENGLISH_MONTHS[until.month - 1]} {until.day}, {until.year}"
    return Sheet(
        (
            Text("MOCK ASSURANCE VIETNAM", "B", "C", 16),
            Title("CERTIFICATE", ("This is to certify that the management system of",)),
            Text(firm.name.upper(), "B", "C"),
            Text("has been assessed and found to conform to ISO 13485:2016 for the scope:", align="C"),
            Text("Manufacture and distribution of medical devices", "I", "C"),
            entry("Certificate No.", number),
            entry("Date of issue", english),
            entry("Valid until", end),
            Signatures(Signature(("CERTIFICATION DIRECTOR",), chief, "MOCK ASSURANCE")),
        ),
        Fields("Certificate ISO 13485", number=number, issue_date=day, expiry=until, signer=chief),
        face="sans",
    )


def drug_registration(facts: Facts, draw: Random) -> Sheet:
    """Registration of a drug: a table of label and value, an end of validity."""
    firm, chief, day = facts.organisation, official(draw), days_before(facts, draw, 30, 700)
    until, number = years_after(day, 5), f"{draw.randint(100, 999)}/GĐKLH-QLD"
    return Sheet(
        (
            head((MINISTRY, DRUG_ADMINISTRATION), number, "Thành phố Hà Nội", day),
            Title("GIẤY ĐĂNG KÝ LƯU HÀNH THUỐC"),
            Table(
                ("Thông tin", "Nội dung"),
                (
                    ("Tên thuốc", "Mẫuphan 500"),
                    ("Hoạt chất, hàm lượng", "Paracetamol 500 mg"),
                    ("Dạng bào chế", "Viên nén"),
                    ("Số đăng ký", f"8931{draw.randint(10_000_000, 99_999_999)}"),
                    ("Cơ sở đăng ký", firm.name),
                    ("Địa chỉ", firm.address),
                    ("Ngày hết hiệu lực", short(until)),
                ),
                (0.36, 0.64),
            ),
            Text("Cơ sở phải báo cáo thay đổi, bổ sung trong thời hạn hiệu lực của giấy đăng ký lưu hành."),
            Signatures(
                Signature(("CỤC TRƯỞNG",), chief, DRUG_ADMINISTRATION),
                recipients=("Nơi nhận:", "- Cơ sở đăng ký;", "- Lưu: VT, ĐK."),
            ),
        ),
        Fields(
            "Giấy đăng ký lưu hành thuốc",
            number=number,
            issue_date=day,
            expiry=until,
            agency="Cục Quản lý Dược",
            signer=chief,
        ),
    )


def changed_registration(facts: Facts, draw: Random) -> Sheet:
    """A registration of business that was changed: the last change is this paper's date."""
    firm, clerk = facts.organisation, official(draw)
    first, last = days_before(facts, draw, 1500, 4000), days_before(facts, draw, 20, 900)
    boss = firm.director
    return Sheet(
        (
            Letterhead((f"SỞ TÀI CHÍNH {firm.province.upper()}", "PHÒNG ĐĂNG KÝ KINH DOANH"), None, None),
            Title("GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", ("CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN",)),
            Text(f"Mã số doanh nghiệp: {firm.tax_code}", "B", "C"),
            Text(f"Đăng ký lần đầu: {in_words(first)}", "I", "C"),
            Text(f"Đăng ký thay đổi lần thứ: {draw.randint(2, 9)}, {in_words(last)}", "I", "C"),
            entry("1. Tên công ty", firm.name.upper()),
            entry("2. Địa chỉ trụ sở chính", firm.address),
            entry("Điện thoại", f"0{draw.randint(200_000_000, 399_999_999)}", ("Fax", "Không")),
            entry("3. Vốn điều lệ", f"{draw.randint(2, 90)}.000.000.000 đồng"),
            Text("4. Thông tin về chủ sở hữu", "B", "L"),
            entry("Họ, chữ đệm và tên", boss.name.upper(), ("Giới tính", boss.sex)),
            entry("Ngày, tháng, năm sinh", short(boss.birth_date), ("Dân tộc", "Kinh")),
            entry("Số định danh cá nhân", boss.personal_number),
            entry("Địa chỉ liên lạc", boss.address),
            Signatures(
                Signature(("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), clerk, "PHÒNG ĐĂNG KÝ KINH DOANH")
            ),
        ),
        Fields(
            "Giấy chứng nhận đăng ký doanh nghiệp",
            issue_date=last,
            agency="PHÒNG ĐĂNG KÝ KINH DOANH",
            signer=clerk,
            tax_code=firm.tax_code,
            **about(boss),
        ),
    )

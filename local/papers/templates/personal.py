"""Papers about a person: degrees, health, practice, death, the citizen card and the portrait."""

from datetime import timedelta
from random import Random

from local.papers.blocks import (
    CARD,
    Card,
    Letterhead,
    Motto,
    Sheet,
    Signature,
    Signatures,
    Text,
    Title,
    entry,
)
from local.papers.facts import Facts
from local.papers.templates.common import (
    HOSPITALS,
    SCHOOLS,
    days_before,
    doctor,
    head,
    identity,
    in_words,
    official,
    placed,
    short,
    years_after,
)
from local.papers.truth import Fields


def degree(facts: Facts, draw: Random) -> Sheet:
    """A doctor's degree with its serial number and the number in the register."""
    person, school = facts.person, draw.choice(SCHOOLS)
    day, rector = days_before(facts, draw, 700, 2500), official(draw)
    number = f"{draw.randint(10000, 99999)}/BSYK"
    return Sheet(
        (
            Letterhead(("BỘ GIÁO DỤC VÀ ĐÀO TẠO", school), None, None),
            Text("HIỆU TRƯỞNG", "B", "C", 14),
            Text(school, "B", "C", 14),
            Text("cấp", "I", "C", 14),
            Title("BẰNG TỐT NGHIỆP ĐẠI HỌC", ("BÁC SĨ Y KHOA",)),
            entry("Cho", person.name),
            entry("Ngày sinh", short(person.birth_date), ("Giới tính", person.sex)),
            entry("Ngành đào tạo", "Y khoa", ("Xếp loại tốt nghiệp", "Khá")),
            entry("Hình thức đào tạo", "Chính quy"),
            entry("Số hiệu", number),
            entry("Số vào sổ gốc cấp văn bằng", f"{draw.randint(100, 999)}/{day.year}/ĐHYD"),
            Signatures(Signature(("HIỆU TRƯỞNG",), rector, school, placed(person.province, day))),
        ),
        Fields(
            "Văn bằng chuyên môn",
            number=number,
            issue_date=day,
            agency=school,
            signer=rector,
            person_name=person.name,
            birth_date=person.birth_date,
        ),
    )


def specialist_diploma(facts: Facts, draw: Random) -> Sheet:
    """A first-degree specialist's diploma."""
    person, school = facts.person, draw.choice(SCHOOLS)
    day, rector = days_before(facts, draw, 200, 900), official(draw)
    number = f"CK1-{draw.randint(1000, 9999)}"
    return Sheet(
        (
            Motto(),
            Title("BẰNG CHUYÊN KHOA CẤP I", ("(Chuyên ngành: Nội khoa)",)),
            Text(f"{school.title()} công nhận", align="C"),
            entry("Ông (Bà)", person.name.upper()),
            entry("Sinh ngày", in_words(person.birth_date).removeprefix("ngày ")),
            entry("Nơi sinh", person.province),
            Text(
                "đã hoàn thành chương trình đào tạo bác sĩ chuyên khoa cấp I, "
                f"khóa học {day.year - 2} - {day.year}, "
                "bảo vệ thành công luận văn tốt nghiệp trước Hội đồng chấm thi."
            ),
            entry("Số hiệu văn bằng", number),
            Signatures(Signature(("HIỆU TRƯỞNG",), rector, school, placed(person.province, day))),
        ),
        Fields(
            "Văn bằng chuyên khoa",
            number=number,
            issue_date=day,
            agency=school,
            signer=rector,
            person_name=person.name,
            birth_date=person.birth_date,
        ),
        face="sans",
    )


def language_certificate(facts: Facts, draw: Random) -> Sheet:
    """Proof that a foreign practitioner speaks Vietnamese."""
    person, school = facts.person, draw.choice(SCHOOLS)
    day, head_of = days_before(facts, draw, 60, 500), official(draw)
    number = f"{draw.randint(10, 300)}/GCN-TV"
    return Sheet(
        (
            head((school, "TRUNG TÂM NGÔN NGỮ"), number, person.province, day),
            Title("GIẤY CHỨNG NHẬN", ("Biết tiếng Việt thành thạo trong khám bệnh, chữa bệnh",)),
            Text("Căn cứ kết quả kiểm tra, sát hạch của Hội đồng, chứng nhận:"),
            *identity(person),
            entry("Kết quả", "Đạt yêu cầu, thành thạo cả bốn kỹ năng nghe, nói, đọc, viết"),
            Text("Giấy chứng nhận này được cấp để nộp kèm hồ sơ đề nghị cấp giấy phép hành nghề."),
            Signatures(
                Signature(("GIÁM ĐỐC TRUNG TÂM",), head_of, school),
                recipients=("Nơi nhận:", "- Người được cấp;", "- Lưu: ĐT."),
            ),
        ),
        Fields(
            "Giấy chứng nhận biết tiếng Việt thành thạo",
            number=number,
            issue_date=day,
            agency=school,
            signer=head_of,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
    )


def health_certificate(facts: Facts, draw: Random) -> Sheet:
    """Health certificate of Circular 32/2023: findings by a hospital, valid twelve months."""
    person, hospital = facts.person, draw.choice(HOSPITALS)
    day, examiner = days_before(facts, draw, 5, 90), doctor(draw)
    number = f"{draw.randint(100, 4000)}/GKSK-{hospital.split()[-2][0]}{hospital.split()[-1][0]}"
    return Sheet(
        (
            head(("SỞ Y TẾ", hospital), number, person.province, day),
            Title("GIẤY KHÁM SỨC KHỎE"),
            *identity(person),
            entry("Lý do khám sức khỏe", "Đề nghị cấp giấy phép hành nghề"),
            Text("I. KHÁM THỂ LỰC", "B", "L"),
            entry("Chiều cao", f"{draw.randint(150, 180)} cm", ("Cân nặng", f"{draw.randint(45, 80)} kg")),
            entry(
                "Mạch",
                f"{draw.randint(66, 84)} lần/phút",
                ("Huyết áp", f"{draw.randint(110, 128)}/{draw.randint(70, 82)} mmHg"),
            ),
            Text("II. KHÁM LÂM SÀNG", "B", "L"),
            entry("Tuần hoàn", "Bình thường", ("Hô hấp", "Bình thường")),
            entry("Mắt", "10/10", ("Tai - Mũi - Họng", "Bình thường")),
            Text("III. KẾT LUẬN", "B", "L"),
            entry("Phân loại sức khỏe", "Loại II"),
            Text(
                "Đủ sức khỏe để hành nghề khám bệnh, chữa bệnh. Giấy này có giá trị 12 tháng kể từ "
                "ngày ký kết luận."
            ),
            Signatures(Signature(("NGƯỜI KẾT LUẬN",), examiner, hospital)),
        ),
        Fields(
            "Giấy khám sức khỏe",
            number=number,
            issue_date=day,
            expiry=None,
            agency=hospital,
            signer=examiner,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
    )


def practice_confirmation(facts: Facts, draw: Random) -> Sheet:
    """Form 07: a hospital confirms twelve months of supervised practice."""
    person, hospital = facts.person, draw.choice(HOSPITALS)
    day, director = days_before(facts, draw, 10, 60), doctor(draw)
    start = day - timedelta(days=380)
    number = f"{draw.randint(10, 200)}/GXN-BV"
    return Sheet(
        (
            head(("SỞ Y TẾ", hospital), number, person.province, day),
            Title("GIẤY XÁC NHẬN", ("Hoàn thành quá trình thực hành khám bệnh, chữa bệnh",)),
            Text(f"{hospital.capitalize()} xác nhận:"),
            *identity(person),
            entry("Văn bằng chuyên môn", "Bác sĩ y khoa"),
            Text(
                f"đã hoàn thành quá trình thực hành tại đơn vị từ {in_words(start)} đến "
                f"{in_words(day - timedelta(days=10))} "
                f"dưới sự hướng dẫn của {doctor(draw)}, với kết quả như sau:"
            ),
            entry("1. Về năng lực chuyên môn", "Thực hiện tốt các kỹ thuật theo chương trình thực hành"),
            entry("2. Về đạo đức nghề nghiệp", "Chấp hành nghiêm quy tắc ứng xử, tận tình với người bệnh"),
            Signatures(
                Signature(("GIÁM ĐỐC",), director, hospital),
                recipients=("Nơi nhận:", "- Người thực hành;", "- Lưu: VT, TCCB."),
            ),
        ),
        Fields(
            "Giấy xác nhận hoàn thành quá trình thực hành",
            number=number,
            issue_date=day,
            agency=hospital,
            signer=director,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
    )


def death_certificate(facts: Facts, draw: Random) -> Sheet:
    """Extract from the register of deaths, issued by a commune."""
    dead, clerk = facts.other, official(draw)
    day = days_before(facts, draw, 4, 7)
    died = day - timedelta(days=draw.randint(1, 4))
    number = f"{draw.randint(10, 140)}/TLKT"
    commune = f"ỦY BAN NHÂN DÂN {dead.address.split(', ')[1].upper()}"
    return Sheet(
        (
            head((dead.province.upper(), commune), number, dead.province, day),
            Title("TRÍCH LỤC KHAI TỬ", ("(Giấy chứng tử - Bản sao)",)),
            entry("Họ, chữ đệm, tên", dead.name.upper()),
            entry("Ngày, tháng, năm sinh", short(dead.birth_date), ("Giới tính", dead.sex)),
            entry("Dân tộc", "Kinh", ("Quốc tịch", "Việt Nam")),
            entry("Số định danh cá nhân", dead.personal_number),
            entry("Nơi cư trú cuối cùng", dead.address),
            entry(
                "Đã chết vào lúc",
                f"{draw.randint(1, 23):02d} giờ {draw.randint(0, 59):02d} phút, {in_words(died)}",
            ),
            entry("Nơi chết", "Tại nhà riêng", ("Nguyên nhân", "Tuổi già")),
            Text(f"Đăng ký khai tử tại {commune.title().replace('Ủy Ban Nhân Dân', 'Ủy ban nhân dân')}."),
            Signatures(Signature(("NGƯỜI KÝ TRÍCH LỤC", "CHỦ TỊCH"), clerk, commune)),
        ),
        Fields(
            "Giấy chứng tử",
            number=number,
            issue_date=day,
            agency=commune,
            signer=clerk,
            person_name=dead.name,
            personal_number=dead.personal_number,
            birth_date=dead.birth_date,
        ),
    )


def citizen_card(facts: Facts, _: Random) -> Sheet:
    """The front of a chip card; its code says number, old number, name, birth, sex, address, day of issue."""
    person = facts.person
    expiry = next(
        (
            years_after(person.birth_date, age)
            for age in (25, 40, 60)
            if years_after(person.birth_date, age) > facts.day
        ),
        None,
    )
    qr = "|".join(
        (
            person.personal_number,
            "",
            person.name,
            f"{person.birth_date:%d%m%Y}",
            person.sex,
            person.address,
            f"{person.card_issued:%d%m%Y}",
        )
    )
    return Sheet(
        (
            Card(
                person_name=person.name.upper(),
                personal_number=person.personal_number,
                birth_date=short(person.birth_date),
                sex=person.sex,
                home=person.address.split(", ", 1)[1],
                address=person.address,
                expiry=short(expiry) if expiry else "Không thời hạn",
                qr=qr,
            ),
        ),
        Fields(
            "Căn cước công dân",
            issue_date=person.card_issued,  # in the code only
            expiry=expiry,
            person_name=person.name,
            personal_number=person.personal_number,
            birth_date=person.birth_date,
        ),
        face="sans",
        size=CARD,
        qr=qr,
    )

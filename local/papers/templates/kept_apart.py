"""Papers made to measure on, and never looked at while rules of reading are written: people."""

from datetime import timedelta
from random import Random

from local.papers.blocks import (
    A4_ACROSS,
    Columns,
    Letterhead,
    Motto,
    PhotoBox,
    Sheet,
    Signature,
    Signatures,
    Text,
    Title,
    entry,
)
from local.papers.facts import Facts
from local.papers.templates.common import (
    ENGLISH_MONTHS,
    about,
    commune_of,
    days_before,
    head,
    in_words,
    official,
    placed,
    plain,
    short,
    town,
)
from local.papers.truth import Fields


def judicial_record(facts: Facts, draw: Random) -> Sheet:
    """Judicial record no. 1: numbered lines, the card's own day and place of issue among them."""
    person, day, chief = facts.person, days_before(facts, draw, 5, 150), official(draw)
    number = f"{draw.randint(100, 9999)}/{day.year}/STP-LLTP"
    return Sheet(
        (
            head((f"ỦY BAN NHÂN DÂN {person.province.upper()}", "SỞ TƯ PHÁP"), number, person.province, day),
            Title("PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1"),
            Text("Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;", "I"),
            Text("XÁC NHẬN:", "B", "C"),
            entry("1. Họ và tên", person.name.upper()),
            entry("2. Giới tính", person.sex),
            entry("3. Ngày, tháng, năm sinh", short(person.birth_date)),
            entry("4. Nơi sinh", person.province),
            entry("5. Quốc tịch", "Việt Nam"),
            entry("6. Nơi thường trú", person.address),
            entry("7. Giấy CMND/Căn cước", person.personal_number),
            Text(
                f"Cấp ngày {in_words(person.card_issued).removeprefix('ngày ')}, tại: Cục Cảnh sát quản lý hành chính "
                "về trật tự xã hội",
                align="L",
            ),
            entry("8. Tình trạng án tích", "Không có án tích"),
            Signatures(
                Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), chief, "SỞ TƯ PHÁP"),
                Signature(("NGƯỜI LẬP PHIẾU",), official(draw)),
            ),
        ),
        Fields(
            "Phiếu lý lịch tư pháp",
            number=number,
            issue_date=day,
            agency="SỞ TƯ PHÁP",
            signer=chief,
            **about(person),
        ),
    )


def birth_certificate(facts: Facts, draw: Random) -> Sheet:
    """The original of a birth certificate: the child first, then both parents with their own papers."""
    child, mother, chair = facts.person, facts.other, official(draw)
    day = child.birth_date + timedelta(days=draw.randint(5, 50))
    number = f"{draw.randint(10, 400)}/{day.year}"
    commune = commune_of(child)
    return Sheet(
        (
            Letterhead((child.province.upper(), commune), f"Số: {number}", None),
            Title("GIẤY KHAI SINH"),
            entry("Họ, chữ đệm, tên", child.name.upper()),
            entry("Ngày, tháng, năm sinh", short(child.birth_date)),
            entry("Ghi bằng chữ", "theo đúng ngày, tháng, năm nêu trên"),
            entry("Giới tính", child.sex, ("Dân tộc", "Kinh"), ("Quốc tịch", "Việt Nam")),
            entry("Nơi sinh", f"Bệnh viện Phụ sản {town(child.province)}"),
            entry("Số định danh cá nhân", child.personal_number),
            entry("Họ, chữ đệm, tên người mẹ", mother.name.upper()),
            entry("Năm sinh", str(mother.birth_date.year), ("Dân tộc", "Kinh"), ("Quốc tịch", "Việt Nam")),
            entry("Nơi cư trú", mother.address),
            entry("Họ, chữ đệm, tên người đi khai sinh", mother.name.upper()),
            entry("Giấy tờ tùy thân", f"Căn cước số {mother.personal_number}"),
            entry("Nơi đăng ký khai sinh", commune.title().replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân")),
            entry("Ngày, tháng, năm đăng ký", short(day)),
            Signatures(
                Signature(("NGƯỜI KÝ GIẤY KHAI SINH", "CHỦ TỊCH"), chair, commune),
                Signature(("NGƯỜI ĐI KHAI SINH",), mother.name),
            ),
        ),
        Fields("Giấy khai sinh", number=number, issue_date=day, agency=commune, signer=chair, **about(child)),
    )


def pharmacist_certificate(facts: Facts, draw: Random) -> Sheet:
    """A pharmacist's certificate of practice, a sheet lying across, its number under the title."""
    person, day, chief = facts.person, days_before(facts, draw, 100, 1500), official(draw)
    number = f"{draw.randint(100, 9999)}/CCHN-D-SYT"
    return Sheet(
        (
            Letterhead((f"UBND {person.province.upper()}", "SỞ Y TẾ"), None, None),
            Title("CHỨNG CHỈ HÀNH NGHỀ DƯỢC"),
            Text(f"Số: {number}", "", "C"),
            entry("Cấp cho ông/bà", person.name),
            entry("Sinh ngày", short(person.birth_date), ("Giới tính", person.sex)),
            entry(
                "Số CMND/Thẻ CCCD/Hộ chiếu", person.personal_number, ("Ngày cấp", short(person.card_issued))
            ),
            entry("Văn bằng chuyên môn", "Dược sĩ đại học"),
            entry("Phạm vi hoạt động chuyên môn", "Chịu trách nhiệm chuyên môn về dược của nhà thuốc"),
            Signatures(Signature(("GIÁM ĐỐC",), chief, "SỞ Y TẾ", placed(person.province, day))),
        ),
        Fields(
            "Chứng chỉ hành nghề dược",
            number=number,
            issue_date=day,
            agency="SỞ Y TẾ",
            signer=chief,
            **about(person),
        ),
        size=A4_ACROSS,
    )


def course_certificate(facts: Facts, draw: Random) -> Sheet:
    """A certificate of training in two languages, its date in English."""
    person, day, chief = facts.person, days_before(facts, draw, 60, 900), official(draw)
    number = f"CME-{day.year}-{draw.randint(100, 9999)}"
    english = f"{day:%d} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return Sheet(
        (
            Columns(
                (("HANOI INSTITUTE OF MOCK MEDICINE", "B", 11.5), ("CONTINUING EDUCATION CENTRE", "", 10.5)),
                (("VIỆN Y HỌC GIẢ ĐỊNH HÀ NỘI", "B", 11.5), ("TRUNG TÂM ĐÀO TẠO LIÊN TỤC", "", 10.5)),
            ),
            Title("CHỨNG CHỈ ĐÀO TẠO LIÊN TỤC", ("CERTIFICATE OF CONTINUING MEDICAL EDUCATION",)),
            entry("Cấp cho / Awarded to", person.name.upper()),
            entry("Ngày sinh / Date of birth", short(person.birth_date)),
            entry("Khóa học / Course", "Siêu âm tổng quát trong thực hành lâm sàng"),
            entry("Thời lượng / Duration", f"{draw.randint(24, 96)} tiết học"),
            entry("Số chứng chỉ / Certificate No.", number),
            entry("Ngày cấp / Date of issue", english),
            Signatures(Signature(("VIỆN TRƯỞNG / DIRECTOR",), chief, "VIỆN Y HỌC GIẢ ĐỊNH")),
        ),
        Fields(
            "Chứng chỉ đào tạo liên tục",
            number=number,
            issue_date=day,
            agency="VIỆN Y HỌC GIẢ ĐỊNH HÀ NỘI",
            signer=chief,
            person_name=person.name,
            birth_date=person.birth_date,
        ),
        face="sans",
    )


def recognition_request(facts: Facts, draw: Random) -> Sheet:
    """A citizen's request filled into dotted lines; it names the degree, the licence and the health certificate."""
    person, day = facts.person, days_before(facts, draw, 0, 6)
    dots = "." * 8
    return Sheet(
        (
            Motto(),
            Title("ĐƠN XIN CẤP LẠI GIẤY CHỨNG NHẬN LƯƠNG Y"),
            Text(f"Kính gửi: Sở Y tế {town(person.province)}", align="C"),
            PhotoBox(),
            Text(f"Tôi tên là: {dots}{person.name}{dots}", align="L"),
            Text(
                f"Sinh ngày {dots}{plain(person.birth_date)}{dots} Giới tính {dots}{person.sex}{dots}",
                align="L",
            ),
            Text(f"CCCD số: {dots}{person.personal_number}{dots}", align="L"),
            Text(f"Cấp ngày {dots}{plain(person.card_issued)}{dots} Nơi cấp: Bộ Công an", align="L"),
            Text(f"Chỗ ở hiện nay: {dots}{person.address}", align="L"),
            Text(
                "Tôi đã được cấp Giấy chứng nhận là lương y nhưng bị mất trong khi chuyển nhà. Tôi gửi kèm đơn này: "
                "bản sao Bằng tốt nghiệp, Giấy phép hành nghề, Giấy khám sức khỏe và 02 ảnh màu."
            ),
            Text("Kính mong quý cơ quan xem xét, giải quyết."),
            Signatures(Signature(("NGƯỜI VIẾT ĐƠN",), person.name, None, placed(person.province, day))),
        ),
        Fields(
            "Đơn xin cấp lại giấy chứng nhận lương y",
            issue_date=day,
            signer=person.name,
            **about(person),
        ),
    )

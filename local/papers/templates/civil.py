"""Papers of a citizen's life: extracts, confirmations, examinations, receipts, the back of the card."""

from datetime import timedelta
from random import Random

from local.papers.blocks import (
    A5,
    CARD,
    CardBack,
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
from local.papers.folded import without_tone_marks
from local.papers.persons import Person
from local.papers.templates.common import (
    HOSPITALS,
    about,
    commune_of,
    days_before,
    doctor,
    head,
    in_words,
    official,
    placed,
    plain,
    short,
    town,
)
from local.papers.truth import Fields


def birth_extract(facts: Facts, draw: Random) -> Sheet:
    """An extract from the register of births: registered long ago, issued now."""
    child, clerk, day = facts.person, official(draw), days_before(facts, draw, 3, 200)
    registered = child.birth_date + timedelta(days=30)
    number, commune = f"{draw.randint(100, 2000)}/TLKS-BS", commune_of(child)
    return Sheet(
        (
            head((child.province.upper(), commune), number, child.province, day),
            Title("TRÍCH LỤC KHAI SINH", ("(BẢN SAO)",)),
            entry("Họ, chữ đệm, tên", child.name.upper()),
            entry("Ngày, tháng, năm sinh", f"{short(child.birth_date)}", ("Giới tính", child.sex)),
            entry("Số định danh cá nhân", child.personal_number),
            entry("Nơi sinh", f"Trạm y tế {child.address.split(', ')[1]}"),
            entry("Họ, chữ đệm, tên người mẹ", facts.other.name.upper()),
            entry("Nơi đăng ký khai sinh", commune.title().replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân")),
            entry("Số", f"{draw.randint(1, 90)}/{registered.year}", ("ngày", short(registered))),
            Signatures(Signature(("NGƯỜI KÝ TRÍCH LỤC", "PHÓ CHỦ TỊCH"), clerk, commune)),
        ),
        Fields(
            "Trích lục khai sinh", number=number, issue_date=day, agency=commune, signer=clerk, **about(child)
        ),
    )


def marital_confirmation(facts: Facts, draw: Random) -> Sheet:
    """Confirmation of marital status, valid six months by its words, without an end date."""
    person, clerk, day = facts.person, official(draw), days_before(facts, draw, 3, 150)
    number, commune = f"{draw.randint(10, 900)}/UBND-XNTTHN", commune_of(person)
    return Sheet(
        (
            head((person.province.upper(), commune), number, person.province, day),
            Title("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"),
            Text(commune, "B", "C"),
            Text(
                f"Xét đề nghị của ông/bà: {person.name}, về việc cấp giấy xác nhận tình trạng hôn nhân",
                align="L",
            ),
            Text("XÁC NHẬN:", "B", "C"),
            entry("Họ, chữ đệm, tên", person.name.upper()),
            entry("Ngày, tháng, năm sinh", short(person.birth_date)),
            entry("Giới tính", person.sex, ("Dân tộc", "Kinh"), ("Quốc tịch", "Việt Nam")),
            entry(
                "Giấy tờ tùy thân",
                f"Căn cước công dân số {person.personal_number}, cấp ngày {short(person.card_issued)}",
            ),
            entry("Nơi cư trú", person.address),
            entry("Tình trạng hôn nhân", "Chưa đăng ký kết hôn với ai"),
            Text(
                "Giấy này được cấp để: bổ sung hồ sơ. Giấy có giá trị sử dụng trong 06 tháng kể từ ngày cấp."
            ),
            Signatures(Signature(("NGƯỜI KÝ", "CHỦ TỊCH"), clerk, commune)),
        ),
        Fields(
            "Giấy xác nhận tình trạng hôn nhân",
            number=number,
            issue_date=day,
            agency=commune,
            signer=clerk,
            **about(person),
        ),
    )


def driver_health(facts: Facts, draw: Random) -> Sheet:
    """Health certificate of a driver; the date stands above the signature only."""
    person, hospital, day = facts.person, draw.choice(HOSPITALS), days_before(facts, draw, 3, 100)
    examiner, number = doctor(draw), f"{draw.randint(100, 9999)}/GKSKLX-{day:%y}"
    return Sheet(
        (
            Letterhead((town(person.province).upper(), hospital), f"Số: {number}", None),
            Title("GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE"),
            Text(f"Họ và tên (chữ in hoa): {person.name.upper()}", align="L"),
            Text(f"Giới: {person.sex}        Ngày sinh: {short(person.birth_date)}", align="L"),
            Text(f"Số CMND/CCCD/Hộ chiếu: {person.personal_number}", align="L"),
            Text(f"Cấp ngày {short(person.card_issued)} tại Cục Cảnh sát QLHC về TTXH", align="L"),
            Text(f"Chỗ ở hiện tại: {person.address}", align="L"),
            Text("Đề nghị khám sức khỏe để lái xe hạng: B", align="L"),
            Text("I. TIỀN SỬ BỆNH: Không có bệnh mạn tính", "B", "L"),
            Text("II. KHÁM LÂM SÀNG", "B", "L"),
            Text(
                f"Thị lực: 10/10        Thính lực: bình thường        Mạch: {draw.randint(65, 85)}", align="L"
            ),
            Text("III. KẾT LUẬN", "B", "L"),
            Text("Đủ điều kiện sức khỏe lái xe hạng B."),
            Signatures(Signature(("NGƯỜI KẾT LUẬN",), examiner, hospital, placed(person.province, day))),
        ),
        Fields(
            "Giấy khám sức khỏe của người lái xe",
            number=number,
            issue_date=day,
            agency=hospital,
            signer=examiner,
            **about(person),
        ),
        face="sans",
    )


def death_notice(facts: Facts, draw: Random) -> Sheet:
    """A hospital's notice of death; the relative has a number too."""
    dead, relative, hospital = facts.other, facts.person, draw.choice(HOSPITALS)
    day, head_of = days_before(facts, draw, 3, 60), doctor(draw)
    number = f"{draw.randint(1, 99):03d}/GBT"
    return Sheet(
        (
            head(("SỞ Y TẾ", hospital), number, dead.province, day),
            Title("GIẤY BÁO TỬ"),
            entry("Họ và tên người chết", dead.name.upper()),
            entry("Ngày sinh", short(dead.birth_date), ("Giới tính", dead.sex)),
            entry("Nơi cư trú", dead.address),
            entry("Số CCCD", dead.personal_number),
            entry(
                "Đã chết vào lúc",
                f"{draw.randint(1, 23):02d} giờ 15 phút, {in_words(day - timedelta(days=1))}",
            ),
            entry("Nguyên nhân chết", "Suy hô hấp do viêm phổi nặng"),
            entry("Người nhận giấy báo tử", relative.name, ("Quan hệ", "Con")),
            entry("Số định danh của người nhận", relative.personal_number),
            Signatures(
                Signature(("THỦ TRƯỞNG CƠ SỞ",), head_of, hospital),
                Signature(("NGƯỜI NHẬN",), relative.name),
            ),
        ),
        Fields("Giấy báo tử", number=number, issue_date=day, agency=hospital, signer=head_of, **about(dead)),
    )


def fee_receipt(facts: Facts, draw: Random) -> Sheet:
    """A receipt of a fee on A5: sign, number, amount in words."""
    payer, clerk, day = facts.person, official(draw), days_before(facts, draw, 0, 40)
    code, number = facts.organisation.tax_code, f"{draw.randint(1000, 99999):07d}"
    return Sheet(
        (
            Text("SỞ Y TẾ", "B", "L", 11),
            Text(f"Mã số thuế: {code}", "", "L", 11),
            Title("BIÊN LAI THU PHÍ, LỆ PHÍ", (in_words(day).capitalize(),)),
            Text(f"Ký hiệu: BL/{day:%y}E", "", "R", 11),
            Text(f"Số: {number}", "B", "R", 11),
            entry("Họ và tên người nộp", payer.name),
            entry("Địa chỉ", payer.address),
            entry("Nội dung thu", "Phí thẩm định cấp giấy phép hành nghề"),
            entry("Số tiền", f"{draw.randint(3, 9)}50.000 đồng"),
            entry("Hình thức thanh toán", "Chuyển khoản"),
            Signatures(Signature(("NGƯỜI THU TIỀN",), clerk, "SỞ Y TẾ")),
        ),
        Fields(
            "Biên lai thu phí, lệ phí",
            number=number,
            issue_date=day,
            agency="SỞ Y TẾ",
            signer=clerk,
            person_name=payer.name,
            tax_code=code,
        ),
        face="sans",
        size=A5,
    )


def work_confirmation_request(facts: Facts, draw: Random) -> Sheet:
    """A citizen's request written freely, the birth date by hand style, other papers named."""
    person, day = facts.person, days_before(facts, draw, 0, 8)
    return Sheet(
        (
            Motto(),
            Title("ĐƠN ĐỀ NGHỊ XÁC NHẬN QUÁ TRÌNH CÔNG TÁC"),
            Text("Kính gửi: Ban Giám đốc Bệnh viện đa khoa Thí Dụ", align="C"),
            Text(f"Tôi là: {person.name}        Giới tính: {person.sex}", align="L"),
            Text(f"Sinh ngày: {plain(person.birth_date)}", align="L"),
            Text(
                f"Số căn cước: {person.personal_number} do Bộ Công an cấp ngày {plain(person.card_issued)}",
                align="L",
            ),
            Text(f"Thường trú: {person.address}", align="L"),
            Text(
                f"Tôi đã công tác tại khoa Khám bệnh từ ngày 01/3/{day.year - 6} đến ngày 30/9/{day.year - 1}. Nay tôi "
                "làm đơn này đề nghị được cấp Giấy xác nhận quá trình công tác để bổ sung vào hồ sơ đề nghị cấp "
                "Giấy phép hành nghề, cùng Bằng tốt nghiệp và Sơ yếu lý lịch."
            ),
            Text("Tôi xin chân thành cảm ơn."),
            Signatures(Signature(("NGƯỜI LÀM ĐƠN",), person.name, None, placed(person.province, day))),
        ),
        Fields(
            "Đơn đề nghị xác nhận quá trình công tác", issue_date=day, signer=person.name, **about(person)
        ),
    )


def dotted_request(facts: Facts, draw: Random) -> Sheet:
    """A printed form whose dotted lines were typed into: dots before, behind and between the values."""
    person, day = facts.person, days_before(facts, draw, 0, 9)

    def dots(least: int, most: int) -> str:
        return "." * draw.randint(least, most)

    return Sheet(
        (
            Motto(placed(person.province, day)),
            Title("GIẤY ĐỀ NGHỊ CẤP BẢN SAO HỒ SƠ BỆNH ÁN"),
            Text("Kính gửi: Bệnh viện đa khoa Thí Dụ", align="C"),
            Text(f"Họ và tên{dots(4, 12)}{person.name.upper()}{dots(10, 30)}", align="L"),
            Text(
                f"Ngày sinh: {dots(3, 6)} {short(person.birth_date)} {dots(3, 9)} Nam/Nữ: {person.sex}",
                align="L",
            ),
            Text(f"Số căn cước{dots(5, 14)}{person.personal_number}{dots(8, 20)}", align="L"),
            Text(
                f"Ngày cấp {dots(3, 6)}{short(person.card_issued)}{dots(3, 6)} Nơi cấp {dots(3, 9)} Bộ Công an",
                align="L",
            ),
            Text(f"Nơi thường trú: {person.address} {dots(5, 15)}", align="L"),
            Text(
                f"Số vào viện: {draw.randint(10_000, 99_999)}{dots(6, 12)} Khoa điều trị: Nội tổng hợp",
                align="L",
            ),
            Text(f"Lý do đề nghị: bổ sung hồ sơ hưởng bảo hiểm{dots(12, 26)}", align="L"),
            Text("." * 96, align="L"),
            Text("Tôi xin cam đoan nội dung trên là đúng và chịu trách nhiệm về việc sử dụng bản sao."),
            Signatures(Signature(("NGƯỜI ĐỀ NGHỊ",), person.name)),
        ),
        Fields("Giấy đề nghị cấp bản sao hồ sơ bệnh án", issue_date=day, signer=person.name, **about(person)),
    )


def card_back(facts: Facts, draw: Random) -> Sheet:
    """The back of a citizen card: day of issue, office, three lines for machines."""
    person = facts.person
    return Sheet(
        (CardBack(short(person.card_issued), official(draw), machine_zone(person)),),
        Fields("Căn cước công dân", issue_date=person.card_issued),
        face="sans",
        size=CARD,
    )


def machine_zone(person: Person) -> tuple[str, ...]:
    """The three lines of a TD1 document (ICAO 9303-5); their check digits are right."""
    number = person.personal_number
    born = f"{person.birth_date:%y%m%d}"
    expiry = "991231"
    first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<"
    first += check_digit(first[5:])
    second = f"{born}{check_digit(born)}{'F' if person.sex == 'Nữ' else 'M'}{expiry}{check_digit(expiry)}VNM"
    second = second.ljust(29, "<")
    family, *given = without_tone_marks(person.name).upper().split()
    third = f"{family}<<{'<'.join(given)}".ljust(30, "<")[:30]
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first[:30], second + check_digit(whole), third


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; letters count from 10, the filler nothing."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)

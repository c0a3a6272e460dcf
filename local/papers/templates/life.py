"""Papers of study, work and residence: names within sentences, over two lines, among those of other people."""

from random import Random

from local.papers.blocks import Letterhead, Motto, Sheet, Signature, Signatures, Table, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    SCHOOLS,
    about,
    commune_of,
    days_before,
    head,
    official,
    placed,
    plain,
    short,
    titled,
)
from local.papers.truth import Fields


def introduction_letter(facts: Facts, draw: Random) -> Sheet:
    """A firm sends somebody: "đồng chí" or "ông (bà)" before the name, signed by order."""
    firm, person, day = facts.organisation, facts.person, days_before(facts, draw, 0, 25)
    chief, number = official(draw), f"{draw.randint(1, 300):02d}/GGT"
    whom = draw.choice(("đồng chí", "Ông (Bà)", "ông/bà", "anh (chị)", "Đ/c"))
    office = draw.choice(
        (
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"),
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
            ("Q. GIÁM ĐỐC",),
        )
    )
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("GIẤY GIỚI THIỆU"),
            Text("Kính gửi: Trung tâm Phục vụ hành chính công", align="C"),
            Text(f"{firm.name} trân trọng giới thiệu {whom}: {person.name}", align="L"),
            Text(f"Chức vụ: nhân viên pháp chế. Số CCCD: {person.personal_number}", align="L"),
            Text("Được cử đến quý cơ quan để nộp hồ sơ và nhận kết quả.", align="L"),
            Text("Đề nghị quý cơ quan tạo điều kiện để người có tên trên hoàn thành nhiệm vụ."),
            Text(f"Giấy này có giá trị đến hết ngày {short(facts.day)}.", align="L"),
            Signatures(
                Signature(office, chief, firm.name), recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
            ),
        ),
        Fields(
            "Giấy giới thiệu",
            number=number,
            issue_date=day,
            expiry=facts.day,
            agency=firm.name,
            signer=chief,
            person_name=person.name,
            personal_number=person.personal_number,
        ),
    )


def student_confirmation(facts: Facts, draw: Random) -> Sheet:
    """A school confirms that somebody studies there; the officer signs for two others."""
    person, school, day = facts.person, draw.choice(SCHOOLS), days_before(facts, draw, 5, 200)
    chief, number = official(draw), f"{draw.randint(10, 2000)}/GXN-CTSV"
    whom = draw.choice(("Xác nhận sinh viên", "Anh/chị", "Xác nhận anh (chị)", "Học viên", "Sinh viên"))
    return Sheet(
        (
            head(("BỘ GIÁO DỤC VÀ ĐÀO TẠO", school), number, person.province, day),
            Title("GIẤY XÁC NHẬN SINH VIÊN"),
            entry(whom, draw.choice((person.name, person.name.upper()))),
            entry("Sinh ngày", short(person.birth_date), ("Giới tính", person.sex)),
            entry("Số CCCD", person.personal_number),
            entry("Mã số sinh viên", f"{draw.randint(10_000_000, 99_999_999)}", ("Lớp", "Y6A")),
            Text("Hiện là sinh viên năm thứ sáu, ngành Y khoa, hệ chính quy của nhà trường."),
            Text("Giấy này được cấp để bổ sung hồ sơ.", align="L"),
            Signatures(
                Signature(
                    ("TL. HIỆU TRƯỞNG", "KT. TRƯỞNG PHÒNG CÔNG TÁC SINH VIÊN", "PHÓ TRƯỞNG PHÒNG"),
                    titled(chief, draw),
                    school,
                )
            ),
        ),
        Fields(
            "Giấy xác nhận sinh viên",
            number=number,
            issue_date=day,
            agency=school,
            signer=chief,
            **about(person),
        ),
    )


def loss_report(facts: Facts, draw: Random) -> Sheet:
    """A citizen reports lost papers in one long sentence, in which the name may break at the end of a line."""
    person, day, clerk = facts.person, days_before(facts, draw, 1, 30), official(draw)
    opening = draw.choice(
        (
            f"Tên tôi là: {person.name}, sinh ngày {plain(person.birth_date)}, giới tính {person.sex}",
            f"Tôi tên là {person.name}; ngày sinh: {short(person.birth_date)}; giới tính: {person.sex}",
            f"Người làm đơn ký tên dưới đây, họ và tên: {person.name.upper()}, sinh ngày {short(person.birth_date)}",
            f"Tôi là {person.name} (sinh ngày {short(person.birth_date)}, giới tính {person.sex})",
        )
    )
    return Sheet(
        (
            Motto(),
            Title("ĐƠN TRÌNH BÁO MẤT GIẤY TỜ"),
            Text(f"Kính gửi: Công an {person.address.split(', ')[1]}", align="C"),
            Text(
                f"{opening}, căn cước số {person.personal_number} do Bộ Công an cấp ngày "
                f"{short(person.card_issued)}, hiện cư trú tại {person.address}."
            ),
            Text("Tôi làm đơn này trình báo việc tôi bị mất Bằng tốt nghiệp và Chứng chỉ hành nghề."),
            Text("Kính đề nghị quý cơ quan xác nhận để tôi làm thủ tục cấp lại."),
            Signatures(
                Signature(
                    ("NGƯỜI LÀM ĐƠN", "(Ký và ghi rõ họ tên)"),
                    person.name,
                    None,
                    placed(person.province, day),
                ),
                Signature(("XÁC NHẬN CỦA CÔNG AN XÃ",), clerk),
            ),
        ),
        Fields("Đơn trình báo mất giấy tờ", issue_date=day, signer=person.name, **about(person)),
        face=draw.choice(("serif", "sans")),
    )


def residence_confirmation(facts: Facts, draw: Random) -> Sheet:
    """Who lives where: the householder's name and a table of the others besides the one it is about."""
    person, day, clerk = facts.person, days_before(facts, draw, 2, 90), official(draw)
    commune, number = commune_of(person), f"{draw.randint(10, 3000)}/XN"
    others = (official(draw), official(draw))
    return Sheet(
        (
            Letterhead(
                (person.province.upper(), f"CÔNG AN {commune.split('NHÂN DÂN ')[1]}"), f"Số: {number}", None
            ),
            Title("XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"),
            Text("Theo đề nghị của Ông/Bà:", align="L"),
            entry("1. Họ, chữ đệm và tên", person.name.upper()),
            entry("2. Ngày, tháng, năm sinh", short(person.birth_date), ("3. Giới tính", person.sex)),
            entry("4. Số định danh cá nhân", person.personal_number),
            entry("5. Nơi thường trú", person.address),
            entry("6. Họ, chữ đệm và tên chủ hộ", others[0].upper(), ("7. Quan hệ với chủ hộ", "Con")),
            Text("8. Thông tin các thành viên khác trong hộ gia đình:", align="L"),
            Table(
                ("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Quan hệ"),
                (
                    ("1", others[0], short(facts.other.birth_date), "Chủ hộ"),
                    ("2", others[1], short(facts.other.birth_date), "Mẹ"),
                ),
                (0.08, 0.42, 0.25, 0.25),
            ),
            Signatures(
                Signature(
                    (draw.choice(("TRƯỞNG CÔNG AN", "CƠ QUAN ĐĂNG KÝ CƯ TRÚ")), "(Ký tên, đóng dấu)"),
                    draw.choice((clerk, f"Thiếu tá {clerk}", f"Đại úy {clerk}")),
                    commune,
                    placed(person.province, day),
                )
            ),
        ),
        Fields(
            "Xác nhận thông tin về cư trú",
            number=number,
            issue_date=day,
            signer=clerk,
            **about(person),
        ),
    )

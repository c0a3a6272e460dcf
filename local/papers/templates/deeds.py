"""Decisions, contracts, powers, minutes and letters: papers that speak in sentences."""

from random import Random

from local.papers.blocks import Letterhead, Motto, Sheet, Signature, Signatures, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    about,
    commune_of,
    days_before,
    head,
    health_agency,
    health_office,
    in_words,
    official,
    placed,
    short,
    years_after,
)
from local.papers.truth import Fields


def appointment(facts: Facts, draw: Random) -> Sheet:
    """A company appoints the pharmacist in charge."""
    firm, person, day = facts.organisation, facts.person, days_before(facts, draw, 5, 300)
    number = f"{draw.randint(1, 99):02d}-{day.year}/QĐ-GĐ"
    return Sheet(
        (
            head((firm.name.upper(),), number, firm.province, day),
            Title("QUYẾT ĐỊNH", ("V/v bổ nhiệm người chịu trách nhiệm chuyên môn về dược",)),
            Text("GIÁM ĐỐC CÔNG TY", "B", "C"),
            Text("Căn cứ Luật Doanh nghiệp số 59/2020/QH14 ngày 17 tháng 6 năm 2020;", "I"),
            Text("Căn cứ Điều lệ tổ chức và hoạt động của công ty;", "I"),
            Text("QUYẾT ĐỊNH:", "B", "C"),
            Text(
                f"Điều 1. Bổ nhiệm ông/bà {person.name}, sinh ngày {short(person.birth_date)}, số CCCD "
                f"{person.personal_number}, giữ chức vụ người chịu trách nhiệm chuyên môn về dược."
            ),
            Text("Điều 2. Ông/bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."),
            Text(f"Điều 3. Quyết định có hiệu lực từ {in_words(day)}."),
            Signatures(
                Signature(("GIÁM ĐỐC",), firm.director.name, firm.name),
                recipients=("Nơi nhận:", "- Như Điều 2;", "- Lưu: HC."),
            ),
        ),
        Fields(
            "Quyết định bổ nhiệm người chịu trách nhiệm chuyên môn",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=firm.director.name,
            subject="bổ nhiệm người chịu trách nhiệm chuyên môn về dược",
            **about(person),
        ),
    )


def approval_decision(facts: Facts, draw: Random) -> Sheet:
    """A health department approves a list; two earlier texts with numbers and dates are cited."""
    firm, chief, day = facts.organisation, official(draw), days_before(facts, draw, 5, 200)
    number = f"{draw.randint(100, 4000)}/QĐ-SYT"
    return Sheet(
        (
            head(health_office(firm.province), number, firm.province, day),
            Title("QUYẾT ĐỊNH", ("Về việc phê duyệt danh mục kỹ thuật thực hiện tại cơ sở khám bệnh",)),
            Text("GIÁM ĐỐC SỞ Y TẾ", "B", "C"),
            Text("Căn cứ Nghị định số 96/2023/NĐ-CP ngày 30 tháng 12 năm 2023 của Chính phủ;", "I"),
            Text(f"Căn cứ Quyết định số {draw.randint(10, 90)}/2025/QĐ-UBND ngày 15/01/2025;", "I"),
            Text("Xét đề nghị của Trưởng phòng Nghiệp vụ Y,", "I"),
            Text("QUYẾT ĐỊNH:", "B", "C"),
            Text(
                f"Điều 1. Phê duyệt 45 kỹ thuật thực hiện tại cơ sở của {firm.name} (mã số thuế {firm.tax_code})."
            ),
            Text("Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành."),
            Text("Điều 3. Chánh Văn phòng Sở, Trưởng phòng Nghiệp vụ Y và cơ sở chịu trách nhiệm thi hành."),
            Signatures(
                Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), chief, "SỞ Y TẾ"),
                recipients=("Nơi nhận:", "- Như Điều 3;", "- Bộ Y tế (để báo cáo);", "- Lưu: VT, NVY."),
            ),
        ),
        Fields(
            "Quyết định phê duyệt danh mục kỹ thuật",
            number=number,
            issue_date=day,
            agency=health_agency(firm.province),
            signer=chief,
            tax_code=firm.tax_code,
            subject="phê duyệt danh mục kỹ thuật thực hiện tại cơ sở khám bệnh",
        ),
    )


def employment_contract(facts: Facts, draw: Random) -> Sheet:
    """A contract of employment: two parties, begin and end."""
    firm, person, day = facts.organisation, facts.person, days_before(facts, draw, 20, 400)
    until, number = years_after(day, 2), f"{draw.randint(1, 200)}/{day.year}/HĐLĐ"
    return Sheet(
        (
            Letterhead((firm.name.upper(),), f"Số: {number}", None),
            Title("HỢP ĐỒNG LAO ĐỘNG"),
            Text(f"Hôm nay, {in_words(day)}, tại trụ sở công ty, chúng tôi gồm:", align="L"),
            Text("NGƯỜI SỬ DỤNG LAO ĐỘNG", "B", "L"),
            entry("Công ty", firm.name),
            entry("Mã số thuế", firm.tax_code, ("Đại diện", firm.director.name)),
            Text("NGƯỜI LAO ĐỘNG", "B", "L"),
            entry("Họ tên", person.name.upper(), ("Sinh ngày", short(person.birth_date))),
            entry("Số CCCD", person.personal_number, ("cấp ngày", short(person.card_issued))),
            entry("Địa chỉ", person.address),
            Text("Điều 1. Công việc: bác sĩ phòng khám, làm việc toàn thời gian."),
            Text(f"Điều 2. Hợp đồng xác định thời hạn từ ngày {short(day)} đến ngày {short(until)}."),
            Text(f"Điều 3. Mức lương {draw.randint(15, 45)}.000.000 đồng/tháng, trả vào ngày 05 hằng tháng."),
            Signatures(
                Signature(("NGƯỜI SỬ DỤNG LAO ĐỘNG",), firm.director.name, firm.name),
                Signature(("NGƯỜI LAO ĐỘNG",), person.name),
            ),
        ),
        Fields(
            "Hợp đồng lao động",
            number=number,
            issue_date=day,
            expiry=until,
            agency=firm.name,
            signer=firm.director.name,
            tax_code=firm.tax_code,
            **about(person),
        ),
    )


def personal_power(facts: Facts, draw: Random) -> Sheet:
    """One citizen lets another act; two persons with all their numbers."""
    giver, taker, day = facts.other, facts.person, days_before(facts, draw, 2, 60)
    until = years_after(day, 1)
    return Sheet(
        (
            Motto(placed(giver.province, day)),
            Title("GIẤY ỦY QUYỀN"),
            Text("1. BÊN ỦY QUYỀN (BÊN A)", "B", "L"),
            entry("Họ tên", giver.name, ("Sinh ngày", short(giver.birth_date))),
            entry("CCCD số", giver.personal_number),
            entry("Nơi cư trú", giver.address),
            Text("2. BÊN ĐƯỢC ỦY QUYỀN (BÊN B)", "B", "L"),
            entry("Họ tên", taker.name, ("Sinh ngày", short(taker.birth_date))),
            entry("CCCD số", taker.personal_number),
            entry("Nơi cư trú", taker.address),
            Text("Bên B được thay mặt bên A nộp hồ sơ, nộp lệ phí và nhận Giấy phép hành nghề tại Sở Y tế."),
            Text(f"Thời hạn ủy quyền: từ ngày ký đến hết ngày {short(until)}."),
            Signatures(
                Signature(("BÊN ỦY QUYỀN",), giver.name), Signature(("BÊN ĐƯỢC ỦY QUYỀN",), taker.name)
            ),
        ),
        Fields(
            "Giấy ủy quyền",
            issue_date=day,
            expiry=until,
            signer=giver.name,
            **about(giver),
        ),
        face="sans",
    )


def inspection_minutes(facts: Facts, draw: Random) -> Sheet:
    """Minutes of an inspection, the date in the head and again in the first sentence."""
    firm, chief, day = facts.organisation, official(draw), days_before(facts, draw, 5, 100)
    number = f"{draw.randint(1, 60)}/BB-KT"
    return Sheet(
        (
            head((f"SỞ Y TẾ {firm.province.upper()}", "THANH TRA SỞ"), number, firm.province, day),
            Title("BIÊN BẢN KIỂM TRA", ("Việc chấp hành pháp luật về hành nghề y, dược",)),
            Text(f"Vào lúc 08 giờ 30 phút, {in_words(day)}, tại {firm.address}, chúng tôi gồm:"),
            Text(f"1. Ông {chief}, Trưởng đoàn kiểm tra;", align="L"),
            Text(f"2. Bà {official(draw)}, thành viên;", align="L"),
            entry("Cơ sở được kiểm tra", firm.name),
            entry("Mã số thuế", firm.tax_code),
            entry("Đại diện cơ sở", f"Ông/bà {firm.director.name}"),
            Text(
                "Kết quả: cơ sở có Giấy phép hoạt động, người hành nghề có Chứng chỉ hành nghề, sổ sách đầy đủ."
            ),
            Signatures(
                Signature(("TRƯỞNG ĐOÀN",), chief, "THANH TRA SỞ"),
                Signature(("ĐẠI DIỆN CƠ SỞ",), firm.director.name),
            ),
        ),
        Fields(
            "Biên bản kiểm tra",
            number=number,
            issue_date=day,
            agency="THANH TRA SỞ",
            signer=chief,
            tax_code=firm.tax_code,
        ),
    )


def official_letter(facts: Facts, draw: Random) -> Sheet:
    """A letter between offices: no title, the subject under the number."""
    person, chief, day = facts.person, official(draw), days_before(facts, draw, 1, 90)
    number = f"{draw.randint(100, 6000)}/SYT-NVY"
    return Sheet(
        (
            head(health_office(person.province), number, person.province, day),
            Text("V/v xác minh văn bằng chuyên môn", "I", "L", 12),
            Text("Kính gửi: Trường Đại học Y Dược Thí Dụ", align="C"),
            Text(
                f"Sở Y tế đang thụ lý hồ sơ đề nghị cấp giấy phép hành nghề của ông/bà {person.name}, "
                f"sinh ngày {short(person.birth_date)}. Sở Y tế đề nghị quý Trường xác minh Bằng tốt nghiệp bác sĩ "
                "y khoa do Trường cấp và trả lời trước ngày hẹn."
            ),
            Text("Rất mong nhận được sự hợp tác của quý Trường./."),
            Signatures(
                Signature(("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG NGHIỆP VỤ Y"), chief, "SỞ Y TẾ"),
                recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT, NVY."),
            ),
        ),
        Fields(
            "Công văn xác minh văn bằng",
            number=number,
            issue_date=day,
            agency=health_agency(person.province),
            signer=chief,
            person_name=person.name,
            birth_date=person.birth_date,
            subject="xác minh văn bằng chuyên môn",
        ),
    )


def clinic_application(facts: Facts, draw: Random) -> Sheet:
    """A clinic asks for its licence again, naming six other papers under numbers."""
    firm, day = facts.organisation, days_before(facts, draw, 0, 6)
    number, boss = f"{draw.randint(1, 99):02d}/ĐĐN", facts.organisation.director
    return Sheet(
        (
            head((firm.name.upper(), "PHÒNG KHÁM ĐA KHOA"), number, firm.province, day),
            Title("ĐƠN ĐỀ NGHỊ", ("Cấp lại giấy phép hoạt động khám bệnh, chữa bệnh",)),
            Text(f"Kính gửi: {health_agency(firm.province)}", align="C"),
            entry("Tên cơ sở đề nghị", firm.name),
            entry("Mã số doanh nghiệp", firm.tax_code),
            entry("Giấy phép hoạt động đã cấp số", f"{draw.randint(100, 999):05d}/SYT-GPHĐ"),
            entry("Địa điểm", firm.address),
            entry("Người chịu trách nhiệm chuyên môn", boss.name),
            entry("Số định danh cá nhân", boss.personal_number),
            Text("Hồ sơ gửi kèm theo đơn này gồm có:"),
            Text("1. Giấy chứng nhận đăng ký doanh nghiệp", align="L"),
            Text("2. Giấy phép hành nghề của người chịu trách nhiệm chuyên môn kỹ thuật", align="L"),
            Text("3. Danh sách nhân sự và Hợp đồng lao động", align="L"),
            Text("4. Giấy khám sức khỏe; Văn bằng chuyên môn", align="L"),
            Text("5. Quyết định bổ nhiệm; Giấy ủy quyền", align="L"),
            Signatures(Signature(("ĐẠI DIỆN THEO PHÁP LUẬT", "GIÁM ĐỐC"), boss.name, firm.name)),
        ),
        Fields(
            "Đơn đề nghị cấp lại giấy phép hoạt động",
            number=number,
            issue_date=day,
            agency=firm.name,
            signer=boss.name,
            person_name=boss.name,
            personal_number=boss.personal_number,
            tax_code=firm.tax_code,
        ),
    )


def family_commitment(facts: Facts, draw: Random) -> Sheet:
    """A commitment by a citizen, confirmed below by the commune: two signers, one above the other's date."""
    person, day = facts.person, days_before(facts, draw, 2, 40)
    return Sheet(
        (
            Motto(),
            Title("BẢN CAM KẾT", ("Bảo đảm an toàn thực phẩm",)),
            entry("Tôi là", person.name.upper(), ("Giới tính", person.sex)),
            entry("Ngày sinh", short(person.birth_date)),
            entry("Số Căn cước", person.personal_number, ("Cấp ngày", short(person.card_issued))),
            entry("Nơi ở", person.address),
            Text(f"Gửi {commune_of(person).capitalize()}: tôi cam kết tuân thủ các quy định sau đây."),
            Text("1. Thực phẩm có nguồn gốc rõ ràng, còn hạn sử dụng.", align="L"),
            Text("2. Người trực tiếp chế biến có giấy khám sức khỏe theo quy định.", align="L"),
            Text("3. Chịu trách nhiệm trước pháp luật nếu vi phạm.", align="L"),
            Signatures(Signature(("NGƯỜI CAM KẾT",), person.name, None, placed(person.province, day))),
        ),
        Fields("Bản cam kết", issue_date=day, signer=person.name, **about(person)),
    )

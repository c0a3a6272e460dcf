"""Papers of a hospital: names in table cells, under their label, in two languages, signed with academic titles."""

from datetime import timedelta
from random import Random

from local.papers.blocks import Letterhead, Motto, Sheet, Signature, Signatures, Table, Text, Title, entry
from local.papers.facts import Facts
from local.papers.templates.common import (
    HOSPITALS,
    about,
    days_before,
    head,
    in_words,
    official,
    placed,
    short,
    titled,
    town,
    years_after,
)
from local.papers.truth import Fields


def discharge_note(facts: Facts, draw: Random) -> Sheet:
    """A patient leaves hospital: name and age on one line, two physicians with titles side by side."""
    patient, hospital, day = facts.person, draw.choice(HOSPITALS), days_before(facts, draw, 2, 90)
    chief, number = official(draw), f"{draw.randint(100, 9999)}/GRV"
    age = day.year - patient.birth_date.year
    label = draw.choice(("Họ tên người bệnh", "Họ và tên người bệnh", "- Họ tên người bệnh"))
    name = draw.choice((patient.name.upper(), patient.name))
    return Sheet(
        (
            head(("SỞ Y TẾ", hospital), number, patient.province, day),
            Title("GIẤY RA VIỆN"),
            Text(f"{label}: {name}    Tuổi: {age}    Nam/Nữ: {patient.sex}", align="L"),
            Text(f"Sinh ngày: {short(patient.birth_date)}    Dân tộc: Kinh    Nghề nghiệp: Tự do", align="L"),
            Text(f"Số CCCD/định danh: {patient.personal_number}", align="L"),
            entry("Địa chỉ", patient.address),
            entry("Vào viện lúc", f"09 giờ 20 phút, {in_words(day - timedelta(days=6))}"),
            entry("Ra viện lúc", f"15 giờ 00 phút, {in_words(day)}"),
            entry("Chẩn đoán", "Viêm phổi thùy dưới phải"),
            entry("Phương pháp điều trị", "Nội khoa"),
            entry("Ghi chú", "Tái khám sau 07 ngày"),
            Signatures(
                Signature(
                    (draw.choice(("GIÁM ĐỐC BỆNH VIỆN", "THỦ TRƯỞNG ĐƠN VỊ")),), titled(chief, draw), hospital
                ),
                Signature(("TRƯỞNG KHOA ĐIỀU TRỊ",), titled(official(draw), draw)),
            ),
        ),
        Fields(
            "Giấy ra viện", number=number, issue_date=day, agency=hospital, signer=chief, **about(patient)
        ),
    )


def sick_leave(facts: Facts, draw: Random) -> Sheet:
    """Sick leave: a serial number in red, a clause in brackets between the office and the signer's name."""
    patient, hospital, day = facts.person, draw.choice(HOSPITALS), days_before(facts, draw, 1, 60)
    doctor, number = official(draw), f"{draw.randint(100, 9999):05d}/KCB"
    return Sheet(
        (
            Letterhead((hospital,), f"Số: {number}", None),
            Title("GIẤY CHỨNG NHẬN NGHỈ VIỆC HƯỞNG BẢO HIỂM XÃ HỘI"),
            Text(f"Số seri: BH {draw.randint(1_000_000, 9_999_999)}", "B", "R", red=True),
            Text("I. Thông tin người bệnh", "B", "L"),
            entry(draw.choice(("1. Họ và tên", "1. Họ, chữ đệm và tên", "Họ tên")), patient.name.upper()),
            entry("Ngày sinh", short(patient.birth_date), ("Giới tính", patient.sex)),
            entry("Số định danh cá nhân/CCCD", patient.personal_number),
            entry("2. Đơn vị làm việc", facts.organisation.name),
            Text("II. Chẩn đoán và phương pháp điều trị", "B", "L"),
            Text("Viêm họng cấp, điều trị ngoại trú."),
            entry("Số ngày nghỉ", f"{draw.randint(2, 9):02d}"),
            Text("III. Thông tin cha, mẹ (chỉ áp dụng đối với trường hợp người bệnh là trẻ em)", "B", "L"),
            entry("- Họ và tên cha", "", ("- Họ và tên mẹ", "")),
            Signatures(
                Signature(
                    ("NGƯỜI HÀNH NGHỀ KHÁM BỆNH", "(Ký, ghi rõ họ tên)"),
                    titled(doctor, draw),
                    hospital,
                    placed(patient.province, day),
                ),
                Signature(("XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên, đóng dấu)"), official(draw)),
            ),
        ),
        Fields(
            "Giấy chứng nhận nghỉ việc hưởng bảo hiểm xã hội",
            number=number,
            issue_date=day,
            agency=hospital,
            signer=doctor,
            **about(patient),
        ),
        face=draw.choice(("serif", "sans")),
    )


def seafarer_health(facts: Facts, draw: Random) -> Sheet:
    """A certificate in two languages: label above, value below or in the cell beside it."""
    sailor, hospital, day = facts.person, draw.choice(HOSPITALS), days_before(facts, draw, 20, 500)
    examiner, until = official(draw), years_after(day, 2)
    number = f"{draw.randint(100, 900)}/{day.year}/TV"
    rows = (
        ("Họ và tên / Full name", sailor.name.upper()),
        ("Ngày sinh / Date of birth", short(sailor.birth_date)),
        ("Giới tính / Sex", f"{sailor.sex} / {'Male' if sailor.sex == 'Nam' else 'Female'}"),
        ("Số CCCD / Personal No.", sailor.personal_number),
        ("Quốc tịch / Nationality", "Việt Nam / Vietnamese"),
        ("Chức danh / Position", "Thủy thủ trực ca / Able seaman"),
    )
    in_cells = (Table(("Nội dung / Item", "Thông tin / Particulars"), rows, (0.45, 0.55)),)
    below = tuple(Text(line, "" if place else "I", "L") for row in rows for place, line in enumerate(row))
    return Sheet(
        (
            Letterhead((town(sailor.province).upper(), hospital), f"Số/No: {number}", None),
            Title("GIẤY CHỨNG NHẬN SỨC KHỎE THUYỀN VIÊN", ("SEAFARER'S MEDICAL CERTIFICATE",)),
            *draw.choice((in_cells, below)),
            Text("Kết luận: đủ sức khỏe làm việc trên tàu biển / Fit for sea service."),
            Text(f"Có giá trị đến / Valid until: {short(until)}", align="L"),
            Signatures(
                Signature(
                    ("BÁC SĨ KẾT LUẬN", "MEDICAL EXAMINER"),
                    titled(examiner, draw),
                    hospital,
                    placed(sailor.province, day),
                ),
                Signature(("THUYỀN VIÊN", "SEAFARER"), sailor.name),
            ),
        ),
        Fields(
            "Giấy chứng nhận sức khỏe thuyền viên",
            number=number,
            issue_date=day,
            expiry=until,
            agency=hospital,
            signer=examiner,
            **about(sailor),
        ),
    )


def merit_award(facts: Facts, draw: Random) -> Sheet:
    """A certificate of merit: title in red, the name alone on its line, the number at the foot."""
    person, hospital, day = facts.person, draw.choice(HOSPITALS), days_before(facts, draw, 10, 900)
    chief, number = official(draw), f"{draw.randint(20, 900)}/QĐ-BV"
    address = "Ông" if person.sex == "Nam" else "Bà"
    name = draw.choice((person.name.upper(), person.name))
    named = draw.choice(
        (
            (Text(f"Tặng {address}:", "", "C"), Text(name, "B", "C", 17)),
            (Text(f"{address}: {name}", "B", "C", 16),),
            (Text(f"Tặng: {address} {name}", "B", "C", 15),),
        )
    )
    return Sheet(
        (
            Motto(),
            Text(f"GIÁM ĐỐC {hospital}", "B", "C", 14),
            Title("GIẤY KHEN", red=True, size=draw.choice((22, 28, 34))),
            *named,
            Text(f"Sinh ngày {short(person.birth_date)}, điều dưỡng khoa Khám bệnh", "", "C"),
            Text("Đã có thành tích xuất sắc trong công tác chăm sóc người bệnh.", "I", "C"),
            Text(f"Số: {number}", align="L"),
            Signatures(
                Signature(("GIÁM ĐỐC",), titled(chief, draw), hospital, placed(person.province, day)),
            ),
        ),
        Fields(
            "Giấy khen",
            number=number,
            issue_date=day,
            signer=chief,
            person_name=person.name,
            birth_date=person.birth_date,
        ),
    )

"""Invented people and organisations: their numbers pass every check and belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trịnh",
    "Mai",
    "Đoàn",
    "Lương",
    "Cao",
    "Tạ",
    "Hà",
    "Phùng",
    "Quách",
)
GIVEN_NAMES = {
    "Nam": (
        "Văn Thử",
        "Đức Mẫu",
        "Hữu Phước",
        "Quốc Bảo",
        "Minh Khuê",
        "Trọng Nghĩa",
        "Xuân Trường",
        "Đình Lượng",
        "Thế Vỹ",
        "Gia Hưng",
        "Anh Tuấn",
        "Công Thuận",
        "Khánh Toàn",
        "Hoàng Việt",
        "Tiến Đạt",
        "Sỹ Cường",
        "Ngọc Ẩn",
        "Viết Huỳnh",
        "Long",
        "Văn Ổn",
    ),
    "Nữ": (
        "Thị Mẫu",
        "Thị Thử",
        "Ngọc Diễm",
        "Thúy Hằng",
        "Thị Hường",
        "Mỹ Duyên",
        "Bích Phượng",
        "Thị Nguyệt",
        "Thanh Tâm",
        "Kim Oanh",
        "Hồng Nhung",
        "Thị Ánh Tuyết",
        "Phương Thảo",
        "Tú Uyên",
        "Thị Én",
        "Quỳnh Như",
        "Lệ Thủy",
        "Thị Vân Anh",
        "Hải Yến",
        "Bảo Trâm",
    ),
}
PROVINCES = {  # codes of the 63-province list; the merger of 2025 left these alone
    "001": "Thành phố Hà Nội",
    "004": "Tỉnh Cao Bằng",
    "011": "Tỉnh Điện Biên",
    "012": "Tỉnh Lai Châu",
    "014": "Tỉnh Sơn La",
    "020": "Tỉnh Lạng Sơn",
    "022": "Tỉnh Quảng Ninh",
    "038": "Tỉnh Thanh Hóa",
    "040": "Tỉnh Nghệ An",
    "042": "Tỉnh Hà Tĩnh",
    "046": "Thành phố Huế",
}
WARDS = ("phường Thí Dụ", "phường Giả Định", "xã Mẫu Đơn", "xã Thử Nghiệm", "phường Tân Dụ", "xã Bản Mẫu")
STREETS = (
    "đường Ví Dụ",
    "phố Tưởng Tượng",
    "đường Mô Phỏng",
    "ngõ Chạy Thử",
    "tổ dân phố 7",
    "thôn Phỏng Đoán",
)
COMPANIES = (
    "Công ty cổ phần Dược phẩm Thí Dụ",
    "Công ty TNHH Thiết bị y tế Giả Định",
    "Công ty TNHH Mỹ phẩm Mẫu Đơn",
    "Công ty cổ phần Hóa chất Mô Phỏng",
    "Công ty TNHH Thực phẩm Tưởng Tượng",
    "Công ty TNHH MTV Phòng khám đa khoa Thử Việc",
    "Công ty cổ phần Vật tư y tế Ước Lệ",
    "Hợp tác xã Dược liệu Bản Mẫu",
    "Công ty TNHH Xuất nhập khẩu Y khoa Phỏng Theo",
)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True)
class Person:
    """``personal_number``: 3 digits place, 1 century and sex, 2 year of birth, 6 serial."""

    name: str
    sex: str
    birth_date: date
    personal_number: str
    card_issued: date
    province: str
    address: str


@dataclass(frozen=True)
class Organisation:
    """``tax_code``: ten digits, the last a modulo-11 check digit."""

    name: str
    tax_code: str
    address: str
    province: str
    director: Person


def personal_number(place: str, sex: str, born: date, serial: int) -> str:
    """Twelve digits; the fourth says century and sex: 0/1 for the 1900s, 2/3 for the 2000s, odd for women."""
    century_and_sex = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    return f"{place}{century_and_sex}{born:%y}{serial:06d}"


def tax_code(first_nine: str) -> str | None:
    """The nine digits with their check digit, or nothing when the sum leaves no single digit."""
    check = 10 - sum(int(digit) * weight for digit, weight in zip(first_nine, TAX_WEIGHTS, strict=True)) % 11
    return None if check == 10 else f"{first_nine}{check}"


def invent_person(
    draw: Random, *, youngest: int = 24, oldest: int = 60, today: date = date(2026, 11, 2)
) -> Person:
    """A person of that age on ``today``, with a citizen card not older than the card law allows."""
    sex = draw.choice(tuple(GIVEN_NAMES))
    born = today - timedelta(days=draw.randint(youngest * 366, oldest * 365))
    place = draw.choice(tuple(PROVINCES))
    return Person(
        name=f"{draw.choice(FAMILIES)} {draw.choice(GIVEN_NAMES[sex])}",
        sex=sex,
        birth_date=born,
        personal_number=personal_number(place, sex, born, draw.randint(900_000, 999_999)),
        card_issued=date(2021, 5, 4) + timedelta(days=draw.randint(0, 1000)),
        province=PROVINCES[place],
        address=invent_address(draw, PROVINCES[place]),
    )


def invent_organisation(draw: Random) -> Organisation:
    """A company of a province, led by a person of at least thirty."""
    province = draw.choice(tuple(PROVINCES.values()))
    return Organisation(
        name=draw.choice(COMPANIES),
        tax_code=invent_tax_code(draw),
        address=invent_address(draw, province),
        province=province,
        director=invent_person(draw, youngest=30),
    )


def invent_tax_code(draw: Random) -> str:
    """A code whose check digit is right."""
    while (code := tax_code(f"09{draw.randint(0, 9_999_999):07d}")) is None:
        pass
    return code


def invent_address(draw: Random, province: str) -> str:
    """An address in two tiers (ward, province), as written since 1 July 2025."""
    return f"Số {draw.randint(2, 199)} {draw.choice(STREETS)}, {draw.choice(WARDS)}, {province}"

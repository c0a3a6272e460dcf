"""What the templates share: letterheads of offices, dates in words, invented signers."""

from datetime import date, timedelta
from random import Random
from typing import Any

from local.papers.blocks import Entry, Letterhead, Signature, entry
from local.papers.facts import Facts
from local.papers.persons import FAMILIES, GIVEN_NAMES, Person

MINISTRY = "BỘ Y TẾ"
DRUG_ADMINISTRATION = "CỤC QUẢN LÝ DƯỢC"
HOSPITALS = ("BỆNH VIỆN ĐA KHOA THÍ DỤ", "BỆNH VIỆN ĐA KHOA GIẢ ĐỊNH", "TRUNG TÂM Y TẾ MẪU ĐƠN")
SCHOOLS = ("TRƯỜNG ĐẠI HỌC Y DƯỢC THÍ DỤ", "TRƯỜNG ĐẠI HỌC Y GIẢ ĐỊNH", "HỌC VIỆN Y HỌC MÔ PHỎNG")
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def short(day: date) -> str:
    """02/11/2026."""
    return f"{day:%d/%m/%Y}"


def in_words(day: date) -> str:
    """ngày 02 tháng 11 năm 2026, with a leading zero as Decree 30/2020 orders it."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def placed(province: str, day: date) -> str:
    """Nghệ An, ngày 02 tháng 11 năm 2026."""
    return f"{province.removeprefix('Tỉnh ').removeprefix('Thành phố ')}, {in_words(day)}"


def days_before(facts: Facts, draw: Random, least: int, most: int) -> date:
    """A date that many days before the papers are handed in."""
    return facts.day - timedelta(days=draw.randint(least, most))


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th."""
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def health_office(province: str) -> tuple[str, str]:
    """The two lines of a provincial health department's letterhead."""
    return (f"ỦY BAN NHÂN DÂN {province}".upper(), "SỞ Y TẾ")


def health_agency(province: str) -> str:
    """Sở Y tế tỉnh Nghệ An, the name in the catalogue of agencies."""
    return f"Sở Y tế {province[0].lower()}{province[1:]}"


def official(draw: Random) -> str:
    """The name of an invented official."""
    sex = draw.choice(tuple(GIVEN_NAMES))
    return f"{draw.choice(FAMILIES)} {draw.choice(GIVEN_NAMES[sex])}"


def doctor(draw: Random) -> str:
    """The name of an invented doctor with the title as it stands under signatures."""
    return f"BS. {official(draw)}"


ACADEMIC = (
    "",
    "BS. ",
    "ThS.BS. ",
    "ThS. ",
    "TS.BS. ",
    "PGS.TS. ",
    "PGS.TS.BS. ",
    "GS.TS. ",
    "BSCKI. ",
    "BSCKII. ",
    "BS.CKII ",
)


def titled(name: str, draw: Random) -> str:
    """A physician's name as it stands under signatures, with the academic titles or without."""
    return draw.choice(ACADEMIC) + name


def head(agency: tuple[str, ...], number: str | None, province: str, day: date) -> Letterhead:
    """The head of an official paper."""
    return Letterhead(agency, f"Số: {number}" if number else None, placed(province, day))


def by_hand(office: str, person: Person, facts: Facts, day: date) -> Signature:
    """A citizen's signature, with place and date above."""
    return Signature((office,), person.name, None, placed(facts.person.province, day))


def identity(person: Person) -> tuple[Entry, ...]:
    """Name, birth date and sex, personal number and address: the block every form starts with."""
    return (
        entry("Họ và tên", person.name.upper()),
        entry("Ngày, tháng, năm sinh", short(person.birth_date), ("Giới tính", person.sex)),
        entry("Số định danh cá nhân", person.personal_number),
        entry("Địa chỉ thường trú", person.address),
    )


def about(person: Person) -> dict[str, Any]:
    """What the truth says of the person whom a paper is about."""
    return {
        "person_name": person.name,
        "personal_number": person.personal_number,
        "birth_date": person.birth_date,
    }


def plain(day: date) -> str:
    """2/11/2026, as people write it by hand."""
    return f"{day.day}/{day.month}/{day.year}"


def commune_of(person: Person) -> str:
    """ỦY BAN NHÂN DÂN XÃ MẪU ĐƠN."""
    return f"ỦY BAN NHÂN DÂN {person.address.split(', ')[1].upper()}"


def town(province: str) -> str:
    """The province without its rank, as before a date."""
    return province.removeprefix("Tỉnh ").removeprefix("Thành phố ")

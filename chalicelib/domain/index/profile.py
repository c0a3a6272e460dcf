"""Versions of the index as tables: groups, indicators, points, targets; and the scores that come of them.

Where this system has no data, the indicator is unknown and says so: it earns nothing, and its points stay reachable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from chalicelib.domain.errors import DomainError
from chalicelib.domain.index import formulas
from chalicelib.domain.index.evidence import Evidence, Formula, Lost, unknown
from chalicelib.domain.index.timing import on_time

NO_PUBLICATIONS = "hệ thống này chưa có ngày công bố, ngày công khai thủ tục"
NO_CONTENT = "danh mục ở đây không có trình tự, cách thức, đối tượng; so với Cổng: manage.py sync catalogue"
NO_PLATFORM_LIST = "hệ thống này chưa có danh sách thủ tục đã tích hợp nền tảng thanh toán"
NO_PETITIONS = "hệ thống này chưa có số liệu phản ánh, kiến nghị (PAKN)"
NO_CERTIFIED_COPIES = "công thức và số liệu chứng thực bản sao điện tử chưa có nguồn công khai"

GROUPS: Mapping[int, str] = MappingProxyType(
    {
        1: "Công khai, minh bạch",
        2: "Tiến độ, kết quả giải quyết",
        3: "Cung cấp dịch vụ trực tuyến",
        4: "Thanh toán trực tuyến",
        5: "Mức độ hài lòng",
        6: "Số hóa hồ sơ",
    }
)


class ProfileUnknown(DomainError):
    """No version of the index has that name."""

    code = "index-profile-unknown"
    vi = "Không có phiên bản bộ chỉ số {profile}. Các phiên bản: {known}."
    en = "There is no version {profile} of the index. Its versions: {known}."


@dataclass(frozen=True, slots=True)
class Indicator:
    """``target``: the share that earns all points. ``is_sure``: whether the split of its group's points is public."""

    code: str
    group: int
    points: float
    formula: Formula
    target: float = 1.0
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of the index, by the day on which it took effect. ``source``: the document."""

    name: str
    valid_from: date
    source: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator over a period; ``lost``: what cost points, and why.

    ``score`` is what is certain, so 0 of what is not ``known``; ``reachable`` what it can be at most: all points where
    nothing is known, none where there is nothing to count. ``note``: what is not known, or was assumed.
    """

    code: str
    group: int
    good: int
    of: int
    score: float
    points: float
    reachable: float
    known: bool
    note: str
    lost: tuple[Lost, ...]


QD766_2022 = Profile(
    name="qd766-2022",
    valid_from=date(2022, 6, 23),
    source="QĐ 766/QĐ-TTg",
    indicators=(
        Indicator("procedures-published-in-time", 1, 6, unknown(NO_PUBLICATIONS)),
        Indicator("procedures-public-in-time", 1, 4, unknown(NO_PUBLICATIONS)),
        Indicator("procedures-public-in-full", 1, 2, unknown(NO_CONTENT)),
        Indicator("dossier-synced", 1, 6, formulas.synced),
        Indicator("dossier-on-time", 2, 20, on_time),
        Indicator("procedures-online", 3, 2, formulas.procedures_online, target=0.8, is_sure=False),
        Indicator("services-used", 3, 4, formulas.services_used, is_sure=False),
        Indicator("dossier-online", 3, 6, formulas.dossiers_online, target=0.5, is_sure=False),
        Indicator("procedures-payable", 4, 2, unknown(NO_PLATFORM_LIST), target=0.8),
        Indicator("procedures-paid", 4, 2, formulas.procedures_paid, target=0.8),
        Indicator("dossier-paid-online", 4, 6, formulas.dossiers_paid),
        Indicator("petitions-in-time", 5, 6, unknown(NO_PETITIONS)),
        Indicator("petitions-satisfied", 5, 6, unknown(NO_PETITIONS)),
        Indicator("dossier-satisfied", 5, 6, formulas.dossiers_satisfied, target=0.9),
        Indicator("result-available", 6, 6, formulas.result_available),
        Indicator("papers-digitized", 6, 4, formulas.papers_digitized, target=0.8),
        Indicator("certified-copies", 6, 2, unknown(NO_CERTIFIED_COPIES)),
        Indicator("papers-reused", 6, 2, formulas.papers_reused, target=0.8),
        Indicator("in-national-repository", 6, 4, formulas.in_repository),
        Indicator("population-procedures", 6, 2, formulas.population_procedures),
        Indicator("population-data", 6, 2, formulas.population_dossiers),
    ),
)
PROFILES: Mapping[str, Profile] = MappingProxyType({each.name: each for each in (QD766_2022,)})


def profile_named(name: str) -> Profile:
    """Raises ``ProfileUnknown``; without a name the latest version."""
    if not name:
        return max(PROFILES.values(), key=lambda each: each.valid_from)
    if name not in PROFILES:
        raise ProfileUnknown(profile=name, known=", ".join(PROFILES))
    return PROFILES[name]


def scores(evidence: Evidence, profile: Profile = QD766_2022) -> tuple[Score, ...]:
    """Every indicator of the version, in its order."""
    return tuple(_score(indicator, evidence) for indicator in profile.indicators)


def total(found: Sequence[Score]) -> float:
    """The points that are certain."""
    return round(sum(each.score for each in found), 2)


def reachable(found: Sequence[Score]) -> float:
    """The most that it can be: what is unknown counted whole, what is not applicable left out."""
    return round(sum(each.reachable for each in found), 2)


def _score(indicator: Indicator, evidence: Evidence) -> Score:
    tally = indicator.formula(evidence)
    computed = _points(tally.good * tally.share, tally.of, indicator)
    score, at_most = (
        (computed, computed) if tally.known else (0.0, computed if tally.of else indicator.points)
    )
    note = (
        tally.note if indicator.is_sure else "; ".join(filter(None, (tally.note, "điểm thành phần suy luận")))
    )
    return Score(
        indicator.code, indicator.group, tally.good, tally.of, score, indicator.points, at_most, tally.known, note,
        tuple(sorted(tally.lost)),
    )  # fmt: skip


def _points(good: float, of: int, indicator: Indicator) -> float:
    """Two decimals; nothing to count earns nothing."""
    return round(min(indicator.points, good / of * indicator.points / indicator.target), 2) if of else 0.0

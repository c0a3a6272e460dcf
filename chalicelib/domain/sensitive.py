"""Pictures of a person's identity papers: who looks at them is counted, bounded and told to the owner.

Sensitive personal data (dữ liệu cá nhân nhạy cảm). The bounds are ours, not the law's: they stand here as data.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.errors import DomainError
from chalicelib.domain.states import Role

#: What reading calls a paper whose picture is that of a person's identity: căn cước, chứng minh nhân dân.
IDENTITY = "citizen-card"
#: What such papers are called where procedures ask for them; compared without regard to case.
NAMES = ("căn cước", "chứng minh nhân dân", "hộ chiếu")

#: How long a link to such a picture works.
LINK_LIFE = timedelta(seconds=60)
#: How many of them an officer sees in a day (in Vietnam), by the role that allows the most.
VIEWS_A_DAY: Mapping[Role, int] = {Role.RECEPTION: 150, Role.SPECIALIST: 60, Role.LEADER: 20}
#: How many more a leader may allow at once.
MOST_MORE = 100


class ViewLimitReached(DomainError):
    """The officer has seen as many as a day allows."""

    code = "view-limit-reached"
    vi = "Bạn đã xem đủ số ảnh giấy tờ tùy thân được phép trong ngày. Đề nghị lãnh đạo đơn vị cho phép xem thêm."
    en = "You have seen as many pictures of identity papers as a day allows. Ask a leader of your unit for more."


class NoViewsToday(DomainError):
    """Nobody of that name has seen anything at the leader's unit today."""

    code = "no-views-today"
    vi = "Hôm nay không có cán bộ này ở đơn vị của bạn trong sổ xem giấy tờ tùy thân. Kiểm tra lại mã cán bộ."
    en = "No officer of that identifier has looked at identity papers at your unit today. Check the identifier."


class MoreViews(BaseModel):
    """A leader lets an officer see more today, and says why."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    more: int = Field(ge=1, le=MOST_MORE)
    reason: str = Field(min_length=1, max_length=500)


class ViewCount(BaseModel):
    """How many pictures an officer has seen on a day, and how many the day allows."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    day: date
    seen: int
    allowed: int


def is_sensitive(kind: str, *names: str) -> bool:
    """Whether a paper of this kind, or so called, shows who a person is."""
    called = " ".join(names).casefold()
    return kind == IDENTITY or any(name in called for name in NAMES)


def views_a_day(roles: frozenset[Role]) -> int:
    """What the roles allow: the most of them; 0 for who has none that does."""
    return max((VIEWS_A_DAY.get(role, 0) for role in roles), default=0)

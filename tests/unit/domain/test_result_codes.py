"""Under which code a result is stated: the national one, else our own or none, as this installation is set."""

import pytest

from chalicelib.domain.states import Command
from chalicelib.domain.stating import House, statement_of
from chalicelib.domain.story import Story
from chalicelib.domain.told import Told
from chalicelib.portal.mapping import ho_so
from tests.sync.lives import START, born, live
from tests.unit.portal.samples import settings

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE)


def decided(result_code: str, *, own: bool):
    life = born(1)
    for hours, command in enumerate(TO_THE_END, start=1):
        assert live(life, command, START.replace(hour=hours))
    procedure = life.head.procedure.model_copy(update={"result_code": result_code, "yields_paper": True})
    head = life.head.model_copy(update={"procedure": procedure})
    house = House(lambda *parts: "https://files.example/" + "/".join(parts), says_own_result_codes=own)
    return statement_of(head, life.files, Story().told(tuple(life.events)), house)


@pytest.mark.parametrize(
    ("known", "own", "stated"),
    [
        ("KQ.G18.000001", True, "KQ.G18.000001"),
        ("KQ.G18.000001", False, "KQ.G18.000001"),
        ("", True, "1.002600-RESULT"),
        ("", False, ""),
    ],
)
def test_a_result_is_stated_under_the_code_that_is_known(known, own, stated):
    statement = decided(known, own=own)
    (result,) = ho_so(statement, settings()).DanhSachGiayToKetQua
    assert result.MaGiayToKetQua == stated
    assert result.DuongDanTepTinKetQua
    assert Told().with_header(statement).has_result is bool(stated)

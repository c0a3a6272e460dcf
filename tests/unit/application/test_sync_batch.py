"""One pass of the sync: what is sent, what is asked, and what is left for a person."""

from datetime import timedelta
from random import Random

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.oversee_sync import OverseeSync
from chalicelib.application.sync_batch import Ending
from chalicelib.domain.states import Command
from tests.sync.lives import Life, born, live, wander
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import Killed, World

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)


def led(world: World, *commands: Command, position: int = 1, **changes: object) -> Life:
    """A dossier that has gone through ``commands``, an hour apart."""
    life = world.add(born(position, **changes))
    for command in commands:
        world.watch.pass_by(hours=1)
        assert live(life, command, world.watch.now()), command
    return life


def pass_over(world: World, *lives: Life) -> list[Ending]:
    """One pass, and an hour later."""
    report = world.sync([life.head.id for life in lives])
    assert not report.faults
    world.watch.pass_by(hours=1)
    return [report.endings[life.head.id] for life in lives]


def test_a_draft_is_nobodys_business():
    world = World(StrictPortal())
    assert pass_over(world, led(world)) == [Ending.NOTHING_TO_SAY]
    assert not world.portal.calls


def test_a_whole_life_is_told_in_one_pass_with_one_header_and_its_rows():
    world = World(StrictPortal())
    life = led(world, *TO_THE_END)
    assert pass_over(world, life) == [Ending.SYNCED]
    assert world.differences() == []
    assert world.portal.calls == {"login": 1, "DongBoHoSoMC": 1, "CapNhatTienDoHoSoMC": 1}
    assert world.ledger(life.head.id).next_attempt is None


def test_a_second_delivery_of_the_same_news_says_nothing():
    world = World(StrictPortal())
    life = led(world, *TO_THE_END)
    pass_over(world, life)
    before = world.portal.calls.copy()
    assert pass_over(world, life, life) == [Ending.NOTHING_TO_SAY] * 2
    assert world.portal.calls == before


def test_each_event_is_told_as_it_happens_and_never_read_again():
    world = World(StrictPortal())
    life = world.add(born(1))
    for command in TO_THE_END:
        world.watch.pass_by(hours=1)
        live(life, command, world.watch.now())
        assert pass_over(world, life) == [Ending.SYNCED]
    assert world.differences() == []
    assert world.events_read == len(life.events)


def test_a_synced_event_costs_four_calls_to_the_store_after_one_event_or_two_hundred():
    world = World(StrictPortal())
    life = led(world, Command.SUBMIT, Command.RECEIVE)
    pass_over(world, life)
    for _ in range(200):
        world.watch.pass_by(minutes=1)
        live(life, Command.REQUEST_PAYMENT, world.watch.now()) or live(
            life, Command.RECORD_PAYMENT, world.watch.now()
        )
        world.calls.clear()
        world.events_read = 0
        pass_over(world, life)
        assert world.calls == {"account": 1, "events": 1, "write": 2}
        assert world.events_read == 1


def test_a_timeout_after_acceptance_is_asked_for_and_nothing_is_sent_twice():
    fates = iter(["", "lost after", "", "", ""])
    world = World(StrictPortal(lambda call: next(fates, "")))
    life = led(world, *TO_THE_END)
    assert pass_over(world, life) == [Ending.WAITS]
    assert pass_over(world, life) == [Ending.SYNCED]
    assert world.portal.calls["DongBoHoSoMC"] == 1
    assert world.differences() == []


def test_rows_that_arrived_unseen_are_not_sent_again():
    fates = iter(["", "", "lost after"])
    world = World(StrictPortal(lambda call: next(fates, "")))
    life = led(world, *TO_THE_END)
    assert pass_over(world, life) == [Ending.WAITS]
    assert pass_over(world, life) == [Ending.SYNCED]
    assert world.portal.calls["CapNhatTienDoHoSoMC"] == 1
    assert world.differences() == []


def test_a_row_that_may_stand_there_already_waits_for_a_person_where_the_portal_shows_no_rows():
    fates = iter(["", "", "lost after"])
    world = World(StrictPortal(lambda call: next(fates, ""), shows="header"))
    life = led(world, Command.SUBMIT, Command.RECEIVE, Command.REQUEST_SUPPLEMENT)
    pass_over(world, life)
    assert pass_over(world, life) == [Ending.PARKED]
    assert [repair.code for repair in world.ledger(life.head.id).repairs] == ["unseen"]
    world.write(world.ledger(life.head.id).replayed(world.watch.now()))
    assert pass_over(world, life) == [Ending.SYNCED]


@pytest.mark.parametrize("shows", ["rows", "header", "existence"])
def test_a_dossier_created_by_somebody_else_is_updated(shows):
    world = World(StrictPortal(shows=shows))
    life = led(world, *TO_THE_END)
    world.portal.headers[life.head.number] = {"MaHoSo": life.head.number, "MaTTHC": "", "TrangThaiHoSo": "1"}
    assert pass_over(world, life) == [Ending.SYNCED]
    assert world.differences() == []


def test_a_step_that_somebody_saw_there_is_skipped_and_the_rest_is_told():
    fates = iter(["", "", "lost after"])
    world = World(StrictPortal(lambda call: next(fates, ""), shows="header"))
    life = led(world, Command.SUBMIT, Command.RECEIVE, Command.REQUEST_SUPPLEMENT)
    pass_over(world, life)
    assert pass_over(world, life) == [Ending.PARKED]
    arrived = [dict(row) for row in world.portal.rows[life.head.number]]
    assert OverseeSync(world, world.watch).skip(life.head.id)
    assert live(life, Command.SUPPLEMENT, world.watch.now())
    assert pass_over(world, life) == [Ending.SYNCED]
    asked = [row for row in world.portal.rows[life.head.number] if row["TrangThai"] == "5"]
    assert asked == [row for row in arrived if row["TrangThai"] == "5"]
    assert not world.ledger(life.head.id).repairs


def test_a_dossier_the_portal_has_forgotten_is_created_again():
    world = World(StrictPortal())
    life = led(world, Command.SUBMIT)
    pass_over(world, life)
    world.portal.headers.clear()
    world.watch.pass_by(hours=1)
    live(life, Command.RECEIVE, world.watch.now())
    assert pass_over(world, life) == [Ending.SYNCED]
    assert life.head.number in world.portal.headers


def test_many_dossiers_share_their_calls():
    world = World(StrictPortal())
    lives = [led(world, *TO_THE_END, position=n) for n in range(40)]
    assert set(pass_over(world, *lives)) == {Ending.SYNCED}
    assert world.portal.calls["DongBoHoSoMC"] == 2
    assert world.portal.calls["CapNhatTienDoHoSoMC"] == 20
    assert max(world.portal.sizes) == 20
    assert world.differences() == []


@pytest.mark.parametrize("keeps_parts", [False, True])
def test_one_poisoned_dossier_hinders_no_other(keeps_parts):
    world = World(StrictPortal(keeps_parts=keeps_parts))
    lives = [led(world, *TO_THE_END, position=n) for n in range(20)]
    poisoned = lives[7]
    world.portal.refuses[poisoned.head.number] = "Mã thủ tục không tồn tại"
    assert pass_over(world, *lives).count(Ending.SYNCED) == 19
    assert pass_over(world, poisoned) == [Ending.PARKED]
    assert "Mã thủ tục" in world.ledger(poisoned.head.id).repairs[0].vi
    assert all(poisoned.head.number in difference for difference in world.differences())
    assert world.portal.calls["DongBoHoSoMC"] <= 24


def test_a_parked_dossier_is_tried_again_when_it_changes_or_when_a_person_says_so():
    world = World(StrictPortal())
    life = led(world, Command.SUBMIT)
    world.portal.refuses[life.head.number] = "Mã thủ tục không tồn tại"
    pass_over(world, life)
    assert pass_over(world, life, life) == [Ending.PARKED] * 2
    calls = world.portal.calls.copy()
    assert pass_over(world, life) == [Ending.PARKED]
    assert world.portal.calls == calls
    world.portal.refuses.clear()
    live(life, Command.RECEIVE, world.watch.now())
    assert pass_over(world, life) == [Ending.SYNCED]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda head: {"owner": head.owner.model_copy(update={"number": ""})}, "no-identity"),
        (
            lambda head: {"procedure": head.procedure.model_copy(update={"code": "QT.1"})},
            "unmapped-procedure",
        ),
        (lambda head: {"result": None}, "no-result"),
        (lambda head: {"clock": head.clock.model_copy(update={"finished_at": None})}, "no-finishing-date"),
        (lambda head: {"unit_name": "x" * 501}, "no-form"),
    ],
)
def test_what_is_not_true_is_not_said(change, code):
    world = World(StrictPortal())
    life = led(world, *TO_THE_END)
    life.head = life.head.model_copy(update=change(life.head))
    assert pass_over(world, life) == [Ending.PARKED]
    repairs = world.ledger(life.head.id).repairs
    assert [repair.code for repair in repairs] == [code]
    assert repairs[0].vi
    assert repairs[0].mend
    assert not world.portal.headers


def test_a_stopped_dossier_is_reported_as_stopped():
    world = World(StrictPortal())
    life = led(world, Command.SUBMIT, Command.RECEIVE, Command.STOP)
    pass_over(world, life)
    assert world.portal.headers[life.head.number]["TrangThaiHoSo"] == "8"
    assert [row["TrangThai"] for row in world.portal.rows[life.head.number]] == ["1", "2", "8"]


def test_nobody_else_sends_while_one_worker_does():
    world = World(StrictPortal())
    life = led(world, Command.SUBMIT)
    claimed = world.ledger(life.head.id).taking_off(2, [], world.watch.now())
    world.write(claimed)
    report = world.sync([life.head.id])
    assert report.endings[life.head.id] is Ending.BUSY
    world.watch.pass_by(minutes=2)
    assert pass_over(world, life) == [Ending.SYNCED]


def test_a_fault_of_ours_in_one_dossier_hinders_no_other():
    world = World(StrictPortal())
    broken, sound = led(world, Command.SUBMIT, position=1), led(world, Command.SUBMIT, position=2)
    broken.events.reverse()
    report = world.sync([broken.head.id, sound.head.id])
    assert report.endings == {broken.head.id: Ending.BROKEN, sound.head.id: Ending.SYNCED}
    assert isinstance(report.faults[broken.head.id], AssertionError)


def test_a_refused_dossier_at_the_head_of_the_list_holds_up_nobody():
    world = World(StrictPortal())
    lives = [led(world, Command.SUBMIT, position=n) for n in range(5)]
    world.portal.refuses[lives[0].head.number] = "?"
    for life in lives:
        world.write(world.ledger(life.head.id).replayed(world.watch.now()))
    assert CatchUp(world, world.sync, world.watch)() == {"refused": 1, "synced": 4}


def test_a_dossier_over_which_the_portal_breaks_keeps_nobody_waiting_for_long():
    world = World(StrictPortal())
    lives = [led(world, Command.SUBMIT, position=n) for n in range(6)]
    poison = lives[2].head.number

    def breaks_over_it(call):
        data = call.body.get("data", ())
        return "500 before" if any(entry["MaHoSo"] == poison for entry in data) else ""

    world.portal.fate = breaks_over_it
    world.sync([life.head.id for life in lives])
    for _ in range(8):
        world.watch.pass_by(minutes=2)
        CatchUp(world, world.sync, world.watch)()
    waiting = {id for id, ledger in world.ledgers.items() if ledger.next_attempt is not None}
    assert waiting == {lives[2].head.id}


def test_what_waits_is_tried_later_and_later():
    world = World(StrictPortal(lambda call: "503"))
    life = led(world, Command.SUBMIT)
    waits: list[timedelta] = []
    for _ in range(12):
        now = world.watch.now()
        pass_over(world, life)
        waits.append(world.ledger(life.head.id).next_attempt - now)
    assert waits[0] < timedelta(seconds=5)
    assert timedelta(minutes=5) <= waits[-1] <= timedelta(minutes=10)
    assert not world.ledger(life.head.id).repairs


@pytest.mark.parametrize("step", range(11))
def test_a_worker_may_die_before_any_of_its_steps(step):
    countdown = iter([*[False] * step, True])

    def strike() -> None:
        if next(countdown, False):
            raise Killed

    def fate(call: object) -> str:
        strike()
        return ""

    world = World(StrictPortal(fate), strike=strike)
    lives = [led(world, *TO_THE_END, position=n) for n in range(2)]
    try:
        world.sync([life.head.id for life in lives])
    except Killed:
        world.watch.pass_by(minutes=6)
    assert set(pass_over(world, *lives)) <= {Ending.SYNCED, Ending.NOTHING_TO_SAY}
    assert world.differences() == []


def test_lives_of_all_kinds_are_told_truly():
    world = World(StrictPortal())
    luck = Random(7)
    lives = [world.add(born(n)) for n in range(60)]
    for _ in range(12):
        for life in lives:
            world.watch.pass_by(hours=3)
            wander(life, luck, world.watch.now())
        pass_over(world, *luck.sample(lives, 30))
    pass_over(world, *lives)
    assert world.differences() == []
    assert {event.state for life in lives for event in life.events} >= {"refused", "stopped", "returned"}

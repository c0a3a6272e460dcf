"""What any keeper of dossiers must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator
from datetime import date, timedelta

import boto3
import pytest

from chalicelib.adapters.cursors import BadCursor, Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.domain.errors import (
    DossierChangedMeanwhile,
    DossierNotFound,
    FileNotFound,
    KeyReusedForAnotherRequest,
)
from chalicelib.domain.files import FileState
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.ports import AlreadyDone, Dossiers, NumberTaken, Once, Outcome
from chalicelib.domain.states import Command, State
from tests.aws_in_memory import aws_in_memory
from tests.factories import DESK, MORNING, OTHER_NUMBER, UNIT, a_draft, a_file, an_owner, later, step
from tests.fakes import InMemoryDossiers
from tests.tables import ONCE_TABLE, TABLE, make_tables_of_template

DAY = date(2026, 3, 2)
ONCE = Once("caller#key-0001", "what was asked")


@pytest.fixture(scope="module")
def dynamo() -> Iterator[DynamoDossiers]:
    """Tables shared by the module: every test has a dossier, a unit and an owner of its own."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        yield DynamoDossiers(client, TABLE, ONCE_TABLE, Cursors(b"secret"))


@pytest.fixture(params=["memory", "dynamodb"])
def dossiers(request) -> Dossiers:
    return InMemoryDossiers() if request.param == "memory" else request.getfixturevalue("dynamo")


@pytest.fixture
def name(request) -> str:
    """A name that no other test has."""
    return request.node.name.replace("[", "-").replace("]", "")


def number(unit: str, order: int) -> DossierNumber:
    return DossierNumber(unit=unit, day=DAY, order=order)


def opened(dossiers, name, **values):
    draft, event = a_draft(id=name, **values)
    dossiers.save(draft, [event])
    return draft


def advanced(dossiers, dossier, *commands):
    """Each command saved on its own."""
    at = dossier.opened_at
    for command in commands:
        at = later(command, at)
        dossier, event = step(dossier, command, at)
        dossiers.save(dossier, [event])
    return dossier


def test_head_and_events_come_back_as_they_were_saved(dossiers, name):
    dossier = opened(dossiers, name)
    filed, submitted = step(dossier, Command.SUBMIT, MORNING)
    received, event = step(filed, Command.RECEIVE, MORNING + timedelta(hours=1))
    dossiers.save(received, [submitted, event])
    assert dossiers.get(name) == received
    assert dossiers.events(name)[1:] == (submitted, event)
    assert [e.seq for e in dossiers.events(name)] == [1, 2, 3]
    assert dossiers.events(name, after=2) == (event,)
    assert dossiers.events(name, after=3) == ()


def test_what_is_not_there_is_not_found(dossiers, name):
    for ask in (dossiers.get, dossiers.get_with_files, dossiers.id_of_number):
        with pytest.raises(DossierNotFound):
            ask(name)
    with pytest.raises(FileNotFound):
        dossiers.get_file(name, "DON", "f1")
    assert dossiers.events(name) == ()


def test_a_stale_version_is_refused_with_the_present_one_and_leaves_no_event(dossiers, name):
    seen = advanced(dossiers, opened(dossiers, name), Command.SUBMIT)
    present = advanced(dossiers, seen, Command.RECEIVE)
    stale, event = step(seen, Command.REFUSE, MORNING + timedelta(hours=2))
    with pytest.raises(DossierChangedMeanwhile) as refusal:
        dossiers.save(stale, [event])
    assert refusal.value.in_english().startswith(
        "The dossier has just been changed (now version 3, state 'received')"
    )
    assert dossiers.get(name) == present
    assert [e.kind for e in dossiers.events(name)] == ["draft-opened", "submitted", "received"]


def test_a_dossier_is_not_opened_twice(dossiers, name):
    first = opened(dossiers, name)
    again, event = a_draft(id=name, summary="khác")
    with pytest.raises(DossierChangedMeanwhile):
        dossiers.save(again, [event])
    assert dossiers.get(name) == first


def test_a_dossier_that_was_never_saved_is_not_advanced(dossiers, name):
    draft, _ = a_draft(id=name)
    filed, event = step(draft, Command.SUBMIT, MORNING)
    with pytest.raises(DossierChangedMeanwhile):
        dossiers.save(filed, [event])
    assert dossiers.events(name) == ()


def test_a_repeated_request_gives_the_same_outcome_again(dossiers, name):
    once = Once(name, "what was asked")
    assert dossiers.outcome_of(once) is None
    draft, event = a_draft(id=name)
    dossiers.save(draft, [event], once=once)
    advanced(dossiers, draft, Command.SUBMIT)
    other, event = a_draft(id=f"{name}-2")
    with pytest.raises(AlreadyDone) as done:
        dossiers.save(other, [event], once=once)
    assert done.value.outcome == dossiers.outcome_of(once) == Outcome(dossier=draft)
    with pytest.raises(DossierNotFound):
        dossiers.get(f"{name}-2")


def test_a_key_is_not_taken_for_another_request(dossiers, name):
    draft, event = a_draft(id=name)
    dossiers.save(draft, [event], once=Once(name, "one thing"))
    filed, event = step(draft, Command.SUBMIT, MORNING)
    with pytest.raises(KeyReusedForAnotherRequest):
        dossiers.save(filed, [event], once=Once(name, "another thing"))
    with pytest.raises(KeyReusedForAnotherRequest):
        dossiers.outcome_of(Once(name, "another thing"))
    with pytest.raises(KeyReusedForAnotherRequest):
        dossiers.announce_file(a_file(dossier_id=name), draft, Once(name, "another thing"))
    assert dossiers.get_with_files(name) == (draft, ())


def test_a_refused_save_does_not_use_up_its_key(dossiers, name):
    seen = opened(dossiers, name)
    advanced(dossiers, seen, Command.SUBMIT)
    stale, event = step(seen, Command.SUBMIT, MORNING)
    with pytest.raises(DossierChangedMeanwhile):
        dossiers.save(stale, [event], once=Once(name, "what was asked"))
    assert dossiers.outcome_of(Once(name, "what was asked")) is None


def test_numbers_are_issued_one_after_the_other(dossiers, name):
    assert dossiers.last_number(name, DAY) == 0
    for order in (1, 2, 3):
        draft = opened(dossiers, f"{name}-{order}")
        filed, event = step(draft, Command.SUBMIT, MORNING)
        dossiers.save(filed, [event], number=number(name, order))
        assert dossiers.last_number(name, DAY) == order
        assert dossiers.id_of_number(str(number(name, order))) == f"{name}-{order}"
    assert dossiers.last_number(name, DAY + timedelta(days=1)) == 0
    assert dossiers.last_number("another unit", DAY) == 0


@pytest.mark.parametrize("order", [1, 3])
def test_a_number_that_is_not_the_next_one_is_refused_and_nothing_is_saved(dossiers, name, order):
    first = opened(dossiers, f"{name}-first")
    filed, event = step(first, Command.SUBMIT, MORNING)
    dossiers.save(filed, [event], number=number(name, 1))
    second = opened(dossiers, name)
    filed, event = step(second, Command.SUBMIT, MORNING)
    with pytest.raises(NumberTaken):
        dossiers.save(filed, [event], number=number(name, order))
    assert dossiers.get(name) == second
    assert len(dossiers.events(name)) == 1
    assert dossiers.last_number(name, DAY) == 1


def test_files_and_head_are_read_together_and_no_others(dossiers, name):
    draft = opened(dossiers, name)
    opened(dossiers, f"{name}-2")
    files = [a_file("f2", "DON"), a_file("f1", "DON"), a_file("f3", "BANG")]
    for file in files:
        dossiers.announce_file(file.model_copy(update={"dossier_id": name}), draft)
    dossiers.announce_file(a_file("f9", dossier_id=f"{name}-2"), draft)
    dossier, found = dossiers.get_with_files(name)
    assert dossier == draft
    assert [(file.component, file.file_id) for file in found] == [
        ("BANG", "f3"),
        ("DON", "f1"),
        ("DON", "f2"),
    ]
    assert dossiers.get_file(name, "DON", "f1") == found[1]


def test_an_announcement_repeated_gives_the_file_of_the_first(dossiers, name):
    draft, once = opened(dossiers, name), Once(name, "what was asked")
    file = a_file(dossier_id=name)
    dossiers.announce_file(file, draft, once)
    with pytest.raises(AlreadyDone) as done:
        dossiers.announce_file(a_file("f2", dossier_id=name), draft, once)
    assert done.value.outcome == Outcome(dossier=draft, file=file)
    assert dossiers.get_with_files(name)[1] == (file,)


def test_a_file_is_changed_only_by_who_saw_it(dossiers, name):
    file = a_file(dossier_id=name, state=FileState.AWAITING_UPLOAD)
    dossiers.announce_file(file, opened(dossiers, name))
    read, removed = (file.model_copy(update={"state": s}) for s in (FileState.READY, FileState.REMOVED))
    assert dossiers.update_file(read, seen=file)
    assert not dossiers.update_file(removed, seen=file)
    stored = dossiers.get_file(name, "DON", "f1")
    assert (stored.state, stored.revision) == (FileState.READY, 1)
    assert dossiers.update_file(removed, seen=stored)
    assert not dossiers.update_file(removed, seen=a_file("unknown", dossier_id=name))


def test_a_queue_holds_a_units_dossiers_of_one_state_the_most_urgent_first(dossiers, name):
    for position in (2, 0, 1):
        draft = opened(
            dossiers, f"{name}-{position}", unit=name, opened_at=MORNING + timedelta(days=position)
        )
        advanced(dossiers, draft, Command.SUBMIT)
    opened(dossiers, f"{name}-draft", unit=name)
    advanced(dossiers, opened(dossiers, f"{name}-elsewhere", unit=DESK), Command.SUBMIT)
    page = dossiers.work_queue(name, State.SUBMITTED, limit=10)
    assert [line.id for line in page.items] == [f"{name}-{position}" for position in range(3)]
    assert page.items[0].next_due < page.items[1].next_due
    assert page.cursor == ""


def test_a_queue_changes_with_the_state(dossiers, name):
    dossier = advanced(dossiers, opened(dossiers, name, unit=name), Command.SUBMIT)
    received = advanced(dossiers, dossier, Command.RECEIVE)
    assert dossiers.work_queue(name, State.SUBMITTED, limit=10).items == ()
    (line,) = dossiers.work_queue(name, State.RECEIVED, limit=10).items
    assert (line.version, line.number, line.next_due) == (3, received.number, received.clock.due)


def test_an_owners_dossiers_are_listed_the_newest_first(dossiers, name):
    owner = an_owner().model_copy(update={"ref": name})
    for position in range(3):
        opened(dossiers, f"{name}-{position}", owner=owner, opened_at=MORNING + timedelta(hours=position))
    opened(dossiers, name, owner=an_owner(number=OTHER_NUMBER))
    page = dossiers.of_owner(name, limit=10)
    assert [line.id for line in page.items] == [f"{name}-{position}" for position in (2, 1, 0)]


def walk(ask):
    """All pages of a list, each line once."""
    lines, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = ask(cursor)
        lines += [line.id for line in page.items]
        cursor, pages = page.cursor, pages + 1
    return lines, pages


def test_lists_are_walked_page_by_page_without_gap_or_repetition(dossiers, name):
    owner = an_owner().model_copy(update={"ref": name})
    ids = [f"{name}-{position}" for position in range(5)]
    for id_ in ids:
        advanced(dossiers, opened(dossiers, id_, unit=name, owner=owner), Command.SUBMIT)
    queue, pages = walk(lambda cursor: dossiers.work_queue(name, State.SUBMITTED, 2, cursor))
    assert (queue, pages) == (ids, 3)
    own, _ = walk(lambda cursor: dossiers.of_owner(name, 2, cursor))
    assert own == ids[::-1]


def test_a_cursor_leads_into_no_other_list(dossiers, name):
    owner = an_owner().model_copy(update={"ref": name})
    for position in range(3):
        opened(dossiers, f"{name}-{position}", unit=name, owner=owner)
    cursor = dossiers.work_queue(name, State.DRAFT, 1).cursor
    assert cursor
    for ask in (
        lambda: dossiers.work_queue(UNIT, State.DRAFT, 1, cursor),
        lambda: dossiers.work_queue(name, State.SUBMITTED, 1, cursor),
        lambda: dossiers.of_owner(name, 1, cursor),
        lambda: dossiers.work_queue(name, State.DRAFT, 1, "made-up"),
    ):
        with pytest.raises(BadCursor):
            ask()


def test_a_draft_is_erased_with_everything_in_it_and_only_while_it_is_one(dossiers, name):
    draft = opened(dossiers, name)
    file = a_file("f1", dossier_id=name)
    dossiers.announce_file(file, draft)
    filed = advanced(dossiers, opened(dossiers, f"{name}-filed"), Command.SUBMIT)
    assert dossiers.erase_draft(draft, (file,))
    assert not dossiers.erase_draft(draft, (file,))
    with pytest.raises(DossierNotFound):
        dossiers.get_with_files(name)
    with pytest.raises(FileNotFound):
        dossiers.get_file(name, file.component, file.file_id)
    assert dossiers.events(name) == ()
    assert not dossiers.erase_draft(filed.model_copy(update={"version": 1}), ())
    assert dossiers.get(filed.id) == filed

"""Decoding in children: limited, killed when over, without our environment."""

import os

import pytest

from chalicelib.digitization import Limits, Outcome, digitize
from chalicelib.digitization.isolated import _Progress
from chalicelib.digitization.job import Job
from chalicelib.digitization.sandbox import Child, ChildLost, Nursery
from chalicelib.digitization.wire import Frame
from tests.unit.digitization.small_papers import DECISION, as_jpeg, pdf_of, picture_of

GIGABYTE = 1 << 30


def test_a_child_reads_what_this_process_would_read() -> None:
    data = pdf_of(DECISION)
    apart, here = digitize(data), digitize(data, isolated=False)
    assert apart.pages[0].words == here.pages[0].words
    assert apart.fields == here.fields


def test_a_page_that_costs_too_much_is_given_up_and_the_others_are_read() -> None:
    # No page can be decoded in this little memory, yet the document ends in a listed outcome.
    digitized = digitize(as_jpeg(picture_of(DECISION, 3000, 4000)), limits=Limits(memory=200 * 1024 * 1024))
    assert digitized.outcome is Outcome.REJECTED
    assert digitized.reason in ("too-costly", "damaged")


def test_the_page_in_hand_is_blamed_for_a_lost_child() -> None:
    progress = _Progress(Job(b""))
    assert progress.get(3) is None
    progress.lose(ChildLost("too-costly"))
    page = progress.get(3)
    assert page is not None
    assert page.failure == "too-costly"


def test_a_child_lost_outside_a_page_condemns_the_file() -> None:
    with pytest.raises(ChildLost):
        _Progress(Job(b"")).lose(ChildLost("too-costly"))


def test_after_too_many_lost_children_no_further_page_is_tried() -> None:
    progress = _Progress(Job(b""))
    for number in range(1, 4):
        progress.get(number)
        progress.lose(ChildLost("too-costly"))
    page = progress.get(4)
    assert page is not None
    assert page.failure == "too-costly"


def test_a_silent_child_is_killed() -> None:
    with Nursery() as nursery, nursery.child(GIGABYTE) as child, pytest.raises(ChildLost):
        child.receive(0.2)  # nothing was asked, so nothing is answered


def say_nonsense(child: Child) -> None:
    """The child may be gone before all is said, or while we listen."""
    child.send(Frame("no such operation", {}))
    child.receive(20)


def test_nonsense_from_the_caller_ends_the_child_not_the_nursery() -> None:
    with Nursery() as nursery:
        with nursery.child(GIGABYTE) as child, pytest.raises(ChildLost):
            say_nonsense(child)
        assert nursery.is_alive
        with nursery.child(GIGABYTE) as child, pytest.raises(ChildLost):
            child.receive(0.1)


def test_a_nursery_that_died_is_told_apart_from_a_fault_of_ours() -> None:
    nursery = Nursery()
    nursery.close()
    with pytest.raises(ChildLost), nursery.child(GIGABYTE):
        pass


def test_the_nursery_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not for decoders")
    with Nursery() as nursery, open(f"/proc/{nursery.process_id}/environ", "rb") as environment:  # noqa: PTH123
        assert b"not for decoders" not in environment.read()
    assert os.environ["AWS_SECRET_ACCESS_KEY"]

"""Arbitrary bytes: whatever they are, they end in a listed outcome with a listed reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.digitization import digitize, intake, runner, safety
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Outcome
from chalicelib.digitization.reasons import REASONS
from tests.unit.digitization.small_papers import DECISION, pdf_of

PAPER = pdf_of(DECISION)
HEADS = [
    b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"RIFF\x10\x00\x00\x00WEBP",
    b"\x00\x00\x00\x18ftypheic", b"PK\x03\x04", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n", b"",
]  # fmt: skip
ANYTHING = st.builds(lambda head, rest: head + rest, st.sampled_from(HEADS), st.binary(max_size=600))


@st.composite
def damaged_papers(draw: st.DrawFn) -> bytes:
    """A sound PDF with some bytes overwritten, and perhaps cut off."""
    data = bytearray(PAPER)
    for _ in range(draw(st.integers(1, 8))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(1, len(data)))])


def ends_well(outcome: Outcome, reason: str | None) -> bool:
    return reason is None if outcome is Outcome.READY else reason in REASONS


@settings(max_examples=150, deadline=None)
@given(st.one_of(ANYTHING, damaged_papers()))
def test_the_steps_before_reading_end_in_a_listed_outcome(data: bytes) -> None:
    result = runner.run(Job(data), steps=(intake.step, safety.step))
    assert ends_well(result.outcome, result.reason)
    assert result.bytes == len(data)


@settings(max_examples=15, deadline=None)
@given(st.one_of(ANYTHING, damaged_papers()))
def test_the_whole_pipeline_does_too(data: bytes) -> None:
    result = digitize(data)
    assert ends_well(result.outcome, result.reason)

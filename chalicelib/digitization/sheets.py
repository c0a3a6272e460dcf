"""The sheets of a file, whatever its kind: how many, how large, their own text, and their picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Kind, Word


@dataclass(frozen=True)
class OwnText:
    """The text a sheet carries itself.

    ``pictured`` is the share of the sheet covered by pictures; ``is_drawn_on`` says that there are enough lines and
    areas for a code to be among them; not ``is_whole`` is a sheet that holds more than anybody looks at.
    """

    words: tuple[Word, ...]
    encoding: str = "unicode"
    pictured: float = 0.0
    is_drawn_on: bool = False
    is_whole: bool = True
    was_mended: bool = False


class Sheets(Protocol):
    """An open file. Sheet numbers start at 1; sizes are points."""

    def __len__(self) -> int:
        """How many sheets."""

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points as shown."""

    def own_text(self, number: int) -> OwnText | None:
        """The text layer, or None where the kind has none."""

    @property
    def can_paint(self) -> bool:
        """Whether sheets have a picture at all."""

    def is_broken(self, number: int) -> bool:
        """Whether the sheet holds something that could not be painted."""

    def picture(self, number: int, dpi: int) -> Any:
        """An RGB ``PIL.Image`` of the sheet at this resolution. Raises ``Rejected`` if painting it takes too long."""


@contextmanager
def open_sheets(job: Job) -> Iterator[Sheets]:
    """Open the job's file; raises ``Rejected`` when its kind's own reader cannot."""
    if job.kind is Kind.PDF:
        from chalicelib.digitization.pdf_sheets import PdfSheets

        with PdfSheets(job.mended or job.data, job.asked.limits, was_mended=bool(job.mended)) as pdf:
            yield pdf
    elif job.kind is Kind.DOCX:
        from chalicelib.digitization.docx_sheets import DocxSheets

        yield DocxSheets(job.data)
    else:
        from chalicelib.digitization.image_sheets import ImageSheets

        with ImageSheets(job.data, job.asked.limits) as image:
            yield image

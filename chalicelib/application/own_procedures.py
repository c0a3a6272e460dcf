"""Every procedure of our catalogue on a day, in full."""

from collections.abc import Iterator
from datetime import date

from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.procedures import Procedure

_PAGE = 200


def own_procedures(catalogue: CatalogueReader, on: date) -> Iterator[Procedure]:
    """By code. One call for the list and one for each, unless they are remembered."""
    after: str | None = None
    while True:
        page = catalogue.procedures(on, after=after, limit=_PAGE)
        for summary in page.procedures:
            yield catalogue.procedure(summary.code, on)
        if page.next_after is None:
            return
        after = page.next_after

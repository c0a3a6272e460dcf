"""docs/errors.md: every problem a caller can meet, with what it tells people in both languages."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.telling.markdown import code, page, rows

if TYPE_CHECKING:
    from chalicelib.domain.errors import DomainError


def errors() -> str:
    """From the classes of errors; the code of a problem never changes, its sentences may."""
    return page(
        "Problems",
        "the error classes of chalicelib, api/problems.py and domain/repairs.py",
        "The API answers every refusal as `application/problem+json` (RFC 9457): `code` is stable, `detail_vi` and"
        " `detail_en` say what to do next, `detail` is the one of the language asked for (`Accept-Language`).",
        "What stands in {braces} is filled in; it is never personal data. *None* as status: the command line only.",
        rows(["code", "status", "tiếng Việt", "English"], sorted(_problems())),
        "## What an officer has to mend",
        "While one of these stands, the national portal cannot be told truthfully of a dossier.",
        rows(["code", "open", "tiếng Việt", "English"], sorted(_repairs())),
    )


def _problems() -> Iterator[tuple[object, ...]]:
    import chalicelib
    from chalicelib.api.problems import STATUS_OF
    from chalicelib.domain.errors import DomainError

    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)
    for error in _kinds_of(DomainError):
        yield code(error.code), STATUS_OF.get(error.code, "none"), error.vi, error.en


def _repairs() -> Iterator[tuple[object, ...]]:
    from chalicelib.domain.repairs import SENTENCES

    for name, sentence in SENTENCES.items():
        yield code(name), sentence.mend, sentence.vi, sentence.en


def _kinds_of(error: "type[DomainError]") -> "Iterator[type[DomainError]]":
    """Every error with a code of its own, however deep."""
    for kind in error.__subclasses__():
        if kind.__module__.startswith("chalicelib."):
            if "code" in vars(kind):
                yield kind
            yield from _kinds_of(kind)

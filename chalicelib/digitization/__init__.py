"""Digitization: what a citizen photographs, scans or exports becomes text, fields and a searchable copy."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.digitization.job import Asked, ComponentHint, Limits, OwnerHint, PageCache
    from chalicelib.digitization.model import Digitized, Field, FieldName, Kind, Outcome, PageResult
    from chalicelib.digitization.pipeline import digitize

__all__ = [
    "Asked",
    "ComponentHint",
    "Digitized",
    "Field",
    "FieldName",
    "Kind",
    "Limits",
    "Outcome",
    "OwnerHint",
    "PageCache",
    "PageResult",
    "digitize",
]

_HOMES = {
    "job": ("Asked", "ComponentHint", "Limits", "OwnerHint", "PageCache"),
    "model": ("Digitized", "Field", "FieldName", "Kind", "Outcome", "PageResult"),
    "pipeline": ("digitize",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """The public names, when first asked for: every function imports this package, only one of them reads papers."""
    if name not in _HOME_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)

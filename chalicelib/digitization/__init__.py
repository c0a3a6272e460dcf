"""Digitization: what a citizen photographs, scans or exports becomes text, fields and a searchable copy."""

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

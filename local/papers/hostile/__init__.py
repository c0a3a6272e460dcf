"""Odd, broken and hostile files, made by script, each with the outcomes that are right for it."""

from local.papers.hostile import actions, oddities, office, packed, pages, pictures, strangers, structure
from local.papers.hostile.registry import HOSTILE, HostileFile

__all__ = [
    "HOSTILE",
    "HostileFile",
    "actions",
    "oddities",
    "office",
    "packed",
    "pages",
    "pictures",
    "strangers",
    "structure",
]

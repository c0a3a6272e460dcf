"""What is made outside of a request, because it takes longer or needs libraries that only one function carries.

Whatever awaits such a thing says so in its own item (``awaits``), in the same write as the rest: the table's stream
tells the queue, and the worker reads the item again. A message that is lost, doubled or late changes nothing.
"""

from enum import StrEnum


class Made(StrEnum):
    """The kinds of things that are made."""

    MARKED_COPY = "marked-copy"
    CERTIFIED_COPY = "certified-copy"
    EXPORT = "export"

"""Every rule a caller can break: what was broken, and what to do next, in Vietnamese and English."""

from typing import ClassVar


class DomainError(Exception):
    """A broken rule. The texts are templates filled with the values given; no value may be personal data.

    ``code`` is stable for ever: clients and the error pages in docs/ are keyed by it.
    """

    code: ClassVar[str]
    vi: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.in_english())

    def in_vietnamese(self) -> str:
        """The sentence shown to people."""
        return self.vi.format(**self.values)

    def in_english(self) -> str:
        """The same sentence for developers and foreign applicants."""
        return self.en.format(**self.values)

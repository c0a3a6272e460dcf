"""The words with which keys begin, and how their parts are joined; keys.py says what stands where."""

from enum import StrEnum

SEPARATOR = "#"


class Prefix(StrEnum):
    """The first part of a key."""

    DELEGATION = "DELEGATION"
    ACT = "ACT"
    GRANTOR = "GRANTOR"
    DELEGATE = "DELEGATE"
    VIEWS = "VIEWS"
    RECTIFICATION = "RECTIFICATION"
    ASKER = "ASKER"
    DAY = "DAY"
    MORE = "MORE"
    DOSSIER = "DOSSIER"
    EVENT = "EVENT"
    FILE = "FILE"
    NUMBER = "NUMBER"
    COUNTER = "COUNTER"
    OWNER = "OWNER"
    PAPER = "PAPER"
    VERSION = "VERSION"
    KIND = "KIND"
    SOURCE = "SOURCE"
    USE = "USE"
    CONSENT = "CONSENT"
    BLOB = "BLOB"
    CHECK = "CHECK"
    SHARE = "SHARE"
    EXPORT = "EXPORT"
    UNIT = "UNIT"
    STATE = "STATE"
    DUE = "DUE"
    FILED = "FILED"
    PROCEDURE = "PROCEDURE"
    FROM = "FROM"
    RULES = "RULES"
    CALENDAR = "CALENDAR"
    SYNC = "SYNC"
    AT = "AT"
    PENDING = "PENDING"
    OWED = "OWED"
    AGAIN = "AGAIN"
    WEBHOOK = "WEBHOOK"
    DELIVERY = "DELIVERY"

    def key(self, *parts: object) -> str:
        """Join the parts behind this prefix: ``Prefix.DOSSIER.key("7")`` is ``DOSSIER#7``."""
        texts = [str(part) for part in parts]
        for text in texts:
            if SEPARATOR in text:
                raise ValueError(f"a key part must not contain {SEPARATOR!r}", text)
        return SEPARATOR.join([self.value, *texts])

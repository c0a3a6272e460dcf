"""What lies beside an original: its reading and the copies made of it, by the names they are stored under."""

READING = "reading.json"
SEARCHABLE = "searchable.pdf"
PREVIEW = "preview.jpg"
THUMBNAIL = "thumbnail.jpg"
JOINED = "joined.pdf"

#: Asked for like a copy: the bytes as they were sent.
ORIGINAL = "original"


def certified_name(sha256: str) -> str:
    """The name of a certified copy: no two copies share one, so none overwrites another."""
    return f"certified-{sha256[:16]}.pdf"

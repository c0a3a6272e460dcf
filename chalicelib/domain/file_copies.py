"""What lies beside an original: its reading and the copies made of it, by the names they are stored under."""

READING = "reading.json"
SEARCHABLE = "searchable.pdf"
PREVIEW = "preview.jpg"
THUMBNAIL = "thumbnail.jpg"
CERTIFIED = "certified.pdf"
JOINED = "joined.pdf"

#: Asked for like a copy: the bytes as they were sent.
ORIGINAL = "original"

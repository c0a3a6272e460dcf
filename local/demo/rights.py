"""What an owner may do with what is held: show a paper to somebody for a while, and take everything along."""

import time
from urllib.parse import urlsplit

from local.demo.client import Client, Refused
from local.demo.nation import HOLDER

PATIENCE_S = 60


def check_rights(client: Client) -> tuple[str, bool]:
    """A shared paper opens as a marked copy as soon as that is made; everything held comes as one ZIP."""
    paper = next(each for each in client.all(HOLDER, "/v1/papers") if each["bytes"])
    wish = {"recipient": "Ngân hàng Ví Dụ", "purpose": "vay vốn", "hours": 2}
    share = client.post(HOLDER, f"/v1/papers/{paper['code']}/shares", wish)
    copy = client.fetch(_when_ready(client, None, urlsplit(share["url"]).path))
    export = client.post(HOLDER, "/v1/paper-exports")
    packed = client.fetch(_when_ready(client, HOLDER, f"/v1/paper-exports/{export['id']}"))
    text = f"{paper['code']} as a marked copy of {len(copy):,} bytes, everything as a ZIP of {len(packed):,}"
    return text, copy.startswith(b"%PDF") and packed.startswith(b"PK")


def _when_ready(client: Client, persona: str | None, path: str) -> str:
    """The link that an address gives, as soon as it gives one."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            url = str(client.get(persona, path)["url"])
        except Refused:
            url = ""
        if url:
            return url
        if time.monotonic() > ends:
            raise Refused(f"{path} was not ready within {PATIENCE_S} s")
        time.sleep(0.2)

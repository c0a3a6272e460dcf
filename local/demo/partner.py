"""A province's older system joins in: what it tells, doubled and shuffled, stands at the portal once, in order."""

import time

from local.demo.client import Client, Refused
from local.partner.samples import CLIENT, UNIT, WITHDRAWN
from local.partner.system import careless

SETTLED_WITHIN_S = 40
#: Submitted, received, processing, withdrawal asked, stopped: as the national codes have it.
EXPECTED = ["1", "2", "4", "7", "8"]


def tell_of_a_partner(client: Client) -> None:
    """Safe to repeat, like every telling."""
    for path, body in careless(WITHDRAWN.messages(), seed=1):
        client.post(CLIENT, path, body)


def check_partner(client: Client) -> tuple[str, bool]:
    """The portal's own view of the partner's dossier, once it has had time to hear; and that nothing is owed."""
    ends = time.monotonic() + SETTLED_WITHIN_S
    while (shown := _shown(client)) != EXPECTED and time.monotonic() < ends:
        time.sleep(0.3)
    owed = [
        item["number"]
        for item in client.get(CLIENT, f"/v1/partner/owed?unit={UNIT}&limit=100")["items"]
        if item["number"] == WITHDRAWN.number
    ]
    text = f"{WITHDRAWN.number} at the portal: {' '.join(shown) or '-'}; owed: {', '.join(owed) or 'nothing'}"
    return text, shown == EXPECTED and not owed


def _shown(client: Client) -> list[str]:
    """The states of the rows, if the header agrees with the last of them and nothing stands there twice."""
    try:
        held = client.at_portal(f"dossiers/{WITHDRAWN.number}")
    except Refused:
        return []
    rows = [row["TrangThai"] for row in held["progress"]]
    is_whole = rows[-1:] == [held["header"]["TrangThaiHoSo"]] and not held["duplicates"]
    return rows if is_whole else []

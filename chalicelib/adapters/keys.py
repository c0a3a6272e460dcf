"""The key grammar of the one table. Nothing else in the code may spell a key.

item              PK                        SK                         index
dossier head      DOSSIER#<id>              HEAD                       work_queue, by_owner
event             DOSSIER#<id>              EVENT#<seq, 8 digits>      -
file              DOSSIER#<id>              FILE#<component>#<file>    unsynced (sparse)
news              DOSSIER#<id>              NEWS                       unsynced (sparse)
partner's account DOSSIER#<id>              PARTNER                    unsynced (sparse)
sync ledger       DOSSIER#<id>              PORTAL                     unsynced (sparse)
pushed there      DOSSIER#<id>              ARRIVAL                    unsynced (sparse)
feed              DOSSIER#<id>              WEBHOOK#<subscription>     unsynced (sparse)
subscription      WEBHOOKS                  WEBHOOK#<subscription>     -
delivery          WEBHOOK#<subscription>    DELIVERY#<instant>-<dossier>-<seq>  -
unit of a partner PARTNERS                  UNIT#<code>                -
state of the sync SYNC                      PAUSE, SEEN                -
data keys         KEYS                      KEYS, REENCRYPTION, REENCRYPTION-OF-READINGS  -
delegation        DELEGATION#<id>           TERMS                      work_queue, by_owner
act of a delegate DELEGATION#<id>           ACT#<instant>#<id>         -
correction asked  RECTIFICATION#<id>        RECTIFICATION              work_queue (sparse), by_owner
views of a day    VIEWS#<hash of officer>   DAY#<date>                 -
more views        VIEWS#<hash of officer>   MORE#<date>#<id>           -
number            NUMBER#<dossier number>   NUMBER                     -
counter           COUNTER#<unit>#<yymmdd>   COUNTER                    -
paper             OWNER#<ref>               PAPER#<code>               -
earlier version   OWNER#<ref>               VERSION#<code>#<version>   -
kind of paper     OWNER#<ref>               KIND#<kind>                -
paper's source    OWNER#<ref>               SOURCE#<dossier>#<file>    -
use of papers     OWNER#<ref>               USE#<instant>#<id>         -
consent           OWNER#<ref>               CONSENT#<id>               -
stored bytes      OWNER#<ref>               BLOB#<sha256>              integrity
shared paper      SHARE#<hash of token>     SHARE                      -
export            OWNER#<ref>               EXPORT#<id>                -
alias             OWNER#<ref>               ALIAS                      -
procedure version PROCEDURE#<code>          FROM#<date>                -
catalogue         CATALOGUE                 PROCEDURE#<code>#<date>, UNIT#<code>#<date>, RULES#<date>, CALENDAR

In a dossier FILE sorts before HEAD, HEAD before NEWS and NEWS before PORTAL, so one query reads all four together.
Indexes are named by their question; their key attributes are ``GSI1PK``/``GSI1SK`` and so on.
"""

import zlib
from datetime import UTC, date, datetime
from enum import StrEnum

from chalicelib.adapters.key_prefixes import SEPARATOR as SEPARATOR
from chalicelib.adapters.key_prefixes import Prefix as Prefix

HEAD = "HEAD"
NEWS = "NEWS"
LEDGER = "PORTAL"
PARTNER = "PARTNER"
PARTNERS = "PARTNERS"
ARRIVAL = "ARRIVAL"
SYNC = "SYNC"
PAUSE = "PAUSE"
SEEN = "SEEN"
NUMBER = "NUMBER"
COUNTER = "COUNTER"
ALIAS = "ALIAS"
KEYS = "KEYS"
REENCRYPTION = "REENCRYPTION"
REENCRYPTION_OF_READINGS = "REENCRYPTION-OF-READINGS"
TERMS = "TERMS"
RECTIFICATION = "RECTIFICATION"
SHARE = "SHARE"
CATALOGUE = "CATALOGUE"
WEBHOOKS = "WEBHOOKS"

_STAMP = "%Y-%m-%dT%H:%M:%SZ"

#: Every event writes to the list of news and takes itself off again; one partition takes 1,000 writes a second.
NEWS_SHARDS = 4

#: Sorts after every instant: a dossier without a due instant comes last in a queue.
NEVER = "9999"


class Index(StrEnum):
    """Each index by the question it answers."""

    WORK_QUEUE = "work_queue"
    BY_OWNER = "by_owner"
    UNSYNCED = "unsynced"
    INTEGRITY = "integrity"

    @property
    def attributes(self) -> tuple[str, str]:
        """Partition and sort key: ``("GSI3PK", "GSI3SK")``."""
        order = list(Index).index(self) + 1
        return f"GSI{order}PK", f"GSI{order}SK"


def dossier(dossier_id: str) -> str:
    """``DOSSIER#<id>``: everything that belongs to one dossier."""
    return Prefix.DOSSIER.key(dossier_id)


def id_of_dossier(pk: str) -> str:
    """The id in a dossier's partition key."""
    return pk.removeprefix(Prefix.DOSSIER.key(""))


def event(seq: int) -> str:
    """``EVENT#00000007``: zero-padded, so that events sort in the order in which they happened."""
    return Prefix.EVENT.key(f"{seq:08d}")


def file(component: str, file_id: str) -> str:
    """``FILE#<component>#<file id>``: the files of one component stand together."""
    return Prefix.FILE.key(component, file_id)


def number(dossier_number: str) -> str:
    """``NUMBER#G18-261005-0001``."""
    return Prefix.NUMBER.key(dossier_number)


def counter(unit: str, day: date) -> str:
    """``COUNTER#G18#261005``: one counter per unit and calendar day in Vietnam."""
    return Prefix.COUNTER.key(unit, f"{day:%y%m%d}")


def owner(ref: str) -> str:
    """``OWNER#<keyed hash>``: never the number itself."""
    return Prefix.OWNER.key(ref)


def paper(code: str) -> str:
    """``PAPER#<code>``: the latest version."""
    return Prefix.PAPER.key(code)


def paper_version(code: str, version: int) -> str:
    """``VERSION#<code>#0001``: written once and never again."""
    return Prefix.VERSION.key(code, f"{version:04d}")


def kind(code: str) -> str:
    """``KIND#<kind>``: the counter that numbers an owner's papers of one kind, and the shortlist of them."""
    return Prefix.KIND.key(code)


def use(at: datetime, use_id: str) -> str:
    """``USE#2026-10-05T09:00:00Z#<id>``: what was done with an owner's papers, by time."""
    return Prefix.USE.key(stamp(at), use_id)


def consent(consent_id: str) -> str:
    """``CONSENT#<id>``: identifiers sort by time."""
    return Prefix.CONSENT.key(consent_id)


def source(dossier_id: str, file_id: str) -> str:
    """``SOURCE#<dossier>#<file>``: which paper a file became, so that it becomes one only once."""
    return Prefix.SOURCE.key(dossier_id, file_id)


def blob(sha256: str) -> str:
    """``BLOB#<sha256>``: bytes that an owner holds, once."""
    return Prefix.BLOB.key(sha256)


def check(day: date) -> str:
    """``CHECK#2026-10-05``: what is to be checked for integrity on one day."""
    return Prefix.CHECK.key(day.isoformat())


def share(token_hash: str) -> str:
    """``SHARE#<hash of token>``: the token itself is known to nobody but its holder."""
    return Prefix.SHARE.key(token_hash)


def export(export_id: str) -> str:
    """``EXPORT#<id>``: an owner asked for everything that is held on them; gone after a month."""
    return Prefix.EXPORT.key(export_id)


def work_queue(unit: str, state: str) -> str:
    """``UNIT#<code>#STATE#<state>``: what one unit has in one state."""
    return SEPARATOR.join([Prefix.UNIT.key(unit), Prefix.STATE.key(state)])


def due(at: datetime | None, dossier_id: str) -> str:
    """``DUE#2026-10-05T09:00:00Z#<id>``: the most urgent first, those without a due instant last."""
    return Prefix.DUE.key(stamp(at) if at else NEVER, dossier_id)


def filed(at: datetime, dossier_id: str) -> str:
    """``FILED#2026-10-05T09:00:00Z#<id>``: an owner's dossiers by time."""
    return Prefix.FILED.key(stamp(at), dossier_id)


def sync_list(standing: str) -> str:
    """``SYNC#waiting``: the dossiers of which the portal must still hear; ``SYNC#parked``: those that need a person."""
    return Prefix.SYNC.key(standing)


def webhook(subscription_id: str) -> str:
    """``WEBHOOK#<subscription>``: a subscription, its feed beside a dossier, its log, and the list of what waits."""
    return Prefix.WEBHOOK.key(subscription_id)


def delivery(delivery_id: str) -> str:
    """``DELIVERY#20261005T020000Z-<dossier>-00000003``: the log in the order in which things happened."""
    return Prefix.DELIVERY.key(delivery_id)


def news_list(shard: int) -> str:
    """``SYNC#news#2``: the dossiers with news that no pass of the sync has taken note of, in ``NEWS_SHARDS`` parts."""
    return Prefix.SYNC.key("news", shard)


def news_shard(dossier_id: str) -> int:
    """In which part a dossier's news stands, always the same."""
    return zlib.crc32(dossier_id.encode()) % NEWS_SHARDS


def since(at: datetime, dossier_id: str) -> str:
    """``AT#2026-10-05T09:00:00Z#<id>``: in a list of what waits, the longest waiting first."""
    return Prefix.AT.key(stamp(at), dossier_id)


def owed(unit: str) -> str:
    """``OWED#L-SYT-01``: what a unit's own system owes us."""
    return Prefix.OWED.key(unit)


def partner_unit(unit: str) -> str:
    """``UNIT#L-SYT-01``: a unit of which a partner has told."""
    return Prefix.UNIT.key(unit)


def again(at: datetime, dossier_id: str) -> str:
    """``AGAIN#2026-10-05T09:00:00Z#<id>``: what we try again by ourselves; sorts before every ``AT``."""
    return Prefix.AGAIN.key(stamp(at), dossier_id)


def pending(day: date) -> str:
    """``PENDING#2026-10-05``: files announced on that day (UTC) that were not read to their end."""
    return Prefix.PENDING.key(day.isoformat())


def instant_of(since_key: str) -> datetime:
    """The instant in a key of ``since``."""
    return datetime.strptime(since_key.split(SEPARATOR)[1], _STAMP).replace(tzinfo=UTC)


def procedure(code: str) -> str:
    """``PROCEDURE#1.012289``: all versions of one procedure."""
    return Prefix.PROCEDURE.key(code)


def version(valid_from: date) -> str:
    """``FROM#2025-07-01``: versions sort by the day on which they took effect."""
    return Prefix.FROM.key(valid_from.isoformat())


def catalogue_entry(kind: str, *parts: str) -> str:
    """``UNIT#52#2025-07-01``: one line of the catalogue, which is read kind by kind."""
    return Prefix(kind).key(*parts)


def catalogue_entry_parts(sort_key: str) -> tuple[str, ...]:
    """The other way: ``("UNIT", "52", "2025-07-01")``."""
    return tuple(sort_key.split(SEPARATOR))


def parts_of(key: str) -> tuple[str, ...]:
    """What stands behind the prefix: ``("x", "7")`` for ``FILE#x#7``, nothing for ``HEAD``."""
    return tuple(key.split(SEPARATOR)[1:])


def stamp(at: datetime) -> str:
    """An instant as sortable UTC text, to the second."""
    return at.astimezone(UTC).strftime(_STAMP)

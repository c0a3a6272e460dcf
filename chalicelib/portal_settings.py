"""Where the portal lives and how it is spoken to: configuration only, nothing of it is known at import."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from chalicelib.domain.statements import OnlinePayment


def _seconds(value: object) -> object:
    """The environment writes a span as a number of seconds."""
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value


Seconds = Annotated[timedelta, BeforeValidator(_seconds)]


class DialectName(StrEnum):
    """The ways of speaking that are known."""

    SESSION = "session"
    PROXY = "proxy"
    REST = "rest"


class ReceptionDate(StrEnum):
    """What is said as date of reception of a dossier that was never received; the wire leaves it open.

    ``EMPTY`` (the default) says that there is none. ``FILED`` repeats the filing date, for a portal that
    refuses an empty one.
    """

    EMPTY = "empty"
    FILED = "filed"


class UnknownResultCode(StrEnum):
    """What is said as code of a result for which the catalogue knows none (docs/decisions/0013).

    ``OWN`` (the default): the code under which our own repository keeps the paper. ``EMPTY``: that there is none.
    """

    OWN = "own"
    EMPTY = "empty"


class RestDossierId(StrEnum):
    """What is said as IdHoSo in the REST dialect, beside MaHoSo; which of both the receiver goes by is not published.

    ``EMPTY`` (the default): nothing, for the id that the portal gives out on creation is not kept here, and MaHoSo
    names the dossier. ``NUMBER``: MaHoSo once more, for a portal that refuses an empty one.
    """

    EMPTY = "empty"
    NUMBER = "number"


class PortalSettings(BaseModel):
    """One connection. Paths are joined to ``base_url``; times in seconds.

    ``parallel`` and ``calls_per_second`` are the admission limit of one process: what the whole installation may use,
    divided by how many workers it runs. ``rows_per_call``: ten is what one vendor sends; no limit is published.

    ``lookup_seconds``: how long a person waits for the national repository and all databases together; the gateway
    itself gives up after 29.
    ``read_seconds``: for the first word of an answer and between any two; ``answer_seconds``: for the whole.
    ``settles_in``: how long a call whose answer was lost may still be taken in; nothing of it is said again before.
    ``look_again``: how long after something was said again the portal is looked at, in case it has it twice.
    ``session_life``: a log-in is used no longer than this, whatever the portal would allow.
    ``files_url``: where the portal fetches files from; links are ``<files_url>/<dossier>/<component>/<file>``.
    ``expired_codes``: codes by which this installation says that the session is over; its words are known.
    ``other_identity_type``: LoaiDinhDanh of tax and enterprise codes. No public source gives it, so the
    default is an assumption to confirm when connecting; if empty, SoGiayToChuHoSo alone states such owners.
    ``registers``: the databases this installation may ask, ours to the name under ``registers_path``;
    ``database_codes``: ours to MaCSDL. Both are written ``ours=theirs,ours=theirs`` in the environment.
    ``push_key``: the SecurityKey in what the portal pushes to us; if empty, the caller's token alone counts.
    ``collapsed_replies``: see ``codes.COLLAPSED_REPLY``.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    base_url: str = ""
    dialect: DialectName = DialectName.SESSION
    login_path: str = "/mapi/login"
    service_path: str = "/mapi/g"
    share_path: str = "/mapi/g"
    repository_path: str = "/kho"
    dstcode: str = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
    provider_url: str = ""
    username: str = ""
    password: SecretStr = SecretStr("")
    unit_code: str = ""
    push_key: SecretStr = SecretStr("")
    connect_seconds: float = Field(default=3, gt=0)
    read_seconds: float = Field(default=20, gt=0)
    answer_seconds: float = Field(default=60, gt=0)
    lookup_seconds: float = Field(default=6, gt=0)
    parallel: int = Field(default=8, ge=1)
    calls_per_second: float = Field(default=100, gt=0)
    troubles_before_silence: int = Field(default=5, ge=1)
    headers_per_call: int = Field(default=20, ge=1)
    rows_per_call: int = Field(default=10, ge=1)
    settles_in: Seconds = timedelta(seconds=60)
    look_again: Seconds = timedelta(minutes=15)
    session_life: Seconds = Field(default=timedelta(minutes=10), le=timedelta(minutes=10))
    expired_codes: frozenset[str] = frozenset()
    success_needs_words: bool = False
    reception_date: ReceptionDate = ReceptionDate.EMPTY
    unknown_result_code: UnknownResultCode = UnknownResultCode.OWN
    rest_dossier_id: RestDossierId = RestDossierId.EMPTY
    collapsed_replies: bool = False
    other_identity_type: str = "3"
    payment_platform: OnlinePayment = OnlinePayment.NATIONAL_PLATFORM
    files_url: str = ""
    registers_path: str = "/csdl"
    registers: Mapping[str, str] = Field(default_factory=dict)
    database_codes: Mapping[str, str] = Field(default_factory=lambda: {"L-CSDL-DANCU": "1"})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "PortalSettings":
        """``PORTAL_BASE_URL``, ``PORTAL_READ_SECONDS`` …: every field under its own name; codes separated by commas."""
        given = {
            name: environment[f"PORTAL_{name.upper()}"]
            for name in cls.model_fields
            if environment.get(f"PORTAL_{name.upper()}")
        }
        codes = frozenset(filter(None, given.pop("expired_codes", "").split(",")))
        tables = {name: _table(given.pop(name)) for name in ("registers", "database_codes") if name in given}
        return cls.model_validate({**given, **tables, "expired_codes": codes})


def _table(written: str) -> dict[str, str]:
    """``ours=theirs,ours=theirs``."""
    return dict(pair.split("=", 1) for pair in written.split(",") if "=" in pair)

"""What a caller may send, how much and how often: told before it bites, and taken from where it is enforced."""

from pydantic import BaseModel, ConfigDict

from chalicelib.adapters.dossiers import REMEMBERED_FOR
from chalicelib.adapters.files import LINK_LIFE, TICKET_LIFE
from chalicelib.api.calls import LARGEST_PAGE
from chalicelib.domain.rates import RATES
from chalicelib.settings import MEDIA_TYPES, Settings

#: What API Gateway takes at most, whatever we say; files go straight to the store.
GATEWAY_REQUEST_BYTES = 10 * 1024 * 1024


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class UploadLimitsView(_View):
    """Of one file, and of the files of one dossier."""

    bytes: int
    media_types: tuple[str, ...]
    files_per_dossier: int
    ticket_seconds: int


class RateView(_View):
    """How often one caller may ask: ``burst`` at once, ``per_second`` in the long run. 429 says when to come back."""

    caller: str
    per_second: float
    burst: int


class LimitsView(_View):
    """Everything that is limited. Durations in seconds, sizes in bytes."""

    upload: UploadLimitsView
    request_bytes: int
    page_items: int
    link_seconds: int
    idempotency_seconds: int
    rates: tuple[RateView, ...]

    @classmethod
    def of(cls, settings: Settings) -> "LimitsView":
        """The limits of this stage."""
        rates = {caller: rate.times(settings.rate_factor) for caller, rate in RATES.items()}
        return cls(
            upload=UploadLimitsView(
                bytes=settings.max_upload_bytes,
                media_types=tuple(MEDIA_TYPES),
                files_per_dossier=settings.max_files,
                ticket_seconds=int(TICKET_LIFE.total_seconds()),
            ),
            request_bytes=GATEWAY_REQUEST_BYTES,
            page_items=LARGEST_PAGE,
            link_seconds=int(LINK_LIFE.total_seconds()),
            idempotency_seconds=int(REMEMBERED_FOR.total_seconds()),
            rates=tuple(
                RateView(caller=caller, per_second=rate.per_second, burst=rate.burst)
                for caller, rate in rates.items()
            ),
        )

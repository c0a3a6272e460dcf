"""Put a connection together from its settings: dialect, transport, client, breaker and admission."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.pace import Admission, Breaker
from chalicelib.portal.client import PortalClient
from chalicelib.portal.dialect import Dialect
from chalicelib.portal.http import HttpTransport
from chalicelib.portal.inbox import Inbox
from chalicelib.portal.paced import PacedPortal
from chalicelib.portal.proxy_dialect import ProxyDialect
from chalicelib.portal.rest_dialect import RestDialect
from chalicelib.portal.services import PortalServices
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal_settings import DialectName, PortalSettings

DIALECTS: dict[DialectName, Callable[[PortalSettings], Dialect]] = {
    DialectName.SESSION: SessionDialect,
    DialectName.PROXY: ProxyDialect,
    DialectName.REST: RestDialect,
}


def client_for(settings: PortalSettings, now: Callable[[], datetime]) -> PortalClient:
    """The client alone, for services that are not paced: catalogue, repository, ratings."""
    return PortalClient(settings, DIALECTS[settings.dialect](settings), HttpTransport(settings), now)


def services_for(settings: PortalSettings, now: Callable[[], datetime]) -> PortalServices:
    """Catalogue, ratings and repository, in the session dialect or through an agency's proxy."""
    dialect = ProxyDialect(settings) if settings.dialect is DialectName.PROXY else SessionDialect(settings)
    client = PortalClient(settings, dialect, HttpTransport(settings), now)
    return PortalServices(client, dialect, settings.repository_path)


def inbox_for(settings: PortalSettings, now: Callable[[], datetime]) -> Inbox:
    """Dossiers filed at the portal, in the session dialect or through an agency's proxy."""
    dialect = ProxyDialect(settings) if settings.dialect is DialectName.PROXY else SessionDialect(settings)
    return Inbox(PortalClient(settings, dialect, HttpTransport(settings), now), dialect, settings.unit_code)


def connect(
    settings: PortalSettings,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    is_paused: Callable[[], bool] = lambda: False,
) -> PacedPortal:
    """The portal as the sync uses it, while people have not halted it."""
    return PacedPortal(
        client_for(settings, now),
        Breaker(threshold=settings.troubles_before_silence),
        Admission.full(settings.calls_per_second, settings.parallel, now()),
        settings.parallel,
        now,
        sleep,
        is_paused,
    )

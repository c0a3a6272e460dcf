"""The use cases between us and the national portal, both ways."""

import random
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.threads import Threads
from chalicelib.bootstrap.filing import Filing

if TYPE_CHECKING:
    from chalicelib.adapters.file_links import FileLinks
    from chalicelib.adapters.ledgers import DynamoLedgers
    from chalicelib.adapters.sync_states import DynamoSyncStates
    from chalicelib.application.catch_up import CatchUp
    from chalicelib.application.compare_catalogue import CompareCatalogue
    from chalicelib.application.mirror_index import MirrorIndex
    from chalicelib.application.oversee_sync import OverseeSync
    from chalicelib.application.reconcile import Reconcile
    from chalicelib.application.sync_batch import SyncBatch
    from chalicelib.application.take_in import TakeIn
    from chalicelib.application.take_pushed import TakePushed
    from chalicelib.application.watch_sync import WatchSync
    from chalicelib.domain.stating import House
    from chalicelib.portal.paced import PacedPortal


class Syncing(Filing):
    """What the portal is told, what it tells us, and the comparison of both."""

    @cached_property
    def ledgers(self) -> "DynamoLedgers":
        """What the national portal has acknowledged of each dossier."""
        from chalicelib.adapters.ledgers import DynamoLedgers

        return DynamoLedgers(self.dynamodb, self.settings.table, self.cursors)

    @cached_property
    def portal(self) -> "PacedPortal":
        """The national portal, behind its breaker and admission limit."""
        from chalicelib.portal.connect import connect

        return connect(self.portal_settings, self.clock.now, time.sleep, self.sync_states.is_paused)

    @cached_property
    def sync_states(self) -> "DynamoSyncStates":
        """How the sync as a whole stands."""
        from chalicelib.adapters.sync_states import DynamoSyncStates

        return DynamoSyncStates(self.dynamodb, self.settings.table, time.monotonic)

    @cached_property
    def watch_sync(self) -> "WatchSync":
        """Use case."""
        from chalicelib.application.watch_sync import WatchSync

        return WatchSync(self.ledgers, self.sync_states, self.clock)

    @cached_property
    def house(self) -> "House":
        """What this installation knows that no dossier does."""
        from chalicelib.domain.stating import House
        from chalicelib.portal_settings import UnknownResultCode

        portal = self.settings.portal
        own_codes = portal.unknown_result_code is UnknownResultCode.OWN
        return House(self.file_links.link, portal.payment_platform, says_own_result_codes=own_codes)

    @cached_property
    def file_links(self) -> "FileLinks":
        """Addresses under which the portal fetches files."""
        from chalicelib.adapters.file_links import PATH, FileLinks

        base = self.settings.portal.files_url or f"{self.settings.public_base_url}{PATH}"
        return FileLinks(base, self.secrets.hash_key_bytes)

    @cached_property
    def sync_batch(self) -> "SyncBatch":
        """Use case."""
        from chalicelib.application.sync_batch import SyncBatch

        portal = self.settings.portal
        return SyncBatch(
            ledgers=self.ledgers,
            dossiers=self.dossiers,
            portal=self.portal,
            house=self.house,
            clock=self.clock,
            luck=random.random,
            headers_per_call=portal.headers_per_call,
            rows_per_call=portal.rows_per_call,
            settles_in=portal.settles_in,
            look_again=portal.look_again,
            together=Threads(portal.parallel),
        )

    @cached_property
    def catch_up(self) -> "CatchUp":
        """Use case."""
        from chalicelib.application.catch_up import CatchUp

        return CatchUp(self.ledgers, self.sync_batch, self.clock, retell=self._retell)

    def _retell(self, dossier_ids: Sequence[str]) -> None:
        """Tell the queues besides the portal's; for which of them lost news was is not known, and needs not be."""
        from chalicelib.adapters.queues import News

        news = [News(dossier_id, seq=0) for dossier_id in dossier_ids]
        for queue in (self.settings.archive_queue, self.settings.webhooks_queue):
            self.queues.tell(queue, news)

    @cached_property
    def oversee_sync(self) -> "OverseeSync":
        """Use case."""
        from chalicelib.application.oversee_sync import OverseeSync

        return OverseeSync(self.ledgers, self.clock)

    @cached_property
    def reconcile(self) -> "Reconcile":
        """Use case."""
        from chalicelib.application.reconcile import Reconcile

        together = Threads(self.settings.portal.parallel)
        return Reconcile(self.ledgers, self.dossiers, self.portal, self.house, self.clock, together)

    @cached_property
    def take_in(self) -> "TakeIn":
        """Use case. Only the poller and the portal's own push get here."""
        from chalicelib.application.take_in import TakeIn
        from chalicelib.portal.connect import inbox_for

        inbox = inbox_for(self.portal_settings, self.clock.now)
        return TakeIn(
            inbox=inbox,
            papers=inbox,
            dossiers=self.dossiers,
            ledgers=self.ledgers,
            blobs=self.blobs,
            catalogue=self.catalogue,
            clock=self.clock,
            open_draft=self.open_draft,
            attach_file=self.attach_file,
            submit=self.submit,
            advance=self.advance,
        )

    @cached_property
    def take_pushed(self) -> "TakePushed":
        """Use case."""
        from chalicelib.adapters.arrivals import DynamoArrivals
        from chalicelib.application.take_pushed import TakePushed

        return TakePushed(self.take_in, DynamoArrivals(self.dynamodb, self.settings.table, self.cursors))

    @cached_property
    def mirror_index(self) -> "MirrorIndex":
        """Use case."""
        from chalicelib.application.mirror_index import MirrorIndex

        together = Threads(self.settings.portal.parallel)
        return MirrorIndex(self.ledgers, self.dossiers, self.house, self.catalogue, self.clock, together)

    @cached_property
    def compare_catalogue(self) -> "CompareCatalogue":
        """Use case."""
        from chalicelib.application.compare_catalogue import CompareCatalogue
        from chalicelib.portal.connect import services_for

        portal = self.settings.portal
        services = services_for(self.portal_settings, self.clock.now)
        return CompareCatalogue(self.catalogue, services, Threads(portal.parallel))

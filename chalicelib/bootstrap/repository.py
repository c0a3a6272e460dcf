"""The use cases of people's papers: kept, found, reused, shared, exported."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.identity import HashedRefs, TimeSortedIds
from chalicelib.application.attach_file import UploadLimits
from chalicelib.bootstrap.delegating import Delegating
from chalicelib.bootstrap.looking import Looking
from chalicelib.settings import MEDIA_TYPES

if TYPE_CHECKING:
    from chalicelib.adapters.exports import DynamoExports
    from chalicelib.adapters.rectifications import DynamoRectifications
    from chalicelib.adapters.shares import DynamoShares
    from chalicelib.application.archive_papers import ArchivePapers
    from chalicelib.application.certify_paper import CertifyPaper
    from chalicelib.application.export_papers import ExportPapers
    from chalicelib.application.import_papers import ImportPapers
    from chalicelib.application.link_old_number import LinkOldNumber
    from chalicelib.application.mark_shared import MarkShared
    from chalicelib.application.pack_export import PackExport
    from chalicelib.application.rectify import Rectify
    from chalicelib.application.reuse_paper import ReusePaper
    from chalicelib.application.revoke_result import RevokeResult
    from chalicelib.application.serve_agency import ServeAgency
    from chalicelib.application.share_paper import SharePaper
    from chalicelib.application.suggest_papers import SuggestOwnPapers, SuggestPapers
    from chalicelib.application.take_back_consent import TakeBackConsent
    from chalicelib.application.view_papers import ViewPapers
    from chalicelib.portal.client import PortalClient
    from chalicelib.portal.nation import PortalRegisters, PortalRepository

#: Parts of an import under way at once: each may hold the largest file in memory.
_AT_ONCE = 8


class Repository(Delegating, Looking):
    """Papers of persons and organisations."""

    @cached_property
    def archive_papers(self) -> "ArchivePapers":
        """Use case."""
        from chalicelib.application.archive_papers import ArchivePapers
        from chalicelib.application.paper_words import Words

        return ArchivePapers(
            self.dossiers, self.papers, self.holdings, self.blobs, Words(self.blobs), self.clock
        )

    @cached_property
    def import_papers(self) -> "ImportPapers":
        """Use case."""
        from chalicelib.adapters.bulk_papers import DynamoBulkPapers
        from chalicelib.adapters.threads import Threads
        from chalicelib.application.import_papers import ImportPapers

        bulk = DynamoBulkPapers(self.dynamodb, self.settings.table)
        return ImportPapers(bulk, self.holdings, self.blobs, self.refs, self.clock, Threads(_AT_ONCE))

    @cached_property
    def link_old_number(self) -> "LinkOldNumber":
        """Use case."""
        from chalicelib.application.link_old_number import LinkOldNumber

        return LinkOldNumber(self.dossiers, self.papers, self.refs, self.traces, self.clock, TimeSortedIds())

    @cached_property
    def serve_agency(self) -> "ServeAgency":
        """Use case."""
        from chalicelib.application.serve_agency import ServeAgency

        return ServeAgency(
            self.dossiers, self.catalogue, self.traces, self.blobs, self.clock, TimeSortedIds()
        )

    @cached_property
    def paper_shares(self) -> "DynamoShares":
        """Links by which owners show papers."""
        from chalicelib.adapters.shares import DynamoShares

        return DynamoShares(self.dynamodb, self.settings.table)

    @cached_property
    def mark_shared(self) -> "MarkShared":
        """Use case. Only the preparing function gets here: it carries what draws on papers."""
        from chalicelib.application.mark_shared import MarkShared

        return MarkShared(self.papers, self.paper_shares, self.blobs, self.clock)

    @cached_property
    def share_paper(self) -> "SharePaper":
        """Use case."""
        from chalicelib.application.share_paper import SharePaper

        secret = HashedRefs(b"share" + self.secrets.hash_key_bytes)
        return SharePaper(
            self.papers,
            self.paper_shares,
            self.traces,
            self.blobs,
            self.refs,
            self.clock,
            TimeSortedIds(),
            secret.token,
        )

    @cached_property
    def export_papers(self) -> "ExportPapers":
        """Use case."""
        from chalicelib.application.export_papers import ExportPapers

        return ExportPapers(
            self.paper_exports, self.blobs, self.refs, self.clock, TimeSortedIds(), self.pack_export.small
        )

    @cached_property
    def paper_exports(self) -> "DynamoExports":
        """What owners asked to be given."""
        from chalicelib.adapters.exports import DynamoExports

        return DynamoExports(self.dynamodb, self.settings.table)

    @cached_property
    def pack_export(self) -> "PackExport":
        """Use case."""
        from chalicelib.adapters.streams import S3Streams
        from chalicelib.application.held_besides import HeldBesides
        from chalicelib.application.pack_export import PackExport

        streams = S3Streams(self.s3, self.settings.files_bucket)
        return PackExport(
            self.paper_exports,
            self.dossiers,
            self.papers,
            self.traces,
            streams,
            self.clock,
            HeldBesides(self.delegations, self.rectifications),
        )

    @cached_property
    def _nation(self) -> "PortalClient":
        from chalicelib.portal.connect import client_for

        return client_for(self.portal_settings, self.clock.now)

    @cached_property
    def national_repository(self) -> "PortalRepository":
        """People's results at other agencies."""
        from chalicelib.portal.nation import PortalRepository

        return PortalRepository(lambda: self._nation, self.settings.portal)

    @cached_property
    def national_registers(self) -> "PortalRegisters":
        """National databases that replace papers."""
        from chalicelib.portal.nation import PortalRegisters

        return PortalRegisters(lambda: self._nation, self.settings.portal)

    @cached_property
    def view_papers(self) -> "ViewPapers":
        """Readings of the repository."""
        from chalicelib.application.view_papers import ViewPapers

        return ViewPapers(
            self.dossiers,
            self.papers,
            self.traces,
            self.blobs,
            self.refs,
            self.clock,
            TimeSortedIds(),
            self.look_at_identity,
        )

    @cached_property
    def suggest_papers(self) -> "SuggestPapers":
        """Use case. Its client is made before there are threads, and is more easily out of patience than the sync's."""
        from chalicelib.adapters.threads import Within
        from chalicelib.application.suggest_papers import SuggestPapers
        from chalicelib.portal.connect import client_for
        from chalicelib.portal.nation import PortalRegisters, PortalRepository

        patience = self.portal_settings.lookup_seconds
        hasty = {
            name: min(patience, getattr(self.portal_settings, name))
            for name in ("connect_seconds", "read_seconds")
        }
        client = client_for(self.portal_settings.model_copy(update=hasty), self.clock.now)
        return SuggestPapers(
            self.dossiers,
            self.papers,
            PortalRepository(lambda: client, self.settings.portal),
            PortalRegisters(lambda: client, self.settings.portal),
            self.clock,
            Within(patience),
        )

    @cached_property
    def suggest_own_papers(self) -> "SuggestOwnPapers":
        """Use case."""
        from chalicelib.application.suggest_papers import SuggestOwnPapers

        return SuggestOwnPapers(self.papers, self.clock)

    @cached_property
    def reuse_paper(self) -> "ReusePaper":
        """Use case."""
        from chalicelib.application.reuse_paper import ReusePaper

        return ReusePaper(
            self.dossiers,
            self.papers,
            self.national_repository,
            self.national_registers,
            self.blobs,
            self.clock,
            TimeSortedIds(),
            UploadLimits(self.settings.max_upload_bytes, self.settings.max_files, MEDIA_TYPES),
        )

    @cached_property
    def rectifications(self) -> "DynamoRectifications":
        """Requests for correction."""
        from chalicelib.adapters.rectifications import DynamoRectifications

        return DynamoRectifications(self.dynamodb, self.settings.table, self.cursors)

    @cached_property
    def rectify(self) -> "Rectify":
        """Use case."""
        from chalicelib.application.rectify import Rectify

        return Rectify(
            rectifications=self.rectifications,
            papers=self.papers,
            dossiers=self.dossiers,
            catalogue=self.catalogue,
            refs=self.refs,
            journal=self.journal,
            clock=self.clock,
            ids=TimeSortedIds(),
        )

    @cached_property
    def take_back_consent(self) -> "TakeBackConsent":
        """Use case."""
        from chalicelib.application.take_back_consent import TakeBackConsent

        return TakeBackConsent(self.dossiers, self.traces, self.refs, self.clock)

    @cached_property
    def certify_paper(self) -> "CertifyPaper":
        """Use case."""
        from chalicelib.application.certify_paper import CertifyPaper

        return CertifyPaper(self.dossiers, self.papers, self.clock)

    @cached_property
    def revoke_result(self) -> "RevokeResult":
        """Use case."""
        from chalicelib.application.revoke_result import RevokeResult

        return RevokeResult(self.dossiers, self.papers, self.clock)

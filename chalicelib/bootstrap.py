"""The composition root: settings become clients, clients adapters, adapters use cases; each when first needed."""

import random
import time
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.adapters.catalogue import DynamoCatalogueReader
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.files import S3Blobs
from chalicelib.adapters.identity import HashedRefs, ShiftedClock, SystemClock, TimeSortedIds
from chalicelib.adapters.owner_refs import KnownRefs
from chalicelib.adapters.threads import Threads
from chalicelib.adapters.tokens import Tokens
from chalicelib.application.advance import Advance
from chalicelib.application.attach_file import AttachFile, RemoveFile, UploadLimits
from chalicelib.application.audit import Looks
from chalicelib.application.open_draft import OpenDraft
from chalicelib.application.submit import Submit
from chalicelib.application.views import Views
from chalicelib.domain.calendar import local
from chalicelib.domain.errors import CertificationNotSetUp
from chalicelib.domain.ports import Clock
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.rates import RATES, Shares
from chalicelib.settings import MEDIA_TYPES, REHEARSALS, Settings, settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

    from chalicelib.adapters.file_links import FileLinks
    from chalicelib.adapters.holdings import DynamoHoldings
    from chalicelib.adapters.journal import S3Journal
    from chalicelib.adapters.ledgers import DynamoLedgers
    from chalicelib.adapters.papers import DynamoPapers
    from chalicelib.adapters.queues import SqsQueues
    from chalicelib.adapters.secrets import Secrets
    from chalicelib.adapters.sync_states import DynamoSyncStates
    from chalicelib.adapters.traces import DynamoTraces
    from chalicelib.application.archive_papers import ArchivePapers
    from chalicelib.application.audit import SealDays, VerifyAudit
    from chalicelib.application.catch_up import CatchUp
    from chalicelib.application.certify_copy import CertifyCopy
    from chalicelib.application.certify_paper import CertifyPaper
    from chalicelib.application.check_integrity import CheckIntegrity
    from chalicelib.application.compare_catalogue import CompareCatalogue
    from chalicelib.application.correct_reading import CorrectReading
    from chalicelib.application.digitize_file import DigitizeFile
    from chalicelib.application.erase_drafts import EraseDrafts
    from chalicelib.application.export_papers import ExportPapers
    from chalicelib.application.fetch_copy import FetchCopy
    from chalicelib.application.import_papers import ImportPapers
    from chalicelib.application.join_photos import JoinPhotos
    from chalicelib.application.link_old_number import LinkOldNumber
    from chalicelib.application.mirror_index import MirrorIndex
    from chalicelib.application.oversee_sync import OverseeSync
    from chalicelib.application.reconcile import Reconcile
    from chalicelib.application.reuse_paper import ReusePaper
    from chalicelib.application.revoke_result import RevokeResult
    from chalicelib.application.send_in_pieces import SendInPieces
    from chalicelib.application.serve_agency import ServeAgency
    from chalicelib.application.share_paper import SharePaper
    from chalicelib.application.suggest_papers import SuggestPapers
    from chalicelib.application.sync_batch import SyncBatch
    from chalicelib.application.take_back_consent import TakeBackConsent
    from chalicelib.application.take_in import TakeIn
    from chalicelib.application.take_pushed import TakePushed
    from chalicelib.application.view_papers import ViewPapers
    from chalicelib.application.watch_sync import WatchSync
    from chalicelib.digitization.certification import CertificationKey
    from chalicelib.digitization.job import TrustStore
    from chalicelib.domain.ports_audit import Signer
    from chalicelib.domain.stating import House
    from chalicelib.portal.client import PortalClient
    from chalicelib.portal.nation import PortalRegisters, PortalRepository
    from chalicelib.portal.paced import PacedPortal
    from chalicelib.portal_settings import PortalSettings


class Container:
    """Everything one process works with. Nothing is made before it is asked for, and nothing twice."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def today(self) -> date:
        """The calendar day in Vietnam."""
        return local(self.clock.now()).date()

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        """The client of the tables."""
        import boto3

        return boto3.client("dynamodb", region_name=self.settings.region)

    @cached_property
    def s3(self) -> "S3Client":
        """The client of the object store."""
        import boto3
        from botocore.config import Config

        signed = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        return boto3.client("s3", region_name=self.settings.region, config=signed)

    @cached_property
    def sqs(self) -> "SQSClient":
        """The client of the queues."""
        import boto3

        return boto3.client("sqs", region_name=self.settings.region)

    @cached_property
    def secrets(self) -> "Secrets":
        """What only few may know; one call where the store of secrets holds it."""
        from chalicelib.adapters.secrets import Secrets, secrets_in_store

        if not self.settings.secrets_name:
            portal = self.settings.portal
            return Secrets(
                hash_key=self.settings.hash_key,
                later_hash_keys=self.settings.later_hash_keys,
                portal_password=portal.password,
                portal_push_key=portal.push_key,
            )
        import boto3

        store = boto3.client("secretsmanager", region_name=self.settings.region)
        return secrets_in_store(store, self.settings.secrets_name)

    @cached_property
    def portal_settings(self) -> "PortalSettings":
        """How the portal is reached, with its password, and how it proves itself when it reaches us."""
        known = {"password": self.secrets.portal_password, "push_key": self.secrets.portal_push_key}
        return self.settings.portal.model_copy(update=known)

    @cached_property
    def clock(self) -> Clock:
        """The present; in a rehearsal it may be moved."""
        file = self.settings.clock_file
        return ShiftedClock(file) if file else SystemClock()

    @cached_property
    def _cursors(self) -> Cursors:
        return Cursors(self.secrets.hash_key_bytes)

    @cached_property
    def hashed_refs(self) -> HashedRefs:
        """Numbers under the keys that there have been."""
        return HashedRefs(self.secrets.hash_key_bytes, self.secrets.later_keys)

    @cached_property
    def refs(self) -> KnownRefs:
        """Numbers as they may stand in keys."""
        rotating = self.settings.rotating_hash_key
        return KnownRefs(self.hashed_refs, lambda: self.dynamodb, self.settings.table, rotating=rotating)

    @cached_property
    def tokens(self) -> Tokens:
        """Callers by their tokens."""
        return Tokens(self.settings.issuers, self.settings.audience)

    def caller(self, authorization: str) -> Principal:
        """Whoever the header proves. Officers also answer for the units whose place theirs have taken."""
        principal = self.tokens.principal(authorization)
        if principal.kind is not PrincipalKind.OFFICER or not principal.units:
            return principal
        inherited = self.catalogue.units().inherited_by(principal.units, self.today())
        return principal.model_copy(update={"inherited": inherited}) if inherited else principal

    @cached_property
    def shares(self) -> Shares:
        """How much each caller may still ask of this process."""
        factor = self.settings.rate_factor
        return Shares({kind: rate.times(factor) for kind, rate in RATES.items()})

    @cached_property
    def catalogue(self) -> DynamoCatalogueReader:
        """Procedures, units, calendar, rules; kept in the process for some minutes."""
        return DynamoCatalogueReader(self.dynamodb, self.settings.table, time.monotonic)

    @cached_property
    def dossiers(self) -> DynamoDossiers:
        """Dossiers with their events and files."""
        return DynamoDossiers(self.dynamodb, self.settings.table, self.settings.once_table, self._cursors)

    @cached_property
    def papers(self) -> "DynamoPapers":
        """The repository of papers."""
        from chalicelib.adapters.papers import DynamoPapers

        return DynamoPapers(self.dynamodb, self.settings.table, self._cursors)

    @cached_property
    def blobs(self) -> S3Blobs:
        """The object store."""
        return S3Blobs(self.s3, self.settings.files_bucket)

    @cached_property
    def journal(self) -> "S3Journal":
        """The journal of events and looks, in its own bucket."""
        from chalicelib.adapters.journal import S3Journal

        return S3Journal(self.s3, self.settings.audit_bucket)

    @cached_property
    def signer(self) -> "Signer":
        """The key of the seals; outside KMS only in a rehearsal."""
        from chalicelib.adapters.signing import KmsSigner, LocalSigner

        if not self.settings.audit_key:
            assert self.settings.stage in REHEARSALS, "AUDIT_KEY must name a key of KMS"
            return LocalSigner(self.settings.hash_key.get_secret_value().encode())
        import boto3

        return KmsSigner(boto3.client("kms", region_name=self.settings.region), self.settings.audit_key)

    @cached_property
    def looks(self) -> Looks:
        """Who looked at whose data."""
        return Looks(self.journal, self.clock, TimeSortedIds())

    @cached_property
    def seal_days(self) -> "SealDays":
        """Use case."""
        from chalicelib.application.audit import SealDays

        return SealDays(self.journal, self.signer, self.clock)

    @cached_property
    def verify_audit(self) -> "VerifyAudit":
        """Use case."""
        from chalicelib.application.audit import VerifyAudit

        return VerifyAudit(self.journal, self.signer, self.dossiers)

    @cached_property
    def queues(self) -> "SqsQueues":
        """Our own queues."""
        from chalicelib.adapters.queues import SqsQueues

        return SqsQueues(self.sqs)

    @cached_property
    def views(self) -> Views:
        """Readings."""
        return Views(self.dossiers, self.blobs, self.refs, self.looks)

    @cached_property
    def open_draft(self) -> OpenDraft:
        """Use case."""
        return OpenDraft(self.dossiers, self.catalogue, self.clock, TimeSortedIds(), self.refs)

    @cached_property
    def attach_file(self) -> AttachFile:
        """Use case."""
        limits = UploadLimits(self.settings.max_upload_bytes, self.settings.max_files, MEDIA_TYPES)
        return AttachFile(self.dossiers, self.blobs, self.clock, TimeSortedIds(), limits)

    @cached_property
    def fetch_copy(self) -> "FetchCopy":
        """Use case."""
        from chalicelib.application.fetch_copy import FetchCopy

        return FetchCopy(self.dossiers, self.blobs, self.looks)

    @cached_property
    def send_in_pieces(self) -> "SendInPieces":
        """Use case."""
        from chalicelib.adapters.pieces import S3Pieces
        from chalicelib.application.send_in_pieces import SendInPieces

        return SendInPieces(self.dossiers, S3Pieces(self.s3, self.settings.files_bucket))

    @cached_property
    def join_photos(self) -> "JoinPhotos":
        """Use case."""
        from chalicelib.application.join_photos import JoinPhotos
        from chalicelib.domain.storage import notification_of

        queue = self.settings.digitize_queue
        return JoinPhotos(self.dossiers, lambda address: self.queues.send(queue, notification_of(address)))

    @cached_property
    def correct_reading(self) -> "CorrectReading":
        """Use case."""
        from chalicelib.application.correct_reading import CorrectReading

        return CorrectReading(self.dossiers, self.clock)

    @cached_property
    def certify_copy(self) -> "CertifyCopy":
        """Use case."""
        from chalicelib.application.certify_copy import CertifyCopy

        return CertifyCopy(self.dossiers, self.blobs, self.clock, self._certification_key)

    def _certification_key(self) -> "CertificationKey":
        """A key of KMS; a file's (an absolute path) only in a rehearsal."""
        from chalicelib.adapters.signing_keys import FileSigningKey, KmsSigningKey

        name = self.settings.certification_key
        if not name:
            raise CertificationNotSetUp
        if name.startswith("/"):
            assert self.settings.stage in REHEARSALS, "CERTIFICATION_KEY must name a key of KMS"
            return FileSigningKey(self._kept(name))
        import boto3

        client = boto3.client("kms", region_name=self.settings.region)
        return KmsSigningKey(client, name, self._kept(self.settings.certification_chain))

    @cached_property
    def remove_file(self) -> RemoveFile:
        """Use case."""
        return RemoveFile(self.dossiers)

    @cached_property
    def submit(self) -> Submit:
        """Use case."""
        return Submit(self.dossiers, self.catalogue, self.clock, self.settings.platform_agency)

    @cached_property
    def advance(self) -> Advance:
        """Use case."""
        return Advance(self.dossiers, self.catalogue, self.clock)

    @cached_property
    def archive_papers(self) -> "ArchivePapers":
        """Use case."""
        from chalicelib.application.archive_papers import ArchivePapers
        from chalicelib.application.paper_words import Words

        return ArchivePapers(
            self.dossiers, self.papers, self.holdings, self.blobs, Words(self.blobs), self.clock
        )

    @cached_property
    def holdings(self) -> "DynamoHoldings":
        """What bytes are held for whom."""
        from chalicelib.adapters.holdings import DynamoHoldings

        return DynamoHoldings(self.dynamodb, self.settings.table)

    @cached_property
    def import_papers(self) -> "ImportPapers":
        """Use case."""
        from chalicelib.adapters.bulk_papers import DynamoBulkPapers
        from chalicelib.application.import_papers import ImportPapers

        bulk = DynamoBulkPapers(self.dynamodb, self.settings.table)
        return ImportPapers(bulk, self.holdings, self.blobs, self.refs, self.clock)

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
    def erase_drafts(self) -> "EraseDrafts":
        """Use case."""
        from chalicelib.application.erase_drafts import EraseDrafts

        return EraseDrafts(self.dossiers, self.catalogue, self.blobs, self.clock)

    @cached_property
    def share_paper(self) -> "SharePaper":
        """Use case."""
        from chalicelib.adapters.shares import DynamoShares
        from chalicelib.application.share_paper import SharePaper

        shares = DynamoShares(self.dynamodb, self.settings.table)
        secret = HashedRefs(b"share" + self.secrets.hash_key_bytes)
        return SharePaper(
            self.papers, shares, self.traces, self.blobs, self.refs, self.clock, TimeSortedIds(), secret.token
        )

    @cached_property
    def export_papers(self) -> "ExportPapers":
        """Use case."""
        from chalicelib.application.export_papers import ExportPapers

        return ExportPapers(
            self.dossiers, self.papers, self.traces, self.blobs, self.refs, self.clock, TimeSortedIds()
        )

    @cached_property
    def check_integrity(self) -> "CheckIntegrity":
        """Use case."""
        from chalicelib.application.check_integrity import CheckIntegrity

        return CheckIntegrity(self.holdings, self.blobs, self.clock)

    @cached_property
    def traces(self) -> "DynamoTraces":
        """Consents and the log of uses."""
        from chalicelib.adapters.traces import DynamoTraces

        return DynamoTraces(self.dynamodb, self.settings.table, self._cursors)

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
            self.dossiers, self.papers, self.traces, self.blobs, self.refs, self.clock, TimeSortedIds()
        )

    @cached_property
    def suggest_papers(self) -> "SuggestPapers":
        """Use case."""
        from chalicelib.application.suggest_papers import SuggestPapers

        return SuggestPapers(
            self.dossiers, self.papers, self.national_repository, self.national_registers, self.clock
        )

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

    @cached_property
    def ledgers(self) -> "DynamoLedgers":
        """What the national portal has acknowledged of each dossier."""
        from chalicelib.adapters.ledgers import DynamoLedgers

        return DynamoLedgers(self.dynamodb, self.settings.table, self._cursors)

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
        from chalicelib.adapters.file_links import FileLinks

        base = self.settings.portal.files_url or f"{self.settings.public_base_url}/v1/portal/files"
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
            together=Threads(portal.parallel),
        )

    @cached_property
    def catch_up(self) -> "CatchUp":
        """Use case."""
        from chalicelib.application.catch_up import CatchUp

        return CatchUp(self.ledgers, self.sync_batch, self.clock)

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

        return TakePushed(self.take_in, DynamoArrivals(self.dynamodb, self.settings.table, self._cursors))

    @cached_property
    def mirror_index(self) -> "MirrorIndex":
        """Use case."""
        from chalicelib.application.mirror_index import MirrorIndex

        return MirrorIndex(self.ledgers, self.dossiers, self.house, Threads(self.settings.portal.parallel))

    @cached_property
    def compare_catalogue(self) -> "CompareCatalogue":
        """Use case."""
        from chalicelib.application.compare_catalogue import CompareCatalogue
        from chalicelib.portal.connect import services_for

        portal = self.settings.portal
        services = services_for(self.portal_settings, self.clock.now)
        return CompareCatalogue(self.catalogue, services, Threads(portal.parallel))

    @cached_property
    def digitize_file(self) -> "DigitizeFile":
        """Use case. Only the digitizing function gets here, so only it pays for the reader."""
        from chalicelib.adapters.page_cache import S3PageCache
        from chalicelib.application.digitize_file import DigitizeFile
        from chalicelib.application.join_photos import JoinedPaper
        from chalicelib.application.keep_reading import KeepReading, SandboxedCopyist
        from chalicelib.application.paper_questions import PaperQuestions
        from chalicelib.digitization.copies import join_photos
        from chalicelib.digitization.pipeline import digitize

        return DigitizeFile(
            dossiers=self.dossiers,
            blobs=self.blobs,
            clock=self.clock,
            read=digitize,
            questions=PaperQuestions(self.dossiers, self._agencies, lambda: self.trust_store),
            pages=lambda address: S3PageCache(self.s3, self.settings.files_bucket, address),
            keep=KeepReading(self.blobs, SandboxedCopyist()),
            joined=JoinedPaper(self.blobs, join_photos),
        )

    @cached_property
    def trust_store(self) -> "TrustStore":
        """Whose signatures count; nobody's where no bundle is set."""
        from chalicelib.digitization.job import TrustStore
        from chalicelib.digitization.trust import trust_store_of

        place = self.settings.trust_store
        return trust_store_of(self._kept(place)) if place else TrustStore()

    def _kept(self, place: str) -> bytes:
        """A file of this machine (an absolute path) or an object beside the files."""
        return Path(place).read_bytes() if place.startswith("/") else self.blobs.read(place)

    def _agencies(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.catalogue.units().on(self.today()))


@cache
def container() -> Container:
    """The container of this process."""
    return Container(settings())

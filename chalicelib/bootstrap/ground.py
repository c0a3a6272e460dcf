"""What every container stands on: clients, clock, keys, callers, and the stores that all share."""

import time
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.adapters.catalogue import DynamoCatalogueReader
from chalicelib.adapters.cipher import Cipher
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.encrypted_items import encrypt_what_is_personal
from chalicelib.adapters.files import S3Blobs
from chalicelib.adapters.identity import HashedRefs, ShiftedClock, SystemClock, TimeSortedIds
from chalicelib.adapters.key_ring import DynamoKeyRing
from chalicelib.adapters.owner_refs import KnownRefs
from chalicelib.adapters.tokens import Tokens
from chalicelib.application.audit import Looks
from chalicelib.bootstrap.aws import named
from chalicelib.domain.calendar import local
from chalicelib.domain.ports import Clock
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.rates import RATES, Shares
from chalicelib.settings import REHEARSALS, Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

    from chalicelib.adapters.holdings import DynamoHoldings
    from chalicelib.adapters.journal import S3Journal
    from chalicelib.adapters.papers import DynamoPapers
    from chalicelib.adapters.queues import SqsQueues
    from chalicelib.adapters.secrets import Secrets
    from chalicelib.adapters.traces import DynamoTraces
    from chalicelib.domain.ports_keys import FieldKeys
    from chalicelib.portal_settings import PortalSettings


class Ground:
    """Clients become adapters. Nothing is made before it is asked for, and nothing twice."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def today(self) -> date:
        """The calendar day in Vietnam."""
        return local(self.clock.now()).date()

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        """The client of the tables: what it sends is encrypted, what it is answered is in clear."""
        return encrypt_what_is_personal(self.table_client(), self.cipher)

    def table_client(self) -> "DynamoDBClient":
        """A client that shows items as they are stored."""
        import boto3

        return boto3.client("dynamodb", region_name=self.settings.region, config=named())

    @cached_property
    def key_ring(self) -> DynamoKeyRing:
        """The data keys that names and numbers are encrypted with."""
        return DynamoKeyRing(
            lambda: self.dynamodb, self.settings.table, lambda: self._field_keys, time.monotonic
        )

    @cached_property
    def cipher(self) -> Cipher:
        """What encrypts and opens personal data."""
        return Cipher(self.key_ring)

    @cached_property
    def _field_keys(self) -> "FieldKeys":
        """Keys by KMS; by a secret of the machine (a file's absolute path, else HASH_KEY) only in a rehearsal."""
        from chalicelib.adapters.field_keys import KmsFieldKeys, LocalFieldKeys

        name = self.settings.field_key
        if name and not name.startswith("/"):
            import boto3

            client = boto3.client("kms", region_name=self.settings.region, config=named())
            return KmsFieldKeys(client, name, self.settings.stage)
        assert self.settings.stage in REHEARSALS, "FIELD_KEY must name a key of KMS"
        return LocalFieldKeys(Path(name).read_bytes() if name else self.secrets.hash_key_bytes)

    @cached_property
    def s3(self) -> "S3Client":
        """The client of the object store."""
        import boto3

        signed = named(signature_version="s3v4", s3={"addressing_style": "path"})
        return boto3.client("s3", region_name=self.settings.region, config=signed)

    @cached_property
    def sqs(self) -> "SQSClient":
        """The client of the queues."""
        import boto3

        return boto3.client("sqs", region_name=self.settings.region, config=named())

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

        store = boto3.client("secretsmanager", region_name=self.settings.region, config=named())
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
    def cursors(self) -> Cursors:
        """What seals the places where lists go on."""
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
        return DynamoDossiers(self.dynamodb, self.settings.table, self.settings.once_table, self.cursors)

    @cached_property
    def papers(self) -> "DynamoPapers":
        """The repository of papers."""
        from chalicelib.adapters.papers import DynamoPapers

        return DynamoPapers(self.dynamodb, self.settings.table, self.cursors)

    @cached_property
    def blobs(self) -> S3Blobs:
        """The object store."""
        return S3Blobs(self.s3, self.settings.files_bucket, self.cipher)

    @cached_property
    def journal(self) -> "S3Journal":
        """The journal of events and looks, in its own bucket."""
        from chalicelib.adapters.journal import S3Journal

        return S3Journal(self.s3, self.settings.audit_bucket)

    @cached_property
    def looks(self) -> Looks:
        """Who looked at whose data."""
        return Looks(self.journal, self.clock, TimeSortedIds())

    @cached_property
    def queues(self) -> "SqsQueues":
        """Our own queues."""
        from chalicelib.adapters.queues import SqsQueues

        return SqsQueues(self.sqs)

    @cached_property
    def holdings(self) -> "DynamoHoldings":
        """What bytes are held for whom."""
        from chalicelib.adapters.holdings import DynamoHoldings

        return DynamoHoldings(self.dynamodb, self.settings.table)

    @cached_property
    def traces(self) -> "DynamoTraces":
        """Consents and the log of uses."""
        from chalicelib.adapters.traces import DynamoTraces

        return DynamoTraces(self.dynamodb, self.settings.table, self.cursors)

    def _kept(self, place: str) -> bytes:
        """A file of this machine (an absolute path) or an object beside the files."""
        return Path(place).read_bytes() if place.startswith("/") else self.blobs.read(place)

"""Whose signatures count, and with which key and which witness ours are made."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.aws import named
from chalicelib.bootstrap.ground import Ground
from chalicelib.domain.errors import CertificationNotSetUp
from chalicelib.settings import REHEARSALS

if TYPE_CHECKING:
    from chalicelib.digitization.certification import CertificationKey, TimestampAuthority
    from chalicelib.digitization.job import TrustStore


class Trusting(Ground):
    """Certificates, keys and timestamps; only the functions that read or sign ask for them."""

    @cached_property
    def trust_store(self) -> "TrustStore":
        """Whose signatures count; nobody's where no bundle is set."""
        from chalicelib.digitization.job import TrustStore
        from chalicelib.digitization.trust import trust_store_of

        place = self.settings.trust_store
        return trust_store_of(self._kept(place)) if place else TrustStore()

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

        client = boto3.client("kms", region_name=self.settings.region, config=named())
        return KmsSigningKey(client, name, self._kept(self.settings.certification_chain))

    def _timestamp_authority(self) -> "TimestampAuthority | None":
        """A service's address; a key's file only in a rehearsal; none where nothing is to be stamped."""
        from chalicelib.adapters.timestamps import FileTimestampAuthority, HttpTimestampAuthority

        place = self.settings.timestamp_authority
        if not place:
            return None
        if place.startswith("/"):
            assert self.settings.stage in REHEARSALS, "TIMESTAMP_AUTHORITY must be an address"
            return FileTimestampAuthority(self._kept(place))
        return HttpTimestampAuthority(place)

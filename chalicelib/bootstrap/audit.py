"""The use cases that seal the journal and prove it."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.aws import named
from chalicelib.bootstrap.ground import Ground
from chalicelib.settings import REHEARSALS

if TYPE_CHECKING:
    from chalicelib.application.audit import SealDays, VerifyAudit
    from chalicelib.domain.ports_audit import Signer


class Audit(Ground):
    """Seals, and their proof."""

    @cached_property
    def signer(self) -> "Signer":
        """The key of the seals; outside KMS only in a rehearsal."""
        from chalicelib.adapters.signing import KmsSigner, LocalSigner

        if not self.settings.audit_key:
            assert self.settings.stage in REHEARSALS, "AUDIT_KEY must name a key of KMS"
            return LocalSigner(self.settings.hash_key.get_secret_value().encode())
        import boto3

        return KmsSigner(
            boto3.client("kms", region_name=self.settings.region, config=named()), self.settings.audit_key
        )

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

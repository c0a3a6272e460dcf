"""The use cases of a dossier's life: what citizens and officers do over HTTPS."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.glances import DynamoGlances
from chalicelib.adapters.identity import TimeSortedIds
from chalicelib.application.advance import Advance
from chalicelib.application.attach_file import AttachFile, RemoveFile, UploadLimits
from chalicelib.application.open_draft import OpenDraft
from chalicelib.application.submit import Submit
from chalicelib.application.views import Views
from chalicelib.bootstrap.looking import Looking
from chalicelib.bootstrap.trusting import Trusting
from chalicelib.settings import MEDIA_TYPES

if TYPE_CHECKING:
    from chalicelib.application.certify_copy import CertifyCopy, OrderCertifiedCopy
    from chalicelib.application.correct_reading import CorrectReading
    from chalicelib.application.fetch_copy import FetchCopy
    from chalicelib.application.find_stuck import FindStuck
    from chalicelib.application.join_photos import JoinPhotos
    from chalicelib.application.send_in_pieces import SendInPieces


class Filing(Trusting, Looking):
    """A dossier from its draft to its return."""

    @cached_property
    def views(self) -> Views:
        """Readings."""
        return Views(self.dossiers, self.glances, self.blobs, self.refs, self.looks)

    @cached_property
    def glances(self) -> DynamoGlances:
        """Dossiers with what is shown of them."""
        return DynamoGlances(self.dynamodb, self.settings.table)

    @cached_property
    def find_stuck(self) -> "FindStuck":
        """Use case."""
        from chalicelib.adapters.pending_files import DynamoPendingFiles
        from chalicelib.application.find_stuck import FindStuck

        files = DynamoPendingFiles(self.dynamodb, self.settings.table)
        return FindStuck(self.dossiers, files, self.blobs.has, self.catalogue, self.clock)

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

        return FetchCopy(self.glances, self.blobs, self.looks, self.look_at_identity)

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

    @property
    def order_certified_copy(self) -> "OrderCertifiedCopy":
        """Use case."""
        from chalicelib.application.certify_copy import OrderCertifiedCopy

        is_set_up = bool(self.settings.certification_key)
        return OrderCertifiedCopy(self.dossiers, self.clock, is_set_up)

    @cached_property
    def certify_copy(self) -> "CertifyCopy":
        """Use case. Only the preparing function gets here: it carries what signs, and may use the key."""
        from chalicelib.application.certify_copy import CertifyCopy

        return CertifyCopy(
            self.dossiers,
            self.blobs,
            self._certification_key,
            self._timestamp_authority,
            lambda: self.trust_store,
        )

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

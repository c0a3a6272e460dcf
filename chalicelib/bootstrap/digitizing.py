"""The use case that reads files; only the digitizing function pays for the reader."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.trusting import Trusting

if TYPE_CHECKING:
    from chalicelib.application.digitize_file import DigitizeFile


class Digitizing(Trusting):
    """Files become text, fields and copies."""

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
            pages=lambda address: S3PageCache(self.s3, self.settings.files_bucket, address, self.cipher),
            keep=KeepReading(self.blobs, SandboxedCopyist()),
            joined=JoinedPaper(self.blobs, join_photos),
        )

    def _agencies(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.catalogue.units().on(self.today()))
